"""Every kernel on any number of threads draws the numbers of NumPy's streams, from any words."""

import itertools
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stress.command import FaultError, run
from support.functions import Array
from support.streams import BIT_GENERATORS, generator
from support.watchdog import watch

PROGRAM = Path(__file__).parents[2] / "target" / "release" / "examples" / "generator"
"""`cargo build --release --package paraminit-core --example generator`."""

THREADS = (1, 2, 3, 8)
KINDS: dict[str, Any] = {kind.__name__: kind for kind in BIT_GENERATORS}
DTYPES: dict[str, Any] = {"f64": np.float64, "f32": np.float32}
LEGACY = ("RandomState", "normal", "f64")
WAYS = list(itertools.product(KINDS, ("normal", "truncated_normal", "uniform"), DTYPES))
"""A Generator's bit generator, a method and a type."""

COUNTS = [0, 1, 2, 31, 64, 65, 121, 1000, 1023, 1024, 1025, 2048, 4095, 4096, 16385, 131_073]
"""Around the sizes of groups and stretches."""

LEGACY_COUNTS = [1, 2, 3, 31, 32, 33, 34, 63, 64, 65, 66, 121, 1000, 1001, 8 * 32_768 + 3]
"""Around the sizes where the ways to draw part, and a block and more of either parity."""

LARGE = 8 * 65_536 + 3
"""An odd number of numbers that is just enough for eight threads."""


@dataclass(frozen=True)
class Case:
    """What is drawn, and from where."""

    stream: str
    method: str
    dtype: str
    seed: int
    skip: int
    count: int

    def command(self, kernel: str, threads: int) -> list[str]:
        """Return the program that draws it, and its arguments."""
        numbers = map(str, (threads, self.seed, self.skip, self.count))
        return [str(PROGRAM), self.stream, self.method, self.dtype, kernel, *numbers]

    def output(self) -> bytes:
        """Return NumPy's numbers and state, as the program should write them."""
        stream = self.start()
        if self.stream == "RandomState":
            numbers, state = stream.standard_normal(self.count), stream.get_state(legacy=False)
        else:
            numbers, state = self.draw(stream), stream.bit_generator.state
        return bytes(numbers.tobytes() + b"".join(ending(state)))

    def start(self) -> Any:
        """Return NumPy's stream after the words to skip."""
        if self.stream == "RandomState":
            stream = np.random.RandomState(self.seed)
            if self.skip:
                stream.bytes(4 * self.skip)  # which takes a word even of none
            return stream
        made = generator(KINDS[self.stream], self.seed)
        made.random(self.skip, dtype=np.float32)
        return made

    def draw(self, generator: np.random.Generator) -> Array:
        """Draw the numbers by NumPy's methods."""
        dtype = DTYPES[self.dtype]
        if self.method == "uniform":
            return generator.random(self.count, dtype=dtype)
        if self.method == "normal":
            return generator.standard_normal(self.count, dtype=dtype)
        # Until there are enough that are at most 2 in size.
        more = self.start().standard_normal(self.count + self.count // 8 + 50, dtype=dtype)
        [kept] = np.nonzero(np.abs(more) <= 2)
        drawn = int(kept[self.count - 1]) + 1 if self.count else 0
        numbers = generator.standard_normal(drawn, dtype=dtype)
        return numbers[np.abs(numbers) <= 2]


def ending(state: Any) -> Iterator[bytes]:
    """Give the fields of a state in the programs' order."""
    inner = state["state"]
    if state["bit_generator"] == "MT19937":
        yield inner["key"].astype("<u4").tobytes()
        yield inner["pos"].to_bytes(4, "little")
        if "has_gauss" in state:
            yield state["has_gauss"].to_bytes(4, "little")
            yield np.float64(state["gauss"]).astype("<f8").tobytes()
        return
    for name in ("state", "inc", "counter", "key"):
        if isinstance(inner.get(name), int):
            yield inner[name].to_bytes(16, "little")
        elif name in inner:
            yield inner[name].astype("<u8").tobytes()
    if "buffer" in state:
        yield state["buffer"].astype("<u8").tobytes()
        yield state["buffer_pos"].to_bytes(4, "little")
    yield state["has_uint32"].to_bytes(4, "little")
    yield state["uinteger"].to_bytes(4, "little")


def stress(
    seeds: int = 4,
    numbers: int = 3_000_000,
    cases: int = 3000,
    legacy_seeds: int = 20,
    legacy_numbers: int = 10_000_000,
    positions: int = 625,
) -> str:
    """Draw so many numbers for so many seeds with all there is, then random cases.

    Then a few normals of a RandomState from each place in the first block.
    """
    large = [
        *(Case(*way, seed, seed % 3, numbers + seed % 2) for seed in range(seeds) for way in WAYS),
        *(Case(*LEGACY, seed, 0, legacy_numbers + seed % 2) for seed in range(legacy_seeds)),
    ]
    rng = random.Random(0)
    few = [
        Case(
            *rng.choice(WAYS),
            seed=rng.randrange(2**32),
            skip=rng.choice([0, 1, 2, 3, 7, 8, 623, rng.randrange(3000)]),
            count=rng.choice([*COUNTS, LARGE, rng.randrange(5000), rng.randrange(300_000)]),
        )
        for _ in range(cases)
    ]
    few += [Case(*LEGACY, 7, skip, count) for skip in range(positions) for count in LEGACY_COUNTS]
    kernels = subprocess.check_output([PROGRAM, "kernels"], text=True).split()
    for case in large:
        expected = case.output()
        for kernel, threads in itertools.product(kernels, THREADS):
            compare(kernel, threads, case, expected)
    for case in few:
        expected = case.output()
        for kernel in kernels:
            compare(kernel, rng.choice(THREADS), case, expected)
    drawn = sum(case.count for case in large) * len(kernels) * len(THREADS)
    return (
        f"kernels {', '.join(kernels)} on {', '.join(map(str, THREADS))} threads: {len(WAYS)} ways "
        f"to draw from Generators and that of RandomState, {drawn} numbers in large runs, "
        f"{len(few) * len(kernels)} other runs: equal, and so the ends"
    )


def compare(kernel: str, threads: int, case: Case, expected: bytes) -> None:
    """Raise unless the program writes these bytes."""
    watch()
    process = start(kernel, threads, case)
    if process.returncode != 0:
        raise FaultError(f"{kernel} {threads} {case}: {process.stderr.decode()}")
    if process.stdout != expected:
        [places] = np.nonzero(
            np.frombuffer(process.stdout[: len(expected)], np.uint8)
            != np.frombuffer(expected[: len(process.stdout)], np.uint8)
        )
        size = np.dtype(DTYPES[case.dtype]).itemsize
        raise FaultError(
            f"{kernel} on {threads} threads, {case}: {len(process.stdout)} bytes for "
            f"{len(expected)}, differing from number {places[:1] / size} on"
        )


def start(kernel: str, threads: int, case: Case) -> "subprocess.CompletedProcess[bytes]":
    """Run the program."""
    return subprocess.run(case.command(kernel, threads), capture_output=True)


if __name__ == "__main__":
    raise SystemExit(run(stress))
