"""The bit generator under a stream can be any, exchanged, initialised again, or of no use."""

import gc
import itertools
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.functions import (
    ALL,
    DRAWING,
    DTYPES,
    FUNCTIONS,
    Function,
    all_functions,
    every_drawing_function,
    every_function,
    name_of,
)
from support.locks import is_free
from support.numpy_version import NUMPY
from support.outcome import assert_refused, assert_same, freeze, full_state, state_of
from support.processes import isolated
from support.streams import (
    ALL_STREAMS,
    BIT_GENERATORS,
    MT19937,
    STREAMS,
    Foreign,
    OwnGenerator,
    OwnRandomState,
    Twister,
    every_bit_generator,
    every_way,
    global_stream,
    lock_of,
    randomgens,
    refuse_a_seed,
    source_of,
)
from support.threads import start
from support.watchdog import TIMEOUT

OWN = [*BIT_GENERATORS, Twister, MT19937, Foreign]
every_own = pytest.mark.parametrize("bit_generator", OWN, ids=name_of)
every_kind = pytest.mark.parametrize("bit_generator", [*OWN, *randomgens()], ids=name_of)

NETS = [
    [1, 1],
    [2, 1],
    [3, 1],
    [3, 2, 1],
    [5, 5, 5],
    [1, 624],
    [201, 33, 1],
    [300, 220],
    [301, 221],
]


@every_kind
@all_functions
def test_any_bit_generator(function: Function, bit_generator: Callable[[int], Any]) -> None:
    """Draw from whatever bit generator is set, with a cached normal or without; or refuse to."""
    for drawn, layers_dims in itertools.product((0, 1), [*NETS, [3, 2, -1]]):

        def make(drawn: int = drawn) -> Any:
            rng = global_stream(bit_generator, 5)
            rng.standard_normal(drawn)
            rng.bytes(4)
            return rng

        compare = assert_refused if -1 in layers_dims else assert_same
        compare(function, layers_dims if function.of_notebook else tuple(layers_dims), make=make)


@every_kind
def test_calls_in_a_row(bit_generator: Callable[[int], Any]) -> None:
    """Carry the stream from call to call, and between ours and NumPy's own calls."""

    def session(ours: bool) -> list[Any]:
        rng = global_stream(bit_generator, 5)
        drawn: list[Any] = []
        for function, count in itertools.product(ALL, (8, 25, 66_220, 66_521)):
            draw = function.draw if ours else function.expected
            drawn += [freeze(draw(count, rng)), full_state(), rng.randn()]
        return drawn

    assert session(ours=True) == session(ours=False)


@every_own
def test_there_and_back(bit_generator: Callable[[int], Any]) -> None:
    """Leave a bit generator alone that is not set, and go on from where each one stands."""
    first, second = get_bit_generator(), bit_generator(5)
    for current, other in ((second, first), (first, second), (second, first)):
        set_bit_generator(current)
        state = freeze(other.state)
        for function in DRAWING:
            assert_same(function, [31, 33, 1])
        assert get_bit_generator() is current
        assert freeze(other.state) == state


@every_own
@every_drawing_function
def test_seed(function: Function, bit_generator: Callable[[int], Any]) -> None:
    """Follow `seed`, which before NumPy 2.5 clears the cached normal for MT19937 alone."""
    for layers_dims in NETS:
        set_bit_generator(bit_generator(5))
        np.random.randn()
        np.random.seed(3)
        cached = np.random.get_state(legacy=False)["has_gauss"]
        cleared = NUMPY >= (2, 5) or isinstance(get_bit_generator(), np.random.MT19937)
        assert cached == (not cleared)
        assert_same(function, layers_dims)


@all_functions
def test_bit_generators_that_are_gone(function: Function) -> None:
    """Never use a bit generator that was freed, though a new one may be at its address."""
    original = get_bit_generator()
    for round_ in range(15):
        kind = BIT_GENERATORS[round_ % 3]

        def make(kind: Any = kind, seed: int = round_) -> Any:
            return global_stream(kind, seed) if function.of_notebook else kind(seed)

        for count in (12, 1550):
            assert_same(function, function.size(count), make=make)
        set_bit_generator(original)
        gc.collect()
        assert_same(function, function.size(12))


