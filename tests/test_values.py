"""Every value equals NumPy's, bit for bit, in any number and from any state."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support import outcome
from support.functions import (
    HE,
    Function,
    every_drawing_function,
    every_dtype,
    every_function,
    every_notebook_function,
)
from support.outcome import state_of
from support.streams import (
    ALL_STREAMS,
    assert_same,
    every_bit_generator,
    every_way,
    generator,
)

SEEDS = st.integers(0, 2**32 - 1)
LAYERS = st.one_of(st.integers(0, 5), st.integers(0, 60), st.sampled_from([127, 128, 312, 625]))

NETS = {
    "none": [],
    "one": [4],
    "smallest": [1, 1],
    "exercise": [2, 4, 1],
    "course": [3, 2, 1],
    "circles": [2, 10, 5, 1],
    "two normals": [2, 1],
    "three normals": [1, 3],
    "odd": [3, 5, 7, 9, 11, 13],
    "odd in every layer": [1, 1, 3, 1, 5, 1],
    "all ones": [1] * 14,
    "deep": [5] * 40,
    "deeper": [2] * 3000,
    "empty in the middle": [3, 0, 5],
    "empty at the end": [4, 3, 0],
    "empty twice": [4, 0, 0, 4],
    "tiny, large, tiny": [1, 1, 700, 701, 1, 1],
    "tall": [1, 123_457],
    "wide": [123_457, 1],
    "digits": [784, 512, 256, 10],
    "a million": [1001, 999, 3],
    "five million": [2501, 2001, 7],
}
every_net = pytest.mark.parametrize("layers_dims", NETS.values(), ids=NETS.keys())


SIZES = [
    *(0, 1, 2, 3, 31, 32, 33, 47, 48, 49, 63, 64, 65, 118, 119, 121, 122, 123, 244, 245, 246),
    *(1023, 1024, 1025, 1221, 1222, 2047, 2048, 2049, 4095, 4096, 4097, 16383, 16384, 16385),
    *(65535, 65536, 65537, 131071, 131072, 131073, 150_001),
]
"""Around where the ways to draw part, and where a block or a stretch ends."""

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


@every_net
@every_notebook_function
def test_network(function: Function, layers_dims: list[int]) -> None:
    """Compare networks of every shape."""
    outcome.assert_same(function, layers_dims)


@every_drawing_function
@settings(max_examples=150)
@given(
    seed=SEEDS,
    normals=st.integers(0, 3),
    words=st.integers(0, 1300),
    layers_dims=st.lists(LAYERS, max_size=6),
)
def test_any_network_from_anywhere(
    function: Function, seed: int, normals: int, words: int, layers_dims: list[int]
) -> None:
    """Compare any network, drawn from any place in the stream."""
    np.random.seed(seed)
    np.random.randn(normals)
    np.random.bytes(4 * words)
    outcome.assert_same(function, layers_dims)


@every_drawing_function
def test_many_blocks(function: Function) -> None:
    """Compare totals around those that use up one or more whole blocks of words."""
    for total in [*range(118, 128), *range(240, 250), *range(1218, 1228)]:
        np.random.seed(total)
        outcome.assert_same(function, [1, total])
        outcome.assert_same(function, [total, 1])


def test_fan_in_of_two_is_the_stream_itself() -> None:
    """Compare with `randn` alone: a fan-in of 2 multiplies by exactly 1.0."""
    state = np.random.get_state()
    expected = np.random.randn(50_000, 2)
    np.random.set_state(state)
    assert HE.ours([2, 50_000])["W1"].tobytes() == expected.tobytes()


@every_dtype
@every_way
def test_sizes(function: Function, stream: str, dtype: Any) -> None:
    """Draw any number of numbers."""
    for size in SIZES:
        make = partial(ALL_STREAMS[stream], 7)
        outcome.assert_same(function, function.size(size), make=make, dtype=dtype)


@every_start
@every_bit_generator
@every_dtype
@every_function
def test_starts(
    function: Function,
    dtype: Any,
    bit_generator: Any,
    start: Callable[[np.random.Generator], object],
) -> None:
    """Draw from any state, half a word that is left from before included."""

    def make() -> Any:
        made = generator(bit_generator, 8)
        start(made)
        return made

    for size in (1, 2, 5, 1024, 1025, 4099, 70_001):
        assert_same(function, make, size, dtype=dtype)


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
@every_bit_generator
@every_dtype
@every_function
def test_threads(
    function: Function,
    dtype: Any,
    bit_generator: Any,
    threads: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Draw the same on any number of threads."""
    monkeypatch.setenv("PARAMINIT_NUM_THREADS", str(threads))

    def make() -> Any:
        made = generator(bit_generator, 9)
        made.random(dtype=np.float32)
        return made

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


def words(*values: int) -> Any:
    """Return words of 64 bits."""
    return np.array(values, np.uint64)


ODD: list[tuple[Any, dict[str, Any]]] = [
    (np.random.PCG64, {"state": 0, "inc": 0}),
    (np.random.PCG64, {"state": 2**128 - 1, "inc": 2**128 - 1}),
    (np.random.PCG64, {"state": 5, "inc": 6}),
    (np.random.PCG64DXSM, {"state": 2**128 - 1, "inc": 2**127}),
    (np.random.SFC64, {"state": words(*[2**64 - 1] * 4)}),
    (np.random.Philox, {"counter": words(*[2**64 - 1] * 4), "key": words(0, 0)}),
    (np.random.Philox, {"counter": words(2**64 - 200, 2**64 - 1, 0, 0), "key": words(1, 1)}),
]


@pytest.mark.parametrize(("bit_generator", "inner"), ODD)
@every_dtype
@every_function
def test_odd_states(
    function: Function, dtype: Any, bit_generator: Any, inner: dict[str, Any]
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
def test_parameter(function: Function, bit_generator: Any) -> None:
    """Scale by any number, a subnormal one and zero too."""
    make = partial(generator, bit_generator, 9)

    for dtype, largest in ((np.float64, 8e307), (np.float32, 1.7e38)):
        for parameter in (0.0, 5e-324, 1e-310, 1e-40, 1e-45, 0.1, 3, np.float64(2.5), largest):
            for size in (5, 1500):
                with np.errstate(over="ignore", under="ignore"):
                    assert_same(function, make, size, parameter, dtype)


@every_bit_generator
def test_untouched_halves(bit_generator: Any) -> None:
    """See that the states compared here have the half of a word in them."""
    generator = np.random.Generator(bit_generator(9))
    generator.integers(100, dtype=np.uint32)
    state = generator.bit_generator.state
    if "has_uint32" in state:
        assert state["has_uint32"] == 1
        assert "has_uint32" in str(state_of(generator))
