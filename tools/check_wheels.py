"""Look into built distributions: all is in them that should be, and nothing needs a newer system.

``python tools/check_wheels.py FILE...`` takes wheels and source distributions, prints what is
wrong with them and exits with 1 if anything is.
"""

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

LICENSES = ["LICENSE-APACHE", "LICENSE-MIT"]
IN_WHEEL = {"__init__.py", "_core.pyi", "py.typed", *LICENSES, "METADATA", "RECORD", "WHEEL"}


def wheel_faults(path: Path) -> list[str]:
    """Return what is wrong with a wheel."""
    with zipfile.ZipFile(path) as wheel:
        names = [PurePosixPath(name).name for name in wheel.namelist()]
        metadata = next(name for name in wheel.namelist() if name.endswith("/METADATA"))
        lines = wheel.read(metadata).decode().splitlines()
    faults = [f"no {name}" for name in sorted(IN_WHEEL - set(names))]
    libraries = [name for name in names if re.fullmatch(r"_core\..*(so|pyd)", name)]
    if len(libraries) != 1:
        faults.append(f"not one extension module but {libraries}")
    elif "-abi3-" in path.name and ".abi3." not in libraries[0] and sys.platform != "win32":
        faults.append(f"{libraries[0]} is not named for the stable ABI")
    licenses = [f"License-File: {name}" for name in LICENSES]
    for line in ("License-Expression: MIT OR Apache-2.0", *licenses):
        if line not in lines:
            faults.append(f"no {line!r} in its metadata")
    return faults + glibc_faults(path)


def glibc_faults(path: Path) -> list[str]:
    """Return what is wrong with the glibc that a manylinux wheel needs, and with its unwinder.

    auditwheel reads the versions of all symbols that the wheel takes from the system, and says
    which systems have them.
    """
    named = re.search(r"manylinux_(\d+)_(\d+)_(\w+)\.whl$", path.name)
    if not named:
        return []
    command = [sys.executable, "-m", "auditwheel", "show", str(path)]
    shown = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r'platform tag:\s+"manylinux_(\d+)_(\d+)_(\w+)"', shown.stdout)
    if not found:
        return [f"auditwheel finds no manylinux that it fits: {shown.stdout}{shown.stderr}"]
    if "libgcc_s.so" not in shown.stdout:
        return ["has an unwinder of its own in place of libgcc_s"]
    *allowed, machine = named.groups()
    *needed, found_machine = found.groups()
    print(f"  needs glibc {'.'.join(needed)}, is named for {'.'.join(allowed)}")
    if found_machine != machine or [*map(int, needed)] > [*map(int, allowed)]:
        return [f"needs glibc {'.'.join(needed)} on {found_machine}"]
    return []


def sdist_faults(path: Path) -> list[str]:
    """Return what is wrong with a source distribution, which has to be the whole repository.

    So whoever packages it can run the tests, too.
    """
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    command = ["git", "ls-files"]
    tracked = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    expected = {"PKG-INFO", *tracked.splitlines()}
    return [
        *(f"no {name}" for name in sorted(expected - names)),
        *(f"{name} is not of the repository" for name in sorted(names - expected)),
    ]


def main() -> int:
    """Print what is wrong and return the exit status."""
    faulty = False
    for name in sys.argv[1:]:
        path = Path(name)
        print(path.name)
        faults = wheel_faults(path) if path.suffix == ".whl" else sdist_faults(path)
        for fault in faults:
            print(f"  FAULT: {fault}")
        faulty |= bool(faults)
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
