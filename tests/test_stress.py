"""The stress tests run, each in a small size."""

import subprocess
import sys
from pathlib import Path

import pytest

from support.watchdog import TIMEOUT

TESTS = Path(__file__).parent

SMALL = {
    "schemes": "--cases 3000",
    "shared_stream": "--steps 1000 --places 300",
    "interrupts": "--interrupts 10 --width 4000",
    "fuzz": "--inputs 3000",
    "leaks": "--calls 20000 --failures 20",
    "threads": "--seconds 1",
    "processes": "--forks 5 --rounds 1",
    "memory": "--step 2000000 --fine-step 2000000",
    "streams": "--cases 2000 --largest 100000",
    "streams_threads": "--seconds 1",
    "streams_forks": "--forks 5",
    "streams_interrupts": "--interrupts 10 --size 10000000",
    "streams_memory": "--step 4000000",
    "streams_fuzz": "--inputs 3000",
    "streams_leaks": "--calls 20000",
}
ONCE = {"threads", "processes", "memory", "streams_threads", "streams_forks", "streams_memory"}


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


@pytest.mark.parametrize("run_", ["long_run", "streams_long_run"])
@pytest.mark.once
def test_a_long_run_is_continued(run_: str, tmp_path: Path) -> None:
    """Count what an earlier run has done, and go on after it."""
    progress = tmp_path / "progress.json"
    progress.write_text('{"calls": 7, "normals": 70000000}')
    summary = run(run_, "--normals", "7.1e7", "--progress", str(progress))
    assert " normals in 11 calls, " in summary
