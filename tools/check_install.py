"""Import the package as it is installed here: from its place, without a warning, and timed.

``python tools/check_install.py`` exits with 1 if the first two are not so.
"""

import re
import subprocess
import sys
import sysconfig
from pathlib import Path

ROUNDS = 10


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this interpreter, with warnings as errors and without this folder on its path."""
    command = [sys.executable, "-P", "-W", "error", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True)


def main() -> int:
    """Print what was found and return the exit status."""
    place = Path(python("-c", "import paraminit; print(paraminit.__file__)").stdout.strip())
    expected = Path(sysconfig.get_path("platlib"))
    if not place.is_relative_to(expected):
        print(f"imported from {place}, not from {expected}")
        return 1
    times = []
    for _ in range(ROUNDS):
        shown = python("-X", "importtime", "-c", "import numpy, paraminit").stderr
        found = re.search(r"(\d+) \| paraminit$", shown, flags=re.MULTILINE)
        if not found:
            print("no time of its import was shown")
            return 1
        times.append(int(found[1]) / 1000)
    print(f"imported in {min(times):.2f} ms, beside the import of NumPy (best of {ROUNDS})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
