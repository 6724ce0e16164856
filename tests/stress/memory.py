"""Memory that runs out at any layer is a MemoryError, and no more is taken than by NumPy."""

import re
import resource
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np

from stress.checks import assert_same_parameters, assert_untouched
from stress.command import FaultError, run
from stress.forks import in_fork
from support.memory import address_space
from support.outcome import full_state
from support.pairs import PAIRS, ZEROS, Pair

LAYERS = [1, 500_000, 1, 500_001, 1, 500_002]
"""The weights of each layer and every other bias take 4 MB, which is mapped for itself."""

SHAPES = [(500_000, 1), (1, 500_000), (500_001, 1), (1, 500_001), (500_002, 1)]

TOTAL = 8 * 500_000 * 8
"""The bytes of all of them, about."""

NUMPYS_WORDS = re.compile(
    r"Unable to allocate [\d.]+ MiB for an array with shape \((\d+), (\d+)\) and "
    r"data type float64"
)

ENOUGH = "enough"
OTHER = "another"


def stress(step: int = 1 << 18, fine_step: int = 1 << 14) -> str:
    """Call with ever more memory left, in steps of so many bytes, finer where it is nearly enough.

    Nearly enough is enough for the arrays, but not for a thread or for some small thing.
    """
    limits = [
        *range(0, TOTAL, step),
        *range(TOTAL - (1 << 20), TOTAL + (1 << 23), fine_step),
    ]
    outcomes: Counter[object] = Counter()
    for pair in PAIRS:
        refused = Counter(in_fork(partial(call_within, limit, pair)) for limit in limits)
        missing = {ENOUGH, *SHAPES} - set(refused)
        if missing:
            raise FaultError(f"{pair}: no limit gives {missing}")
        outcomes += refused
    traced = check_traces()
    arrays = sum(outcomes[shape] for shape in SHAPES)
    return (
        f"{outcomes.total()} calls in too little memory: {arrays} refused in NumPy's "
        f"words for the arrays of {len(SHAPES)} shapes, {outcomes[OTHER]} for something small, "
        f"{outcomes[ENOUGH]} not, the stream as before or NumPy's; {traced} bytes traced, "
        f"to the byte those of the arrays"
    )


def call_within(left: int, pair: Pair) -> object:
    """Call with so many bytes left; return which shape was refused, or that none was."""
    np.random.seed(1)
    np.random.randn()
    pair.ours([3, 2, 1])
    state = full_state()
    parameters = None
    message = ""
    with limited(left):
        try:
            parameters = pair.ours(LAYERS)
        except MemoryError as error:
            message = str(error)
    if parameters is None:
        assert_untouched(state, f"{pair} with {left} bytes left")
        words = NUMPYS_WORDS.fullmatch(message)
        if words is None and message:
            raise FaultError(f"{pair}: {message!r} is not what NumPy says")
        return (int(words[1]), int(words[2])) if words else OTHER
    after = full_state()
    np.random.seed(1)
    np.random.randn()
    pair.reference([3, 2, 1])
    assert_same_parameters(parameters, pair.reference(LAYERS), f"{pair} with {left} bytes left")
    assert_untouched(after, f"{pair} with {left} bytes left, against NumPy")
    return ENOUGH


@contextmanager
def limited(left: int) -> Iterator[None]:
    """Have the system refuse more than so many bytes of addresses."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (address_space() + left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def check_traces() -> int:
    """Compare what tracemalloc sees with the sizes of the arrays; return how much it was."""
    # NumPy reuses arrays of less than a KiB, and traces none of these.
    layers_dims = [200, 300, 128]
    total = 0
    for pair in PAIRS:
        pair.ours(layers_dims)
        ours, peak = traced(pair.ours, layers_dims)
        theirs, _ = traced(pair.reference, layers_dims)
        size = 8 * (200 * 300 + 300 + 300 * 128 + 128)
        if not ours == theirs == size:
            raise FaultError(f"{pair}: {ours} bytes traced, {theirs} for NumPy, of {size}")
        if pair is not ZEROS and peak > size + 50_000:
            raise FaultError(f"{pair}: {peak} bytes at the peak for {size} of result")
        total += ours
    return total


def traced(function: Callable[[Any], object], layers_dims: list[int]) -> tuple[int, int]:
    """Return the bytes of a result's arrays, and the peak of all memory while it was made."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        parameters = function(layers_dims)
        _, peak = tracemalloc.get_traced_memory()
        arrays = tracemalloc.DomainFilter(True, np.lib.tracemalloc_domain)
        snapshot = tracemalloc.take_snapshot().filter_traces([arrays])
        del parameters
    finally:
        tracemalloc.stop()
    return sum(trace.size for trace in snapshot.traces), peak - before


if __name__ == "__main__":
    raise SystemExit(run(stress))
