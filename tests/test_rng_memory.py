"""Memory that runs out is a MemoryError, and no memory and no reference is left behind."""

import gc
import resource
import sys
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest

from support.memory import address_space
from support.processes import isolated
from support.streams import (
    BIT_GENERATORS,
    Foreign,
    Function,
    every_dtype,
    every_function,
    state_of,
)

MAKES: list[Callable[[], Any]] = [
    *(lambda kind=kind: np.random.Generator(kind(3)) for kind in BIT_GENERATORS),
    lambda: np.random.Generator(Foreign(3)),  # type: ignore[arg-type]
    lambda: np.random.RandomState(3),
    lambda: np.random.RandomState(np.random.PCG64(3)),
    lambda: type("Sub", (np.random.Generator,), {})(np.random.PCG64(3)),
]


@every_dtype
@every_function
def test_no_memory_for_the_result(function: Function, dtype: Any) -> None:
    """Raise NumPy's own MemoryError, which names shape and dtype, and draw nothing."""
    for make in MAKES:
        rng = make()
        state = state_of(rng)
        name = np.dtype(dtype).name
        with pytest.raises(
            MemoryError, match=rf"shape \(10000000, 10000000\) and data type {name}"
        ):
            function.ours((10**7, 10**7), rng=rng, dtype=dtype)
        assert state_of(rng) == state


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@every_dtype
@every_function
@isolated
def test_no_memory_beside_the_result(function: Function, dtype: Any) -> None:
    """Return the right numbers or raise MemoryError with hardly any memory left; never die."""
    size = 300_000
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    outcomes = set()
    for make in MAKES:
        out = np.empty(size, dtype)
        expected = function.reference(size, rng=make(), dtype=dtype).tobytes()
        function.ours(size, rng=make(), dtype=dtype, out=out)
        for left in range(0, 1 << 20, 1 << 17):
            rng = make()
            state = state_of(rng)
            resource.setrlimit(resource.RLIMIT_AS, (address_space() + left, hard))
            try:
                function.ours(size, rng=rng, dtype=dtype, out=out)
                drawn = True
            except MemoryError:
                drawn = False
            finally:
                resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
            if drawn:
                assert out.tobytes() == expected
            else:
                assert state_of(rng) == state
            outcomes.add(drawn)
    assert True in outcomes


@every_dtype
@every_function
def test_little_memory(function: Function, dtype: Any) -> None:
    """Take the memory of the result, and hand it all back."""
    for make in MAKES[:-1]:
        function.ours(1_000_000, rng=make(), dtype=dtype)
        rng = make()
        tracemalloc.start()
        try:
            before = tracemalloc.get_traced_memory()[0]
            array = function.ours(1_000_000, rng=rng, dtype=dtype)
            now, peak = tracemalloc.get_traced_memory()
            size = array.nbytes
            del array
            left = tracemalloc.get_traced_memory()[0] - before
        finally:
            tracemalloc.stop()
        assert size <= now - before
        assert peak - before < size + 100_000
        assert left < 20_000


@every_dtype
@every_function
def test_no_reference_is_left(function: Function, dtype: Any) -> None:
    """Hold on to no argument and no result, whether calls return or are refused."""
    shape, std, out = (3, 4), 1.5, np.zeros((3, 4), dtype)
    wrong, bad = np.zeros(5, dtype), (3, -1)
    # Not a subclass: NumPy's own `uniform` leaves a reference to the dtype with every call.
    for make in MAKES[:-1]:
        rng = make()
        bits = rng._bit_generator
        things = [shape, std, out, wrong, bad, rng, bits.lock, dtype, np.dtype(dtype), bits.capsule]

        def draw(rng: Any = rng) -> None:
            for _ in range(50):
                function.ours(shape, std, rng=rng, dtype=dtype)
                function.ours(1100, std, rng=rng, dtype=np.dtype(dtype))
                function.ours(shape, std, rng=rng, dtype=dtype, out=out)
                for arguments in (
                    {"shape": bad},
                    {"shape": 3, "out": wrong},
                    {"shape": shape, "out": wrong},
                    {"shape": 3, "dtype": np.int64},
                ):
                    with suppress(ValueError, TypeError):
                        function.ours(**{"dtype": dtype, "rng": rng} | arguments)

        draw()
        gc.collect()
        before = [sys.getrefcount(thing) for thing in things]
        draw()
        gc.collect()
        after = [sys.getrefcount(thing) for thing in things]
        assert [now - then for now, then in zip(after, before, strict=True)] == [0] * len(things)
