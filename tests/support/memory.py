"""The memory of this process, as Linux counts it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def resident() -> int:
    """Return how many bytes this process has in memory."""
    return _pages(1)


def address_space() -> int:
    """Return how many bytes of addresses this process has in use."""
    return _pages(0)


def _pages(field: int) -> int:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[field]) * os.sysconf("SC_PAGE_SIZE")


def mebibytes(size: float) -> str:
    """Return a size as text."""
    return f"{size / 2**20:.1f} MiB"


@contextmanager
def limited(left: int) -> Iterator[None]:
    """Have the system refuse more than so many bytes of addresses."""
    import resource  # which Windows does not have

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
