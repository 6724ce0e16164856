"""The tests pass in strict interpreters, and with allocators that look for mistakes."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from proofs.common import DisprovedError, run

TESTS = Path(__file__).parents[1]

SUBSET = [
    "arrays",
    "bit_generators",
    "containers",
    "interrupts",
    "locks",
    "package",
    "refusals",
    "scales",
    "stream",
    "threads",
    "values",
]
"""All that looks at the behaviour of a call."""


@dataclass(frozen=True)
class Mode:
    """A way to run Python."""

    name: str
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


MODES = [
    Mode("-W error -bb", ("-W", "error", "-bb")),
    Mode("-X dev", ("-X", "dev")),
    Mode("PYTHONMALLOC=debug", environment={"PYTHONMALLOC": "debug"}),
    # What is allocated anew is not zero, and what is freed is not what it was. To make zeros of
    # that takes time and memory, so the one test that looks for this is left out.
    Mode("malloc perturbed", environment={"PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165"}),
]


def prove(timeout: float = 1800.0) -> str:
    """Run the tests of behaviour in each mode, each for so many seconds at most."""
    passed = {mode.name: run_tests(mode, timeout) for mode in MODES}
    if len(set(passed.values())) > 1:
        raise DisprovedError(f"not the same number passes in each mode: {passed}")
    return f"{passed[MODES[0].name]} tests passed in each of: {'; '.join(passed)}"


def run_tests(mode: Mode, timeout: float) -> int:
    """Run the tests in a mode; return how many pass."""
    files = [str(TESTS / f"test_{name}.py") for name in SUBSET]
    command = [sys.executable, *mode.options, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-k", "not zeros_are_lazy"]
    process = subprocess.run(
        [*command, *files],
        cwd=TESTS.parent,
        env={**os.environ, **mode.environment},
        timeout=timeout,
        capture_output=True,
        text=True,
    )
    passed = re.search(r"^(\d+) passed", process.stdout, re.MULTILINE)
    if process.returncode != 0 or passed is None:
        raise DisprovedError(f"{mode.name}: {process.stdout[-2000:]}{process.stderr[-2000:]}")
    return int(passed[1])


if __name__ == "__main__":
    raise SystemExit(run(prove))
