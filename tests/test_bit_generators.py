"""The bit generator under the global stream can be any, and can be exchanged between calls."""

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.locks import lock_is_free
from support.numpy_version import NUMPY
from support.outcome import assert_same, freeze, full_state
from support.pairs import DRAWING, ZEROS, Pair, every_drawing_pair
from support.processes import isolated


class Twister(np.random.MT19937):
    """A subclass that changes nothing but the name."""


class MT19937(np.random.PCG64):
    """Another bit generator under a name that promises words which it does not have."""


class Foreign:
    """No `BitGenerator` of NumPy's, but all that a RandomState asks of one."""

    def __init__(self, seed: int) -> None:
        """Wrap a bit generator."""
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
@every_drawing_pair
def test_any_bit_generator(pair: Pair, bit_generator: Callable[[int], Any]) -> None:
    """Draw from whatever bit generator is set, with a cached normal or without."""
    set_bit_generator(bit_generator(5))
    for cached in (0, 1):
        for layers_dims in NETS:
            np.random.randn(cached)
            np.random.bytes(4)
            assert_same(pair, layers_dims)


@every_bit_generator
def test_there_and_back(bit_generator: Callable[[int], Any]) -> None:
    """Leave a bit generator alone that is not set, and go on from where each one stands."""
    first, second = get_bit_generator(), bit_generator(5)
    for current, other in ((second, first), (first, second), (second, first)):
        set_bit_generator(current)
        state = freeze(other.state)
        for pair in DRAWING:
            assert_same(pair, [31, 33, 1])
        assert get_bit_generator() is current
        assert freeze(other.state) == state


@every_bit_generator
@every_drawing_pair
def test_seed(pair: Pair, bit_generator: Callable[[int], Any]) -> None:
    """Follow `seed`, which before NumPy 2.5 clears the cached normal for MT19937 alone."""
    for layers_dims in NETS:
        set_bit_generator(bit_generator(5))
        np.random.randn()
        np.random.seed(3)
        cached = np.random.get_state(legacy=False)["has_gauss"]
        cleared = NUMPY >= (2, 5) or isinstance(get_bit_generator(), np.random.MT19937)
        assert cached == (not cleared)
        assert_same(pair, layers_dims)


@every_drawing_pair
def test_bit_generators_that_are_gone(pair: Pair) -> None:
    """Never use a bit generator that was freed, though a new one may be at its address."""
    original = get_bit_generator()
    for round_ in range(15):
        set_bit_generator(BIT_GENERATORS[round_ % 3](round_))
        assert_same(pair, [3, 3, 1])
        assert_same(pair, [30, 50, 1])
        set_bit_generator(original)
        gc.collect()
        assert_same(pair, [3, 3, 1])


@every_drawing_pair
def test_shared_with_a_generator(pair: Pair) -> None:
    """Follow what a `Generator` on the same bit generator has drawn in between."""
    generator = np.random.Generator(get_bit_generator())
    for layers_dims in NETS:
        generator.standard_normal(3, dtype=np.float32)
        generator.integers(100)
        assert_same(pair, layers_dims)


@every_drawing_pair
def test_state_set_directly(pair: Pair) -> None:
    """Follow a bit generator whose state was set directly, which leaves the cached normal."""
    bit_generator = get_bit_generator()
    for position in (0, 1, 300, 623, 624):
        np.random.randn()
        state = bit_generator.state
        state["state"]["pos"] = position
        bit_generator.state = state
        assert_same(pair, [3, 5, 1])


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
        for pair in DRAWING:
            for layers_dims in ([1, 2], [3, 2, 1], [300, 200, 1]):
                with pytest.raises(ValueError, match="pos"):
                    pair.ours(layers_dims)
                assert full_state() == state
                assert lock_is_free()
    assert ZEROS.ours([3, 2])["W1"].shape == (2, 3)

    bit_generator.state = valid
    for pair in DRAWING:
        assert_same(pair, [3, 2, 1])
