"""The proofs in a small size, for what they look at that no other test does."""

import subprocess
import sys
from pathlib import Path

import pytest
from helpers import TIMEOUT

TESTS = Path(__file__).parent

SMALL = {
    "shared_stream": ["--steps", "1000", "--places", "300"],
    "threads": ["--seconds", "1"],
    "processes": ["--forks", "5", "--rounds", "1"],
    "interrupts": ["--interrupts", "10", "--width", "4000"],
    "memory": ["--step", "2000000", "--fine-step", "2000000"],
    "fuzz": ["--inputs", "3000"],
    "leaks": ["--calls", "20000", "--failures", "20"],
    "long_run": ["--normals", "2e7"],
}


def prove(proof: str, *options: str) -> str:
    """Run a proof as its command; return what it prints at the end."""
    process = subprocess.run(
        [sys.executable, "-W", "error", "-m", f"proofs.{proof}", *options],
        cwd=TESTS,
        timeout=10 * TIMEOUT,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout.splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="they fork, and read /proc")
@pytest.mark.parametrize("proof", SMALL)
def test_small(proof: str, tmp_path: Path) -> None:
    """Prove a little."""
    options = SMALL[proof]
    if proof == "long_run":
        options = [*options, "--progress", str(tmp_path / "progress.json")]
    assert prove(proof, *options).startswith(f"{proof}: ")


def test_a_long_run_goes_on(tmp_path: Path) -> None:
    """Count what an earlier run has done, and go on after it."""
    progress = tmp_path / "progress.json"
    progress.write_text('{"calls": 7, "normals": 70000000}')
    summary = prove("long_run", "--normals", "7.1e7", "--progress", str(progress))
    assert " normals in 11 calls, 4" in summary
