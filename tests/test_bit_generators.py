"""The bit generator under the global stream can be any, and can be swapped at any time."""

import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.locks import lock_is_free
from support.numpy_version import NUMPY
from support.outcome import assert_same, bits, freeze, full_state, observe
from support.pairs import DRAWING, ZEROS, Pair, every_drawing_pair
from support.processes import isolated


class Twister(np.random.MT19937):
    """A subclass that changes nothing but the name."""


class MT19937(np.random.PCG64):
    """Another generator under a name that promises words which it does not have."""


class Foreign:
    """Not a BitGenerator of NumPy's, but all that a RandomState asks of one."""

    def __init__(self, seed: int) -> None:
        """Wrap a generator."""
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


GENERATORS: list[Callable[[int], Any]] = [
    np.random.MT19937,
    np.random.PCG64,
    np.random.PCG64DXSM,
    np.random.SFC64,
    np.random.Philox,
    Twister,
    MT19937,
    Foreign,
]
every_generator = pytest.mark.parametrize(
    "generator", GENERATORS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}"
)

NETS = [[1, 1], [2, 1], [3, 1], [3, 2, 1], [5, 5, 5], [1, 624], [201, 33, 1]]


@every_generator
@every_drawing_pair
def test_any_generator(pair: Pair, generator: Callable[[int], Any]) -> None:
    """Draw from whatever generator is set, with a cached gaussian or without."""
    set_bit_generator(generator(5))
    for cached in (0, 1):
        for layers_dims in NETS:
            np.random.randn(cached)
            np.random.bytes(4)
            assert_same(pair, layers_dims)


@every_generator
def test_there_and_back(generator: Callable[[int], Any]) -> None:
    """Leave a generator that is not set alone, and go on from where each one stands."""
    first, second = get_bit_generator(), generator(5)
    for current, other in ((second, first), (first, second), (second, first)):
        set_bit_generator(current)
        state = freeze(other.state)
        for pair in DRAWING:
            assert_same(pair, [31, 33, 1])
        assert get_bit_generator() is current
        assert freeze(other.state) == state


@every_generator
@every_drawing_pair
def test_seed(pair: Pair, generator: Callable[[int], Any]) -> None:
    """Take the seed, and the cached gaussian, which `seed` cleared for MT19937 alone at first."""
    for layers_dims in NETS:
        set_bit_generator(generator(5))
        np.random.randn()
        np.random.seed(3)
        cached = np.random.get_state(legacy=False)["has_gauss"]
        cleared = NUMPY >= (2, 5) or isinstance(get_bit_generator(), np.random.MT19937)
        assert cached == (not cleared)
        assert_same(pair, layers_dims)


@every_drawing_pair
def test_generators_that_are_gone(pair: Pair) -> None:
    """Never use a generator that was freed, though a new one may stand at its address."""
    original = get_bit_generator()
    for round_ in range(15):
        set_bit_generator(GENERATORS[round_ % 3](round_))
        assert_same(pair, [3, 3, 1])
        assert_same(pair, [30, 50, 1])
        set_bit_generator(original)
        gc.collect()
        assert_same(pair, [3, 3, 1])


@every_drawing_pair
def test_a_generator_shared_with_the_new_interface(pair: Pair) -> None:
    """Follow what a `Generator` on the same bit generator has drawn in between."""
    generator = np.random.Generator(get_bit_generator())
    for layers_dims in NETS:
        generator.standard_normal(3, dtype=np.float32)
        generator.integers(100)
        assert_same(pair, layers_dims)


@every_drawing_pair
def test_state_set_behind_the_streams_back(pair: Pair) -> None:
    """Follow a generator whose state was set directly, which leaves the cached gaussian."""
    generator = get_bit_generator()
    for position in (0, 1, 300, 623, 624):
        np.random.randn()
        state = generator.state
        state["state"]["pos"] = position
        generator.state = state
        assert_same(pair, [3, 5, 1])


@pytest.mark.skipif(NUMPY >= (2, 5), reason="NumPy itself refuses such a state from 2.5 on")
@pytest.mark.parametrize("position", [-(2**31), -1, 625, 10**6])
@every_drawing_pair
@isolated  # what read there could die of it
def test_documented_difference_of_impossible_positions(pair: Pair, position: int) -> None:
    """Refuse to read beyond the words, where NumPy reads whatever lies there."""
    generator = get_bit_generator()
    valid = generator.state
    invalid = generator.state
    invalid["state"]["pos"] = position
    generator.state = invalid

    for cached in (0, 1):
        np.random.set_state({**np.random.get_state(legacy=False), "has_gauss": cached})
        state = full_state()
        for layers_dims in ([1, 2], [3, 2, 1], [300, 200, 1]):
            with pytest.raises(ValueError, match="pos"):
                pair.ours(layers_dims)
            assert full_state() == state
            assert lock_is_free()
    assert ZEROS.ours([3, 2])["W1"].shape == (2, 3)

    generator.state = valid
    assert_same(pair, [3, 2, 1])


@pytest.mark.parametrize("name", ["standard_normal", "randn", "normal", "get_state", "set_state"])
@every_drawing_pair
def test_patched_random(pair: Pair, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw from the stream itself, whatever the public names stand for by now."""
    assert_unmoved_by(pair, monkeypatch, np.random, name, None)


@pytest.mark.parametrize("name", ["zeros", "empty"])
@every_drawing_pair
def test_patched_numpy(pair: Pair, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the arrays without a look at the public names."""
    # Not None: NumPy's own `get_state` makes its array through these names.
    assert_unmoved_by(pair, monkeypatch, np, name, np.ones)


def assert_unmoved_by(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: object
) -> None:
    """Assert that a call does the same when a name of NumPy's stands for something else."""
    for layers_dims in NETS:
        state = np.random.get_state(legacy=False)
        expected = observe(pair.reference, layers_dims)
        np.random.set_state(state)
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            parameters = pair.ours(layers_dims)
        assert bits(parameters) == expected.bits
        assert full_state() == expected.state
