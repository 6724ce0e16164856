"""Memory that runs out is a MemoryError, with any stream, and no more is taken than is due."""

import os
import tracemalloc
from collections import Counter
from contextlib import suppress
from functools import partial

import numpy as np

from stress.command import FaultError, run
from stress.forks import in_fork
from stress.memory import limited
from stress.streams_interrupts import STREAMS
from support.streams import DTYPES, FUNCTIONS, Call, state_of

SIZE = 1_000_000

DRAWN, REFUSED = "drawn", "refused"


def stress(step: int = 1 << 18) -> str:
    """Call with ever more memory left, in steps of so many bytes."""
    outcomes: Counter[str] = Counter()
    for stream in range(len(STREAMS)):
        for function in FUNCTIONS:
            for dtype in DTYPES:
                call = Call(function, SIZE, dtype=dtype)
                total = np.dtype(dtype).itemsize * SIZE
                limits = [*range(0, total, 1 << 20), *range(total, total + (1 << 23), step)]
                found = Counter(
                    in_fork(partial(call_within, limit, stream, call)) for limit in limits
                )
                if found.keys() != {DRAWN, REFUSED}:
                    raise FaultError(f"{call} of stream {stream}: {found}")
                outcomes += found
                # Here it would leave room in the heap, with which no later call is refused.
                in_fork(partial(check_peak, stream, call))
    return (
        f"{outcomes.total()} calls in too little memory: {outcomes[REFUSED]} refused, the stream "
        f"as before, {outcomes[DRAWN]} drawn as by NumPy; less than 64 KiB of Python's memory "
        "beside the result"
    )


def call_within(left: int, stream: int, call: Call) -> str:
    """Call with so many bytes left; return whether that was enough."""
    os.environ["PARAMINIT_NUM_THREADS"] = "3"
    call.function.ours(3, rng=STREAMS[stream](2), dtype=call.dtype)
    rng = STREAMS[stream](1)
    state = state_of(rng)
    array = None
    with limited(left), suppress(MemoryError):
        array = call.function.ours(SIZE, rng=rng, dtype=call.dtype)
    if array is None:
        if state_of(rng) != state:
            raise FaultError(f"{call} of stream {stream} with {left} bytes left has moved it")
        return REFUSED
    other = STREAMS[stream](1)
    expected = call.function.reference(SIZE, 1.0, rng=other, dtype=call.dtype)
    if array.tobytes() != expected.tobytes() or state_of(rng) != state_of(other):
        raise FaultError(f"{call} of stream {stream} with {left} bytes left is not NumPy's")
    return DRAWN


def check_peak(stream: int, call: Call) -> None:
    """Raise if Python sees more memory taken than that of the result."""
    rng = STREAMS[stream](1)
    call.function.ours(SIZE, rng=rng, dtype=call.dtype)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        array = call.function.ours(SIZE, rng=rng, dtype=call.dtype)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    if not array.nbytes <= peak - before < array.nbytes + (1 << 16):
        raise FaultError(f"{call} of stream {stream}: {peak - before} for {array.nbytes}")


if __name__ == "__main__":
    raise SystemExit(run(stress))
