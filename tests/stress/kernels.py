"""Every kernel on any number of threads draws the normals of NumPy's RandomState."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from stress.checks import Array, same_bits
from stress.command import FaultError, run

PROGRAM = Path(__file__).parents[2] / "target" / "release" / "examples" / "normals"
"""`cargo build --release --package paraminit-core --example normals` makes it."""

KERNELS = ("avx512", "avx2", "portable")
THREADS = (1, 2, 3, 8)

CHUNK = 1 << 18
"""How many normals are compared at a time, while the program writes the next."""

COUNTS = [1, 2, 3, 31, 32, 33, 34, 63, 64, 65, 66, 121, 1000, 1001]
"""Around the sizes where the ways to draw part, and a block and more of either parity."""

SHARED = 8 * 32_768 + 3
"""An odd number of normals that is just enough for eight threads."""


@dataclass(frozen=True)
class Ending:
    """The state in which a stream is left."""

    key: bytes
    position: int
    cached: float | None


def stress(
    seeds: int = 20, normals: int = 10_000_000, positions: int = 625, program: str = str(PROGRAM)
) -> str:
    """Draw so many normals for so many seeds, then a few from each place in the first block."""
    kernels = [kernel for kernel in KERNELS if is_available(program, kernel)]
    compared = 0
    for seed in range(seeds):
        # Odd and even: with a cached normal at the end, and without.
        count = normals + seed % 2
        stream = np.random.RandomState(seed)
        expected = stream.standard_normal(count)
        ending = ending_of(stream)
        for kernel in kernels:
            for threads in THREADS:
                compare(Run(program, kernel, threads, seed, 0), expected, ending)
                compared += count
    runs = sum(from_position(program, kernels, skip) for skip in range(positions))
    return (
        f"kernels {', '.join(kernels)} on {', '.join(map(str, THREADS))} threads: {compared} "
        f"normals of {seeds} seeds, {runs} runs from {positions} places: equal, and so the ends"
    )


@dataclass(frozen=True)
class Run:
    """A run of the program."""

    program: str
    kernel: str
    threads: int
    seed: int
    skip: int

    def start(self, count: int) -> subprocess.Popen[bytes]:
        """Draw so many normals."""
        numbers = map(str, (self.threads, self.seed, self.skip, count))
        return subprocess.Popen(
            [self.program, self.kernel, *numbers], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )


def is_available(program: str, kernel: str) -> bool:
    """Return whether this machine has the kernel."""
    with Run(program, kernel, 1, 1, 0).start(1) as process:
        _, errors = process.communicate()
    if process.returncode != 0 and b"no such kernel" not in errors:
        raise FaultError(f"{program} {kernel}: {errors.decode()}")
    return process.returncode == 0


def from_position(program: str, kernels: list[str], skip: int) -> int:
    """Draw small numbers of normals with each kernel after so many words; return how often."""
    counts = [*COUNTS, SHARED]
    stream = np.random.RandomState(7)
    if skip:
        stream.bytes(4 * skip)  # which takes a word even of none
    start = stream.get_state()
    for count in counts:
        stream.set_state(start)
        expected = stream.standard_normal(count)
        ending = ending_of(stream)
        for kernel in kernels:
            threads = THREADS[skip % len(THREADS)]
            compare(Run(program, kernel, threads, 7, skip), expected, ending)
    return len(counts) * len(kernels)


def ending_of(stream: np.random.RandomState) -> Ending:
    """Return where NumPy's stream stands."""
    state = stream.get_state(legacy=False)
    return Ending(
        key=state["state"]["key"].astype("<u4").tobytes(),
        position=state["state"]["pos"],
        cached=state["gauss"] if state["has_gauss"] else None,
    )


def compare(run_: Run, expected: Array, ending: Ending) -> None:
    """Raise unless the program draws these normals and ends there."""
    with run_.start(expected.size) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        start = 0
        for normals in read_normals(process.stdout, expected.size):
            if not same_bits(normals, expected[start : start + normals.size]):
                raise FaultError(f"{run_} differs after {start} normals of {expected.size}")
            start += normals.size
        if read_ending(process.stdout) != ending:
            raise FaultError(f"{run_} ends elsewhere after {expected.size} normals")
        errors = process.stderr.read()
    if process.returncode != 0:
        raise FaultError(f"{run_}: {errors.decode()}")


def read_normals(stream: IO[bytes], count: int) -> Iterator[Array]:
    """Read so many normals, chunk by chunk."""
    while count > 0:
        size = min(count, CHUNK)
        yield np.frombuffer(read(stream, 8 * size), "<f8")
        count -= size


def read_ending(stream: IO[bytes]) -> Ending:
    """Read what follows the normals."""
    key = read(stream, 4 * 624)
    position, has_cached = np.frombuffer(read(stream, 8), "<u4").tolist()
    cached = np.frombuffer(read(stream, 8), "<f8").item()
    if stream.read(1):
        raise FaultError("the program writes more than it says")
    return Ending(key, position, cached if has_cached else None)


def read(stream: IO[bytes], size: int) -> bytes:
    """Read exactly so many bytes."""
    data = stream.read(size)
    if len(data) < size:
        raise FaultError(f"the program writes {len(data)} bytes where {size} are due")
    return data


if __name__ == "__main__":
    raise SystemExit(run(stress))