@every_bit_generator
def test_shared_bit_generator(bit_generator: Callable[[int], np.random.BitGenerator]) -> None:
    """Follow what other streams on the same bit generator have drawn in between."""

    def session(ours: bool) -> list[Any]:
        bits = bit_generator(5)
        set_bit_generator(bits)
        generator, legacy = np.random.Generator(bits), np.random.RandomState(bits)
        drawn: list[Any] = []
        for count, dtype, function in itertools.product((3, 1101, 80_200), DTYPES, ALL):
            draw = function.draw if ours else function.expected
            drawn += [freeze(draw(count, rng, dtype)) for rng in (generator, legacy, np.random)]
            drawn.append(generator.integers(100))
        return [*drawn, state_of(legacy), full_state()]

    assert session(ours=True) == session(ours=False)


@every_drawing_function
def test_state_set_directly(function: Function) -> None:
    """Follow a bit generator whose state was set directly, which leaves the cached normal."""
    bit_generator = get_bit_generator()
    for position in (0, 1, 300, 623, 624):
        np.random.randn()
        state = bit_generator.state
        state["state"]["pos"] = position
        bit_generator.state = state
        assert_same(function, [3, 5, 1])


class OwnPhilox(np.random.Philox):
    """A subclass that changes nothing but the name."""


@pytest.mark.parametrize(
    "wrap",
    [np.random.Generator, OwnGenerator, np.random.RandomState, OwnRandomState, set_bit_generator],
    ids=name_of,
)
@pytest.mark.parametrize(
    "kind", [np.random.MT19937, Twister, np.random.Philox, OwnPhilox], ids=name_of
)
@isolated  # to read there could end the process
def test_impossible_position(kind: Any, wrap: Callable[[Any], Any]) -> None:
    """Refuse to read beyond the words, where NumPy reads whatever lies there."""
    bit_generator = kind(5)
    rng = wrap(bit_generator) or np.random
    functions = DRAWING if rng is np.random else FUNCTIONS
    end = 625 if isinstance(bit_generator, np.random.MT19937) else 5
    for position, drawn in itertools.product((-(2**31), -3, -1, end, 10**6), (0, 1)):
        rng.standard_normal(drawn)
        valid, invalid = bit_generator.state, bit_generator.state
        if "buffer_pos" in invalid:
            invalid["buffer_pos"] = position
        else:
            invalid["state"]["pos"] = position
        try:
            bit_generator.state = invalid
        except ValueError:
            return  # a NumPy that refuses such a state
        state = state_of(rng)
        for function, dtype in itertools.product(functions, DTYPES):
            for count in (1 + drawn, 3, 301, 70_001):
                with pytest.raises(ValueError, match="pos"):
                    function.draw(count, rng, dtype)
                assert state_of(rng) == state
                assert is_free(lock_of(rng))
        bit_generator.state = valid
        assert all(function.draw(3, rng).size == 3 for function in functions)


def numpys(rng: Any) -> Any:
    """Return the bit generator of NumPy's, or derived from it, that a stream draws from."""
    return getattr(source_of(rng), "inner", source_of(rng))


INITIALISE: list[Callable[[Any], None]] = [
    refuse_a_seed,
    lambda bit_generator: np.random.BitGenerator.__init__(bit_generator, 1),
    lambda bit_generator: bit_generator.__init__(7),
]
"""Ways to initialise a bit generator again: each gives it a new lock, the first two no state."""


@every_way
@isolated
def test_initialised_again(function: Function, stream: str) -> None:
    """Draw what the stream's own methods draw, which know the state and the lock of before."""
    for initialise in INITIALISE:
        for drawn_before in (0, 1, 2):

            def results(draw: Callable[..., Any]) -> list[Any]:
                rng = ALL_STREAMS[stream](5)
                for _ in range(drawn_before):  # noqa: B023
                    draw(3, rng)
                initialise(numpys(rng))  # noqa: B023
                drawn = [freeze(draw(count, rng)) for count in (1, 3, 301, 70_001)]
                return [*drawn, freeze(rng.standard_normal(3))]

            assert results(function.draw) == results(function.expected)


