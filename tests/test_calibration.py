"""Where the installed NumPy's methods give other bits than ours, NumPy's own methods draw.

What is used of NumPy is looked up when paraminit is imported. So each test has a process of its
own here, which exchanges NumPy's methods first, and imports paraminit after that.
"""

from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.processes import isolated

RANDOM_STATE = np.random.RandomState


class AnyRandomState(type):
    """Counts NumPy's own RandomState, that of the global stream, among its class's instances."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, RANDOM_STATE)


class Recompiled(np.random.RandomState, metaclass=AnyRandomState):
    """A RandomState that, made from a seed, draws normals as another NumPy might."""

    looked_at = 0
    """How often many normals were drawn after a seed."""

    def __init__(self, seed: Any) -> None:
        super().__init__(seed)
        self.seeded = isinstance(seed, int)

    def standard_normal(self, size: Any = None) -> Any:
        """Return normals whose last bit differs."""
        normals = super().standard_normal(size)
        Recompiled.looked_at += self.seeded and size is not None
        return np.nextafter(normals, 9) if self.seeded else normals


def recompile() -> None:
    """Have the calibration see other normals, in a process that has not imported paraminit yet."""
    vars(np.random.mtrand)["RandomState"] = Recompiled


@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [5, 3, 1], [300, 301, 1], [700, 301, 7]])
@isolated
def test_other_normals_of_random_state(layers_dims: list[int]) -> None:
    """Return NumPy's own numbers and leave its state, with any bit generator and cached normal."""
    recompile()
    from support.functions import DRAWING
    from support.outcome import assert_same

    for bit_generator in [get_bit_generator(), np.random.PCG64(5)]:
        set_bit_generator(bit_generator)
        for cached in range(2):
            np.random.randn(cached)
            for function in DRAWING:
                assert_same(function, layers_dims)
    assert Recompiled.looked_at == 1


def exchange(bit: bool) -> None:
    """Have NumPy's methods be as those of another version; before paraminit is imported."""
    original: Any = np.random.Generator

    class Generator(original):  # type: ignore[misc]
        """Draws other numbers in the last bit."""

        def standard_normal(self, size: Any = None, dtype: Any = np.float64) -> Any:
            """Return normals whose last bit differs."""
            normals = super().standard_normal(size, dtype)
            return np.nextafter(normals, normals.dtype.type(9)) if bit else -normals

        def random(self, size: Any = None, dtype: Any = np.float64) -> Any:
            """Return uniform numbers whose last bit differs."""
            numbers = super().random(size, dtype)
            one, nine = numbers.dtype.type(1), numbers.dtype.type(9)
            return np.nextafter(numbers, nine) if bit else one - numbers

        def uniform(self, low: float = 0.0, high: float = 1.0, size: Any = None) -> Any:
            """Return uniform numbers whose last bit differs."""
            numbers = super().uniform(low, high, size)
            return np.nextafter(numbers, 9) if bit else -numbers

    vars(np.random)["Generator"] = Generator
    vars(np.random)["default_rng"] = lambda seed=None: Generator(np.random.PCG64(seed))


def assert_drawn_by_numpy(rng: Any) -> None:
    """Assert that the functions return what NumPy's methods give, whatever these are."""
    from support.functions import DTYPES, FUNCTIONS
    from support.outcome import assert_same

    for function in FUNCTIONS:
        for dtype in DTYPES:
            for shape in (0, (), 3, (5, 2), 1100, 70_001):
                for with_out in (False, True):
                    assert_same(function, shape, make=rng, dtype=dtype, with_out=with_out)


@pytest.mark.parametrize("bit", [False, True], ids=["other numbers", "another bit"])
@isolated
def test_other_numbers_of_generators(bit: bool) -> None:
    """Return NumPy's own numbers and leave its state."""
    exchange(bit)
    generator: Any = np.random.Generator
    for kind in (np.random.PCG64, np.random.SFC64, np.random.MT19937, np.random.Philox):
        assert_drawn_by_numpy(lambda kind=kind: generator(kind(3)))


@isolated
def test_a_refused_uniform_of_a_random_state() -> None:
    """Draw uniform numbers of a RandomState by its own method, too."""
    exchange(bit=True)
    assert_drawn_by_numpy(lambda: np.random.RandomState(3))
    assert_drawn_by_numpy(lambda: np.random.seed(3) or np.random)


@isolated
def test_failure_of_a_generator() -> None:
    """Leave the stream where NumPy's method leaves it, which may have drawn."""
    exchange(bit=True)
    generator: Any = np.random.Generator
    from support.functions import DTYPES, FUNCTIONS
    from support.outcome import state_of

    class Failing(generator):  # type: ignore[misc]
        """A generator of a program's own."""

        def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
            self.bit_generator.random_raw()
            raise TimeoutError

        uniform = random = standard_normal

    for kind in (np.random.PCG64, np.random.MT19937):
        rng = Failing(kind(3))
        rng.integers(5, dtype=np.uint32)
        words = np.random.Generator(kind(3))
        words.integers(5, dtype=np.uint32)
        for function in FUNCTIONS:
            for dtype in DTYPES:
                with pytest.raises(TimeoutError):
                    function.ours(5, rng=rng, dtype=dtype)
                words.bit_generator.random_raw()
                assert state_of(rng) == state_of(words)


@isolated
def test_it_moves_nothing() -> None:
    """Draw nothing from any stream of the program to look at NumPy's methods."""
    rng, legacy = np.random.default_rng(3), np.random.RandomState(3)
    from support.functions import DTYPES, FUNCTIONS
    from support.outcome import full_state, state_of

    before = full_state(), state_of(rng), state_of(legacy)
    for function in FUNCTIONS:
        for dtype in DTYPES:
            function.ours(5, rng=4, dtype=dtype)
            function.ours(5, rng=np.random.RandomState(4), dtype=dtype)
    assert (full_state(), state_of(rng), state_of(legacy)) == before


@isolated
def test_a_generator_that_fails_to_calibrate() -> None:
    """Raise what NumPy raises when it is looked at, and look again at the next call."""
    failing = [True]
    original: Any = np.random.Generator

    class Generator(original):  # type: ignore[misc]
        """Fails at first."""

        def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
            if failing:
                raise TimeoutError
            return super().standard_normal(*args, **kwargs)

    vars(np.random)["Generator"] = Generator
    from support.functions import NORMAL
    from support.outcome import assert_same, state_of

    rng = Generator(np.random.PCG64(3))
    state = state_of(rng)
    with pytest.raises(TimeoutError):
        NORMAL.ours(3, rng=rng)
    assert state_of(rng) == state
    failing.clear()
    assert_same(NORMAL, 1100, make=lambda: Generator(np.random.PCG64(3)))
