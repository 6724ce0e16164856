"""The tests pass in Python's strict modes, and with allocators that reveal mistakes."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from stress.command import FaultError, run

TESTS = Path(__file__).parents[1]

SUBSET = [
    "arrays",
    "bit_generators",
    "containers",
    "exchanged_bit_generator",
    "floating_point_flags",
    "interrupts",
    "locks",
    "memory",
    "package",
    "replaced_names",
    "refusals",
    "scales",
    "signature",
    "rng_arguments",
    "rng_kinds",
    "stream",
    "threads",
    "values",
]
"""The tests of a call's behaviour."""


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
    # Fresh memory is not zero, and freed memory is overwritten. Zeros then take time and memory,
    # so the test that they take none is left out.
    Mode("malloc perturbed", environment={"PYTHONMALLOC": "malloc", "MALLOC_PERTURB_": "165"}),
]


def stress(timeout: float = 36_000.0) -> str:
    """Run the tests of behaviour in each mode, each for so many seconds at most."""
    passed = {mode.name: run_tests(mode, timeout) for mode in MODES}
    if len(set(passed.values())) > 1:
        raise FaultError(f"not the same number passes in each mode: {passed}")
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
        raise FaultError(f"{mode.name}: {process.stdout[-2000:]}{process.stderr[-2000:]}")
    return int(passed[1])


if __name__ == "__main__":
    raise SystemExit(run(stress))
