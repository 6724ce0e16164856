"""The stress tests run, each in a small size."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.watchdog import TIMEOUT

TESTS = Path(__file__).parent

SMALL = {
    "streams": "--cases 8000 --largest 100000",
    "shared_stream": "--steps 1000 --places 300",
    "interrupts": "--interrupts 12 --size 10000000",
    "fuzz": "--inputs 3000 --with-rng 3000",
    "leaks": "--calls 20000 --failures 20",
    "threads": "--seconds 1 --moment 0.05",
    "disturb": "--steps 3000 --rounds 5",
    "processes": "--forks 5 --rounds 1",
    "memory": "--step 4000000 --fine-step 2000000",
}
ONCE = {"threads", "processes", "memory"}
"""What depends on the operating system more than on NumPy."""


def run(test: str, *options: str) -> str:
    """Run a stress test as its command; return the last line that it prints."""
    process = subprocess.run(
        [sys.executable, "-W", "error", "-m", f"stress.{test}", *options],
        cwd=TESTS,
        timeout=10 * TIMEOUT,
        capture_output=True,
        text=True,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    return process.stdout.splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="they fork, and read /proc")
@pytest.mark.parametrize(
    "test",
    [pytest.param(test, marks=[pytest.mark.once] * (test in ONCE)) for test in SMALL],
)
def test_small(test: str) -> None:
    """Pass in a small size."""
    assert run(test, *SMALL[test].split()).startswith(f"{test}: ")


@pytest.mark.once
def test_a_long_run_is_continued(tmp_path: Path) -> None:
    """Count what an earlier run has done, and go on after it."""
    progress = tmp_path / "progress.json"
    progress.write_text('{"calls": 7, "normals": 70000000}')
    summary = run("long_run", "--normals", "7.1e7", "--progress", str(progress))
    assert " normals in 11 calls, " in summary
