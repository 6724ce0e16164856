"""The bit generator under the global stream can be any, and can be exchanged between calls."""

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.functions import DRAWING, ZEROS, Function, every_drawing_function, every_function
from support.locks import lock_is_free
from support.numpy_version import NUMPY
from support.outcome import assert_same, freeze, full_state, state_of
from support.processes import isolated
from support.streams import ALL_STREAMS, every_way
from support.streams import BIT_GENERATORS as NUMPYS
from support.threads import start
from support.watchdog import TIMEOUT


class Twister(np.random.MT19937):
    """A subclass that changes nothing but the name."""


class MT19937(np.random.PCG64):
    """Another bit generator under a name that promises words which it does not have."""


class Foreign:
    """No `BitGenerator` of NumPy's, but all that a RandomState asks of one."""

    def __init__(self, seed: int) -> None:
        self.inner = np.random.SFC64(seed)
        self.capsule = self.inner.capsule
        self.lock = self.inner.lock

    @property
    def state(self) -> Any:
        """Return the state."""
        return self.inner.state

    @state.setter
    def state(self, value: Any) -> None:
        self.inner.state = value


BIT_GENERATORS: list[Callable[[int], Any]] = [
    np.random.MT19937,
    np.random.PCG64,
    np.random.PCG64DXSM,
    np.random.SFC64,
    np.random.Philox,
    Twister,
    MT19937,
    Foreign,
]
every_bit_generator = pytest.mark.parametrize(
    "bit_generator", BIT_GENERATORS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)

NETS = [[1, 1], [2, 1], [3, 1], [3, 2, 1], [5, 5, 5], [1, 624], [201, 33, 1]]


@every_bit_generator
@every_drawing_function
def test_any_bit_generator(function: Function, bit_generator: Callable[[int], Any]) -> None:
    """Draw from whatever bit generator is set, with a cached normal or without."""
    set_bit_generator(bit_generator(5))
    for cached in (0, 1):
        for layers_dims in NETS:
            np.random.randn(cached)
            np.random.bytes(4)
            assert_same(function, layers_dims)


@every_bit_generator
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


@every_bit_generator
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


@every_drawing_function
def test_bit_generators_that_are_gone(function: Function) -> None:
    """Never use a bit generator that was freed, though a new one may be at its address."""
    original = get_bit_generator()
    for round_ in range(15):
        set_bit_generator(BIT_GENERATORS[round_ % 3](round_))
        assert_same(function, [3, 3, 1])
        assert_same(function, [30, 50, 1])
        set_bit_generator(original)
        gc.collect()
        assert_same(function, [3, 3, 1])


@every_drawing_function
def test_shared_with_a_generator(function: Function) -> None:
    """Follow what a `Generator` on the same bit generator has drawn in between."""
    generator = np.random.Generator(get_bit_generator())
    for layers_dims in NETS:
        generator.standard_normal(3, dtype=np.float32)
        generator.integers(100)
        assert_same(function, layers_dims)


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


@pytest.mark.skipif(NUMPY >= (2, 5), reason="NumPy itself refuses such a state from 2.5 on")
@pytest.mark.parametrize("position", [-(2**31), -1, 625, 10**6])
@isolated  # to read there could end the process
def test_documented_difference_of_impossible_positions(position: int) -> None:
    """Refuse to read beyond the words, where NumPy reads whatever lies there."""
    bit_generator = get_bit_generator()
    valid = bit_generator.state
    invalid = bit_generator.state
    invalid["state"]["pos"] = position
    bit_generator.state = invalid

    for cached in (0, 1):
        np.random.set_state({**np.random.get_state(legacy=False), "has_gauss": cached})
        state = full_state()
        for function in DRAWING:
            for layers_dims in ([1, 2], [3, 2, 1], [300, 200, 1]):
                with pytest.raises(ValueError, match="pos"):
                    function.ours(layers_dims)
                assert full_state() == state
                assert lock_is_free()
    assert ZEROS.ours([3, 2])["W1"].shape == (2, 3)

    bit_generator.state = valid
    for function in DRAWING:
        assert_same(function, [3, 2, 1])


def source_of(rng: Any) -> Any:
    """Return the bit generator of NumPy's, or derived from it, that a stream draws from."""
    bit_generator = get_bit_generator() if rng is np.random else rng._bit_generator
    return getattr(bit_generator, "inner", bit_generator)


def refused(bit_generator: Any) -> None:
    """Initialise a bit generator with a seed that it refuses, when it has no state any more."""
    with pytest.raises(ValueError, match="non-negative"):
        bit_generator.__init__(-1)


INITIALISE: list[Callable[[Any], None]] = [
    refused,
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
                initialise(source_of(rng))  # noqa: B023
                drawn = [freeze(draw(count, rng)) for count in (1, 3, 301, 70_001)]
                return [*drawn, freeze(rng.standard_normal(3))]

            assert results(function.draw) == results(function.expected)


@every_way
@isolated
def test_initialised_again_by_another_thread(function: Function, stream: str) -> None:
    """Come to no harm where NumPy comes to none."""
    rng = ALL_STREAMS[stream](5)
    bit_generator, over = source_of(rng), threading.Event()

    def initialise() -> None:
        while not over.is_set():
            bit_generator.__init__(7)
            with suppress(ValueError):
                bit_generator.__init__(-1)

    thread = start(initialise)
    for count in [3] * 3000 + [300] * 300 + [70_001] * 10:
        numbers = function.draw(count, rng)
        assert numbers.size == count
        assert np.abs(numbers).max() < 10
    over.set()
    thread.result(TIMEOUT)


@every_function
@isolated
def test_without_a_state(function: Function) -> None:
    """Refuse a stream that was made of a bit generator without a state: NumPy's methods crash."""
    for kind in NUMPYS:
        bit_generator = kind(3)
        refused(bit_generator)
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
@every_way
@isolated
def test_another_bit_generator(function: Function, stream: str, exchange: str) -> None:
    """Draw from what the stream's own methods draw from, whatever its attribute says."""
    if "np.random" in stream:
        return  # its bit generator is set by a function, see above

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


class OwnPhilox(np.random.Philox):
    """A subclass that changes nothing but the name."""


@pytest.mark.parametrize("kind", [np.random.Philox, OwnPhilox, np.random.MT19937, Twister])
@pytest.mark.parametrize("wrap", [np.random.Generator, np.random.RandomState])
@every_function
@isolated
def test_impossible_position(
    function: Function, wrap: Callable[[Any], Any], kind: Callable[[int], Any]
) -> None:
    """Refuse to read beyond the words, also from a subclass of NumPy's bit generators."""
    base: Any = wrap
    subclasses: list[Any] = [type("Sub", (base,), {}), wrap]
    for position in (-3, 5 if "Philox" in kind.__name__ else 625, 10**6):
        bit_generator = kind(5)
        invalid = bit_generator.state
        inner = invalid if "buffer_pos" in invalid else invalid["state"]
        inner["buffer_pos" if "buffer_pos" in invalid else "pos"] = position
        try:
            bit_generator.state = invalid
        except ValueError:
            return  # a NumPy that refuses such a state
        for rng in (make(bit_generator) for make in subclasses):
            state = state_of(rng)
            for count in (1, 3, 301, 70_001):
                with pytest.raises(ValueError, match="pos"):
                    function.draw(count, rng)
                assert state_of(rng) == state
