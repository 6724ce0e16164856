"""Every kernel on any number of threads draws the numbers of NumPy's Generator, from any words."""

import itertools
import random
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stress.checks import Array
from stress.command import FaultError, run
from support.watchdog import watch

PROGRAM = Path(__file__).parents[2] / "target" / "release" / "examples" / "generator"
"""`cargo build --release --package paraminit-core --example generator` makes it."""

KERNELS = ("avx512", "avx2", "portable")
THREADS = (1, 2, 3, 8)
BIT_GENERATORS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        np.random.PCG64,
        np.random.PCG64DXSM,
        np.random.Philox,
        np.random.SFC64,
        np.random.MT19937,
    )
}
METHODS = ("normal", "truncated", "uniform")
DTYPES: dict[str, Any] = {"f64": np.float64, "f32": np.float32}

COUNTS = [0, 1, 2, 31, 64, 65, 121, 1000, 1023, 1024, 1025, 2048, 4095, 4096, 16385, 131_073]
"""Around the sizes of groups and stretches."""

LARGE = 8 * 65_536 + 3
"""An odd number of numbers that is just enough for eight threads."""


@dataclass(frozen=True)
class Case:
    """What is drawn, and from where."""

    bit_generator: str
    method: str
    dtype: str
    seed: int
    skip: int
    count: int

    def output(self) -> bytes:
        """Return NumPy's numbers and state, as the program should write them."""
        generator = self.start()
        numbers = DRAWS[self.method](generator, self)
        return bytes(numbers.tobytes() + b"".join(ending(generator.bit_generator.state)))

    def start(self) -> np.random.Generator:
        """Return NumPy's generator after the words to skip."""
        generator = np.random.Generator(BIT_GENERATORS[self.bit_generator](self.seed))
        generator.random(self.skip, dtype=np.float32)
        return generator


def normals(generator: np.random.Generator, case: Case) -> Array:
    """Draw normals."""
    return generator.standard_normal(case.count, dtype=DTYPES[case.dtype])


def uniforms(generator: np.random.Generator, case: Case) -> Array:
    """Draw uniform numbers."""
    return generator.random(case.count, dtype=DTYPES[case.dtype])


def truncated(generator: np.random.Generator, case: Case) -> Array:
    """Draw normals until there are enough that are at most 2 in size."""
    more = normals(case.start(), Case(**{**vars(case), "count": case.count + case.count // 8 + 50}))
    [kept] = np.nonzero(np.abs(more) <= 2)
    drawn = int(kept[case.count - 1]) + 1 if case.count else 0
    numbers = generator.standard_normal(drawn, dtype=DTYPES[case.dtype])
    return numbers[np.abs(numbers) <= 2]


DRAWS = {"normal": normals, "truncated": truncated, "uniform": uniforms}


def ending(state: Any) -> Iterator[bytes]:
    """Give the fields of a state in the program's order."""
    inner = state["state"]
    if state["bit_generator"] == "MT19937":
        yield inner["key"].astype("<u4").tobytes()
        yield inner["pos"].to_bytes(4, "little")
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
    seeds: int = 4, numbers: int = 3_000_000, cases: int = 3000, program: str = str(PROGRAM)
) -> str:
    """Draw so many numbers with all there is for so many seeds, then so many random cases."""
    kernels = [kernel for kernel in KERNELS if is_available(program, kernel)]
    compared = runs = 0
    ways = list(itertools.product(BIT_GENERATORS, METHODS, DTYPES))
    for seed, (bit_generator, method, dtype) in itertools.product(range(seeds), ways):
        case = Case(bit_generator, method, dtype, seed, seed % 3, numbers + seed % 2)
        expected = case.output()
        for kernel, threads in itertools.product(kernels, THREADS):
            compare(program, kernel, threads, case, expected)
            compared += case.count
            runs += 1
    rng = random.Random(0)
    for _ in range(cases):
        case = Case(
            *rng.choice(ways),
            seed=rng.randrange(2**32),
            skip=rng.choice([0, 1, 2, 3, 7, 8, 623, rng.randrange(3000)]),
            count=rng.choice([*COUNTS, LARGE, rng.randrange(5000), rng.randrange(300_000)]),
        )
        expected = case.output()
        for kernel in kernels:
            compare(program, kernel, rng.choice(THREADS), case, expected)
            runs += 1
    return (
        f"kernels {', '.join(kernels)} on {', '.join(map(str, THREADS))} threads: {len(ways)} ways "
        f"to draw, {compared} numbers of {seeds} seeds, {runs} runs: equal, and so the ends"
    )


def is_available(program: str, kernel: str) -> bool:
    """Return whether this machine has the kernel."""
    process = start(program, kernel, 1, Case("PCG64", "normal", "f64", 0, 0, 1))
    if process.returncode != 0 and b"no such kernel" not in process.stderr:
        raise FaultError(f"{program} {kernel}: {process.stderr.decode()}")
    return process.returncode == 0


def compare(program: str, kernel: str, threads: int, case: Case, expected: bytes) -> None:
    """Raise unless the program writes these bytes."""
    watch()
    process = start(program, kernel, threads, case)
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


def start(
    program: str, kernel: str, threads: int, case: Case
) -> "subprocess.CompletedProcess[bytes]":
    """Run the program."""
    what = (case.bit_generator, case.method, case.dtype, kernel)
    numbers = map(str, (threads, case.seed, case.skip, case.count))
    return subprocess.run([program, *what, *numbers], capture_output=True)


if __name__ == "__main__":
    raise SystemExit(run(stress))
