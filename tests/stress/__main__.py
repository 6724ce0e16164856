"""Run all stress tests but the long run, one after the other; fail if one of them fails."""

import subprocess
import sys

TESTS = (
    "streams",
    "shared_stream",
    "threads",
    "processes",
    "interrupts",
    "memory",
    "fuzz",
    "disturb",
    "leaks",
    "kernels",
    "python_modes",
    "dask_cluster",
)


def main() -> int:
    """Run each in a process of its own, where no other one has left anything."""
    commands = [[sys.executable, "-m", f"stress.{test}"] for test in TESTS]
    failed = sum(subprocess.run(command).returncode != 0 for command in commands)
    print(f"{len(TESTS) - failed} of {len(TESTS)} stress tests passed")
    return int(failed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
