"""The numbers are NumPy's in any number of them, and from any state."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from support.streams import (
    Function,
    Make,
    assert_same,
    every_bit_generator,
    every_dtype,
    every_function,
    state_of,
)

SIZES = [
    *(0, 1, 2, 3, 31, 32, 33, 47, 48, 49, 63, 64, 65),
    *(1023, 1024, 1025, 2047, 2048, 2049, 4095, 4096, 4097, 16383, 16384, 16385),
    *(65535, 65536, 65537, 131071, 131072, 131073),
]
"""Around where the ways to draw part, and where a stretch ends."""

BitGeneratorType = Callable[[int], np.random.BitGenerator]

STARTS: dict[str, Callable[[np.random.Generator], object]] = {
    "fresh": lambda generator: None,
    "half a word": lambda generator: generator.random(dtype=np.float32),
    "integers": lambda generator: generator.integers(100, size=3, dtype=np.uint32),
    "small integers": lambda generator: generator.integers(100, size=3, dtype=np.uint8),
    "bytes": lambda generator: generator.bytes(5),
    "one word": lambda generator: generator.random(),
    "an end of the words": lambda generator: generator.bytes(4 * 623),
}
every_start = pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)


@every_bit_generator
@every_dtype
@every_function
def test_sizes(function: Function, dtype: Any, bit_generator: BitGeneratorType) -> None:
    """Draw any number of numbers."""
    for size in SIZES:
        assert_same(function, lambda: np.random.Generator(bit_generator(7)), size, dtype=dtype)


@every_start
@every_bit_generator
@every_dtype
@every_function
def test_starts(
    function: Function,
    dtype: Any,
    bit_generator: BitGeneratorType,
    start: Callable[[np.random.Generator], object],
) -> None:
    """Draw from any state, half a word that is left from before included."""

    def make() -> np.random.Generator:
        generator = np.random.Generator(bit_generator(8))
        start(generator)
        return generator

    for size in (1, 2, 5, 1024, 1025, 4099, 70_001):
        assert_same(function, make, size, dtype=dtype)


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
@every_bit_generator
@every_dtype
@every_function
def test_threads(
    function: Function,
    dtype: Any,
    bit_generator: BitGeneratorType,
    threads: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Draw the same on any number of threads."""
    monkeypatch.setenv("PARAMINIT_NUM_THREADS", str(threads))

    def make() -> np.random.Generator:
        generator = np.random.Generator(bit_generator(9))
        generator.random(dtype=np.float32)
        return generator

    assert_same(function, make, 300_001, dtype=dtype)


@pytest.mark.parametrize("cached", [0, 1])
@every_dtype
@every_function
def test_random_state(function: Function, dtype: Any, cached: int) -> None:
    """Draw from a RandomState with a cached normal and without, at any place."""
    for words in (0, 1, 311, 623):

        def make(words: int = words) -> np.random.RandomState:
            rng = np.random.RandomState(9)
            rng.bytes(4 * words)
            rng.standard_normal(cached)
            return rng

        for size in (0, 1, 2, 3, 31, 32, 33, 47, 48, 49, 1023, 1024, 1025, 65536, 65537, 150_001):
            assert_same(function, make, size, dtype=dtype)


ODD: list[tuple[BitGeneratorType, dict[str, Any]]] = [
    (np.random.PCG64, {"state": 0, "inc": 0}),
    (np.random.PCG64, {"state": 2**128 - 1, "inc": 2**128 - 1}),
    (np.random.PCG64, {"state": 5, "inc": 6}),
    (np.random.PCG64DXSM, {"state": 2**128 - 1, "inc": 2**127}),
    (np.random.SFC64, {"state": np.full(4, 2**64 - 1, np.uint64)}),
    (
        np.random.Philox,
        {
            "counter": np.full(4, 2**64 - 1, np.uint64),
            "key": np.zeros(2, np.uint64),
        },
    ),
    (
        np.random.Philox,
        {
            "counter": np.array([2**64 - 200, 2**64 - 1, 0, 0], np.uint64),
            "key": np.ones(2, np.uint64),
        },
    ),
]


@pytest.mark.parametrize(("bit_generator", "inner"), ODD)
@every_dtype
@every_function
def test_odd_states(
    function: Function, dtype: Any, bit_generator: BitGeneratorType, inner: dict[str, Any]
) -> None:
    """Draw from states that no seed gives: counters that run over, zeros, an even increment."""
    for has_uint32 in (0, 1):

        def make(has_uint32: int = has_uint32) -> Any:
            made = bit_generator(1)
            half = {"has_uint32": has_uint32, "uinteger": 2**32 - 1}
            made.state = {**made.state, "state": inner, **half}
            return np.random.Generator(made)

        # Not more: from a state of zeros a ziggurat draws for ever.
        sizes = (1, 7) if inner.get("inc") == 0 and function.name == "uniform" else (1, 5, 2049)
        if inner.get("inc") == 0 and function.name == "normal":
            continue
        for size in (*sizes, 70_001):
            assert_same(function, make, size, dtype=dtype)


@every_bit_generator
@every_function
def test_parameter(function: Function, bit_generator: BitGeneratorType) -> None:
    """Scale by any number, a subnormal one and zero too."""

    def make() -> Make:
        return np.random.Generator(bit_generator(9))  # type: ignore[return-value]

    for dtype, largest in ((np.float64, 8e307), (np.float32, 1.7e38)):
        for parameter in (0.0, 5e-324, 1e-310, 1e-40, 1e-45, 0.1, 3, np.float64(2.5), largest):
            for size in (5, 1500):
                assert_same(function, make, size, parameter, dtype)


@every_bit_generator
def test_untouched_halves(bit_generator: BitGeneratorType) -> None:
    """See that the states compared here have the half of a word in them."""
    generator = np.random.Generator(bit_generator(9))
    generator.integers(100, dtype=np.uint32)
    state = generator.bit_generator.state
    if "has_uint32" in state:
        assert state["has_uint32"] == 1
        assert "has_uint32" in str(state_of(generator))