@every_way
@isolated
def test_initialised_again_by_another_thread(function: Function, stream: str) -> None:
    """Come to no harm where NumPy comes to none."""
    rng = ALL_STREAMS[stream](5)
    bit_generator, over = numpys(rng), threading.Event()

    def initialise() -> None:
        while not over.is_set():
            bit_generator.__init__(7)
            with suppress(ValueError):
                bit_generator.__init__(-1)

    sys.setswitchinterval(1e-5)
    thread = start(initialise)
    for count in [3] * 1000 + [300] * 100 + [70_001] * 100:
        numbers = function.draw(count, rng)
        assert numbers.size == count
        assert np.abs(numbers).max() < 10
    over.set()
    thread.result(TIMEOUT)


@every_function
@isolated
def test_without_a_state(function: Function) -> None:
    """Refuse a stream that was made of a bit generator without a state: NumPy's methods crash."""
    for kind in BIT_GENERATORS:
        bit_generator = kind(3)
        refuse_a_seed(bit_generator)
        for wrap in (np.random.Generator, np.random.RandomState):
            with pytest.raises(TypeError, match="no state to draw from"):
                function.ours(3, rng=wrap(bit_generator))


@every_function
@isolated
def test_another_capsule(function: Function) -> None:
    """Draw from what a third-party bit generator is now, and leave alone what it was."""
    first, second = np.random.SFC64(3), np.random.PCG64(4)
    foreign: Any = Foreign(3)
    foreign.capsule = first.capsule
    before = np.random.Generator(foreign)
    for rng in (foreign, before):
        function.ours(5, rng=rng)
    foreign.capsule = second.capsule
    left = freeze(first.state)
    actual = freeze(function.ours(5, rng=foreign))
    assert freeze(first.state) == left
    assert actual == freeze(function.reference(5, rng=np.random.Generator(np.random.PCG64(4))))
    # A Generator knows the interface that there was when it was made.
    again = np.random.SFC64(3)
    again.state = first.state
    expected = freeze(function.reference(5, rng=np.random.Generator(again)))
    assert freeze(function.ours(5, rng=before)) == expected
    assert freeze(first.state) == freeze(again.state)


@every_drawing_function
@isolated
def test_another_capsule_under_the_global_stream(function: Function) -> None:
    """Draw from what a third-party bit generator is now."""
    first, second = np.random.SFC64(3), np.random.PCG64(4)
    foreign: Any = Foreign(3)
    foreign.capsule = first.capsule
    set_bit_generator(foreign)
    function.ours([3, 2])
    left = freeze(first.state)
    foreign.capsule = second.capsule
    set_bit_generator(foreign)
    actual = freeze(function.ours([3, 2])["W1"])
    assert freeze(first.state) == left
    set_bit_generator(np.random.PCG64(4))
    assert actual == freeze(function.reference([3, 2])["W1"])


@pytest.mark.parametrize("exchange", ["_bit_generator", "__init__", "copy"])
@pytest.mark.parametrize("stream", [*STREAMS, "foreign"])
@every_function
@isolated
def test_another_bit_generator(function: Function, stream: str, exchange: str) -> None:
    """Draw from what the stream's own methods draw from, whatever its attribute says."""

    def results(draw: Callable[..., Any]) -> list[Any]:
        rng, other = ALL_STREAMS[stream](5), np.random.PCG64(6)
        first = rng._bit_generator  # NumPy itself does not keep it alive
        draw(3, rng)
        if exchange == "_bit_generator":
            rng._bit_generator = other
        elif exchange == "__init__":
            rng.__init__(other)
        else:
            other = rng._bit_generator = type(first)(5)
        drawn = [freeze(draw(count, rng)) for count in (3, 301, 70_001)]
        return [*drawn, freeze(first.state), freeze(other.state), freeze(rng.standard_normal(3))]

    assert results(function.draw) == results(function.expected)
