"""Where the installed NumPy's methods give other bits than ours, NumPy's own methods draw.

What is used of NumPy is looked up when paraminit is imported. So each test has a process of its
own here, which exchanges NumPy's methods first, and imports paraminit after that.
"""

import ctypes
import gc
from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.processes import isolated

LOOKED_AT: list[Any] = []
"""How many normals were drawn by a `RandomState` that is not the global stream's."""


def recompile() -> None:
    """Have each `RandomState` but the global stream's draw normals as another NumPy might."""
    random_state: Any = np.random.RandomState
    original = random_state.standard_normal

    def standard_normal(self: Any, size: Any = None) -> Any:
        normals = original(self, size)
        if self is np.random.mtrand._rand:
            return normals
        LOOKED_AT.append(size)
        return np.nextafter(normals, 9)

    [methods] = gc.get_referents(vars(random_state))  # to which Python itself writes nothing
    methods["standard_normal"] = standard_normal
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(random_state))


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
    assert len(LOOKED_AT) == 1


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
    """Leave the stream where a program's own method leaves it, if that draws and then fails."""
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
        ours, theirs = Failing(kind(3)), Failing(kind(3))
        for function in FUNCTIONS:
            for dtype in DTYPES:
                with pytest.raises(TimeoutError):
                    function.ours(5, rng=ours, dtype=dtype)
                with pytest.raises(TimeoutError):
                    function.reference(5, rng=theirs, dtype=dtype)
                assert state_of(ours) == state_of(theirs)


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
