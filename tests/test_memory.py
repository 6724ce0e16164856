"""Memory that runs out is a MemoryError, and no memory and no reference is left behind."""

import sys
import tracemalloc
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import paraminit
import pytest

from stress import leaks
from stress.memory import CALLS, Call, check_traces
from support.functions import ZEROS, Function, every_dtype, every_notebook_function
from support.memory import limited, resident
from support.outcome import state_of
from support.processes import isolated
from support.streams import ALL_STREAMS, BY_METHODS, every_way


@every_dtype
@every_way
def test_no_memory_for_the_result(function: Function, stream: str, dtype: Any) -> None:
    """Raise NumPy's own MemoryError, which names shape and dtype, and draw nothing."""
    rng = ALL_STREAMS[stream](3)
    state = state_of(rng)
    size = [10**7, 10**7] if function.of_notebook else (10**7, 10**7)
    name = "float64" if function.of_notebook else np.dtype(dtype).name
    with pytest.raises(MemoryError, match=rf"shape \(10000000, 10000000\) and data type {name}"):
        function.ours(size, **function.source(rng, dtype))
    assert state_of(rng) == state


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@every_dtype
@every_way
@isolated
def test_no_memory_beside_the_result(function: Function, stream: str, dtype: Any) -> None:
    """Return the right numbers or raise MemoryError with hardly any memory left; never die."""
    size = 300_000
    make = partial(ALL_STREAMS[stream], 3)
    expected = function.expected(size, make(), dtype).tobytes()
    out = {} if function.of_notebook else {"out": np.empty(size, dtype)}
    function.draw(size, make(), dtype, **out)
    outcomes = set()
    for left in (*range(0, 1 << 20, 1 << 17), 1 << 25):
        rng = make()
        state = state_of(rng)
        drawn = None
        with limited(left + 8 * size * function.of_notebook), suppress(MemoryError):
            drawn = function.draw(size, rng, dtype, **out)
        if drawn is None:
            assert stream in BY_METHODS or state_of(rng) == state
        else:
            assert drawn.tobytes() == expected
        outcomes.add(drawn is not None)
    assert True in outcomes


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("kib", range(120, 160, 4))
@isolated  # it is the first call with a second thread, whose stack the process keeps
def test_no_memory_beside_a_stack(kib: int) -> None:
    """Do without a thread if there is room for its stack, but not for what else it needs."""
    size = 300_000
    expected = np.random.RandomState(3).standard_normal(size)
    rng, out = np.random.RandomState(3), np.empty(size)
    paraminit.normal(1000, rng=np.random.RandomState(3))  # all that is done once
    with limited(kib << 10):
        paraminit.normal(size, rng=rng, out=out)
    assert np.array_equal(out, expected)


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_little_memory(call: Call) -> None:
    """Take the memory of the result, allocated through NumPy, and hand it all back."""
    check_traces(call)


@every_notebook_function
def test_refused_calls_keep_no_memory(function: Function) -> None:
    """Free the arrays of the layers before the one that is refused."""
    layers_dims = [1000, 1000, -1]
    tracemalloc.start()
    try:
        for _ in range(3):
            with pytest.raises(ValueError, match="negative dimensions"):
                function.ours(layers_dims)
        left = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert left < 100_000


def test_no_reference_is_left() -> None:
    """Hold on to no argument and no result, whether calls return or are refused."""
    cases = leaks.cases_with_rng()
    leaks.repeat(cases, 3)
    before = leaks.references()
    leaks.repeat(cases, 20)
    assert leaks.references() == before


@every_notebook_function
def test_nothing_is_kept_alive(function: Function) -> None:
    """Hold no reference to the argument or the results after the call."""
    layers_dims = [300, 200]
    references = sys.getrefcount(layers_dims)
    parameters = function.ours(layers_dims)
    assert sys.getrefcount(layers_dims) == references
    theirs = function.reference(layers_dims)
    assert [sys.getrefcount(array) for array in parameters.values()] == [
        sys.getrefcount(array) for array in theirs.values()
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@isolated
def test_zeros_are_lazy() -> None:
    """Leave zeros to the operating system: gigabytes of them take no memory before use."""
    before = resident()
    parameters = ZEROS.ours([20_000, 20_000, 20_000])
    assert sum(array.nbytes for array in parameters.values()) > 6 * 10**9
    assert resident() - before < 50 * 10**6
    assert parameters["W2"][-1, -1] == 0.0
