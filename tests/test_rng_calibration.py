"""Where the installed NumPy's methods give other bits than ours, NumPy's own methods draw."""

from typing import Any

import numpy as np
import pytest

from support.processes import isolated


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
    from support.streams import DTYPES, FUNCTIONS, assert_same

    for function in FUNCTIONS:
        for dtype in DTYPES:
            for shape in (0, (), 3, (5, 2), 1100, 70_001):
                for with_out in (False, True):
                    assert_same(function, rng, shape, dtype=dtype, with_out=with_out)


@pytest.mark.parametrize("bit", [False, True], ids=["other numbers", "another bit"])
@isolated
def test_refused(bit: bool) -> None:
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
def test_failure() -> None:
    """Leave the stream as it was if NumPy fails after it has drawn."""
    exchange(bit=True)
    generator: Any = np.random.Generator
    import paraminit

    from support.streams import state_of

    class Failing(generator):  # type: ignore[misc]
        """A generator of a program's own."""

        def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
            self.bit_generator.random_raw()
            raise TimeoutError

        uniform = random = standard_normal

    for kind in (np.random.PCG64, np.random.MT19937):
        rng = Failing(kind(3))
        rng.integers(5, dtype=np.uint32)
        state = state_of(rng)
        for function in (paraminit.normal, paraminit.uniform):
            for dtype in (np.float64, np.float32):
                with pytest.raises(TimeoutError):
                    function(5, rng=rng, dtype=dtype)
                assert state_of(rng) == state


@isolated
def test_calibration_moves_nothing() -> None:
    """Draw nothing from any stream of the program to look at NumPy's methods."""
    rng, legacy = np.random.default_rng(3), np.random.RandomState(3)
    from support.outcome import full_state
    from support.streams import DTYPES, FUNCTIONS, state_of

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
    import paraminit

    from support.streams import NORMAL, assert_same, state_of

    rng = Generator(np.random.PCG64(3))
    state = state_of(rng)
    with pytest.raises(TimeoutError):
        paraminit.normal(3, rng=rng)
    assert state_of(rng) == state
    failing.clear()
    assert_same(NORMAL, lambda: Generator(np.random.PCG64(3)), 1100)
