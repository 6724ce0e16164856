"""Memory that runs out is a MemoryError, with any stream, and no more is taken than by NumPy."""

import os
import re
import tracemalloc
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from stress.command import FaultError, run
from support.forks import in_fork
from support.functions import DTYPES, ZEROS, Function
from support.memory import limited
from support.outcome import bits, state_of
from support.streams import ALL_STREAMS, OURS, lock_of

SIZE = 1_000_000
LAYERS = [1, 500_000, 1, 500_001, 1, 500_002]
"""The weights of each layer and every other bias take 4 MB, which is mapped for itself."""

SHAPES: list[tuple[int, ...]] = [
    (500_000, 1),
    (1, 500_000),
    (500_001, 1),
    (1, 500_001),
    (500_002, 1),
]

NUMPYS_WORDS = re.compile(
    r"Unable to allocate [\d.]+ MiB for an array with shape \((\d+), ?(\d*)\) and "
    r"data type float\d\d"
)

ENOUGH = "enough"
OTHER = "another"


@dataclass(frozen=True)
class Call:
    """A call that takes some megabytes."""

    function: Function
    stream: str
    dtype: Any

    def __str__(self) -> str:
        return f"{self.function}-{self.stream}-{np.dtype(self.dtype).name}"

    def large(self) -> Any:
        """Return the argument."""
        return LAYERS if self.function.of_notebook else SIZE

    def traced(self) -> Any:
        """Return an argument for less. NumPy traces no array of less than a KiB."""
        return [200, 300, 128] if self.function.of_notebook else SIZE

    def shapes(self) -> list[tuple[int, ...]]:
        """Return the shapes of the large arrays."""
        return SHAPES if self.function.of_notebook else [(SIZE,)]

    def numbers(self) -> int:
        """Return how many numbers there are in them, about."""
        return 8 * 500_000 if self.function.of_notebook else SIZE

    def make(self) -> Any:
        """Return the stream, with a cached normal if it has one."""
        stream = ALL_STREAMS[self.stream](1)
        stream.standard_normal()
        return stream

    def ours(self, argument: Any, rng: Any) -> Any:
        """Make the call."""
        return self.function.ours(argument, **self.function.source(rng, self.dtype))

    def reference(self, argument: Any, rng: Any) -> Any:
        """Make NumPy's call."""
        return self.function.reference(argument, **self.function.source(rng, self.dtype))


CALLS = [
    Call(function, stream, dtype)
    for function, stream in [*OURS, (ZEROS, "np.random")]
    for dtype in DTYPES
    if dtype is np.float64 or not function.of_notebook
]


def stress(step: int = 1 << 18, fine_step: int = 1 << 14) -> str:
    """Call with ever more memory left, in steps of so many bytes, finer where it is nearly enough.

    Nearly enough is enough for the arrays, but not for a thread or for some small thing.
    """
    outcomes: Counter[object] = Counter()
    traced = 0
    for call in CALLS:
        total = np.dtype(call.dtype).itemsize * call.numbers()
        near = fine_step if call.function.of_notebook else step
        limits = [*range(0, total, step), *range(total - (1 << 20), total + (1 << 23), near)]
        refused = Counter(in_fork(partial(call_within, limit, call)) for limit in limits)
        missing = {ENOUGH, *call.shapes()} - set(refused)
        if missing:
            raise FaultError(f"{call}: no limit gives {missing}")
        outcomes += refused
        # Here it would leave room in the heap, with which no later call is refused.
        traced += in_fork(partial(check_traces, call))
    arrays = outcomes.total() - outcomes[OTHER] - outcomes[ENOUGH]
    return (
        f"{outcomes.total()} calls in too little memory: {arrays} refused in NumPy's words for the "
        f"arrays, {outcomes[OTHER]} for something small, {outcomes[ENOUGH]} not, the stream as "
        f"before or NumPy's; {traced} bytes traced, to the byte those of the arrays, and less than "
        "64 KiB of Python's memory beside them"
    )


def call_within(left: int, call: Call) -> object:
    """Call with so many bytes left; return which shape was refused, or that none was."""
    os.environ["PARAMINIT_NUM_THREADS"] = "3"
    call.function.draw(3, call.make(), call.dtype)
    rng = call.make()
    state = state_of(rng)
    what = f"{call} with {left} bytes left"
    result = None
    message = ""
    with limited(left):
        try:
            result = call.ours(call.large(), rng)
        except MemoryError as error:
            message = str(error)
    after = state_of(rng)
    if not lock_of(rng).acquire(blocking=False):
        raise FaultError(f"{what}: the lock is not free")
    lock_of(rng).release()
    if result is None:
        if after != state:
            raise FaultError(f"{what}: the stream has moved")
        words = NUMPYS_WORDS.fullmatch(message)
        if words is None and message:
            raise FaultError(f"{what}: {message!r} is not what NumPy says")
        return tuple(map(int, filter(None, words.groups()))) if words else OTHER
    rng = call.make()
    expected = call.reference(call.large(), rng)
    if bits(result) != bits(expected) or after != state_of(rng):
        raise FaultError(f"{what}: not NumPy's numbers or state")
    return ENOUGH


def check_traces(call: Call) -> int:
    """Compare what tracemalloc sees with the sizes of the arrays; return how much it was."""
    call.ours(call.traced(), call.make())
    rng = call.make()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        result = call.ours(call.traced(), rng)
        _, peak = tracemalloc.get_traced_memory()
        arrays = tracemalloc.DomainFilter(True, np.lib.tracemalloc_domain)
        traces = tracemalloc.take_snapshot().filter_traces([arrays]).traces
        named = result if isinstance(result, dict) else {"": result}
        size = sum(array.nbytes for array in named.values())
        del named, result
        left = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    traced = sum(trace.size for trace in traces)
    if traced != size:
        raise FaultError(f"{call}: {traced} bytes traced of {size}")
    if left > 10_000:
        raise FaultError(f"{call}: {left} bytes left")
    if call.function is not ZEROS and not size <= peak - before < size + (1 << 16):
        raise FaultError(f"{call}: {peak - before} bytes at the peak for {size} of result")
    return traced


if __name__ == "__main__":
    raise SystemExit(run(stress))
