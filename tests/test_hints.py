"""What those try who know another library is answered with what they need here."""

from typing import Any

import numpy as np
import paraminit
import pytest
from paraminit import he_normal, normal, uniform, variance_scaling

from reference.schemes import SCHEMES
from support.outcome import state_of

NAMES = ["normal", "uniform", "truncated_normal", "variance_scaling", *SCHEMES]


@pytest.mark.parametrize("keyword", ["seed", "random_state", "key", "generator"])
@pytest.mark.parametrize("name", NAMES)
def test_other_names_of_rng(name: str, keyword: str) -> None:
    """Name `rng` where it goes by another name, even for None."""
    words = rf"{name}\(\) got an unexpected keyword argument '{keyword}': use rng="
    for value in (3, None):
        with pytest.raises(TypeError, match=words):
            getattr(paraminit, name)((2, 3), **{keyword: value})


CALLS: list[tuple[Any, tuple[Any, ...], str]] = [
    (he_normal, (256, 784), r"takes 1 positional .* 2 were given: .* he_normal\(\(256, 784\)\)"),
    (he_normal, (256, 784, 3, 3), r"4 were given: .* he_normal\(\(256, 784, 3, 3\)\)"),
    (he_normal, ((2, 3), 1), r"takes 1 positional argument but 2 were given$"),
    (normal, (2, 3, 4), r"takes from 1 to 2 positional arguments but 3 .*normal\(\(2, 4\)\)"),
    (normal, (0, 0.01, (2, 3)), r"the shape comes first, as in normal\(\(2, 3\), std\)"),
    (uniform, (-1, 1, (2, 3)), r"the shape comes first, as in uniform\(\(2, 3\), bound\)"),
    (variance_scaling, ((2, 3), 1, "fan_in", "normal", 1), r"from 1 to 4 .* but 5 were given$"),
]


@pytest.mark.parametrize(("function", "arguments", "words"), CALLS)
def test_too_many_by_position(function: Any, arguments: tuple[Any, ...], words: str) -> None:
    """Say where the shape goes, and draw nothing."""
    generator = np.random.default_rng(1)
    before = state_of(generator)
    with pytest.raises(TypeError, match=words):
        function(*arguments, rng=generator)
    assert state_of(generator) == before


def test_unknown_keywords() -> None:
    """Leave other keywords to Python's words."""
    with pytest.raises(TypeError, match=r"he_normal\(\) got an unexpected keyword argument 'gain'"):
        he_normal((2, 3), gain=2)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("xavier_normal", "glorot_normal"),
        ("xavier_uniform_", "glorot_uniform"),
        ("kaiming_normal", "he_normal"),
        ("kaiming_uniform_", "he_uniform"),
        ("trunc_normal_", "truncated_normal"),
    ],
)
def test_functions_of_other_libraries(name: str, ours: str) -> None:
    """Name the function, and have no alias."""
    with pytest.raises(AttributeError, match=f"has no attribute '{name}': it is {ours} here"):
        getattr(paraminit, name)
    assert not hasattr(paraminit, name)
    assert hasattr(paraminit, ours)


def test_other_attributes() -> None:
    """Refuse any other name in Python's words."""
    with pytest.raises(AttributeError, match=r"^module 'paraminit' has no attribute 'dropout'$"):
        getattr(paraminit, "dropout")  # noqa: B009 - as a program would write it
    with pytest.raises(ImportError, match="cannot import name 'dropout'"):
        exec("from paraminit import dropout")


NO_REAL_NUMBERS: list[Any] = [
    "0.1",
    b"1",
    None,
    1j,
    np.complex128(1 + 2j),
    np.complex64(1),
    np.timedelta64(1),
    np.datetime64(1, "s"),
    np.array("0.1"),
    np.array(0.1, object),
    np.str_("0.1"),
]


@pytest.mark.parametrize("value", NO_REAL_NUMBERS, ids=repr)
@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("normal", "std"),
        ("truncated_normal", "std"),
        ("uniform", "bound"),
        ("variance_scaling", "scale"),
        ("orthogonal", "gain"),
    ],
)
def test_no_real_number(name: str, argument: str, value: Any) -> None:
    """Refuse what is no real number, though Python makes a float of it."""
    generator = np.random.default_rng(2)
    before = state_of(generator)
    with pytest.raises(TypeError, match=f"{argument} must be a real number, not "):
        getattr(paraminit, name)((3, 3), value, rng=generator)
    assert state_of(generator) == before


@pytest.mark.parametrize(
    ("value", "shown"), [(-1e300, r"-1e\+300"), (float("nan"), "nan"), (-5e-324, "5e-324")]
)
def test_numbers_as_python_shows_them(value: float, shown: str) -> None:
    """Show no 300 digits, and NaN as Python does."""
    for name in ("normal", "truncated_normal", "uniform", "variance_scaling", "orthogonal"):
        with pytest.raises(ValueError, match=f"not -?{shown}$"):
            getattr(paraminit, name)((3, 3), value)


INTERVALS: list[tuple[Any, Any, type[Exception], str]] = [
    ((1, 0), np.float64, ValueError, r"with low <= high, not \(1\.0, 0\.0\)"),
    ((0.0, -0.0), np.float64, ValueError, "with low <= high"),
    (-0.0, np.float64, ValueError, "bound must not be negative, not -0.0"),
    ((0, np.inf), np.float64, ValueError, r"bound must be finite, not \(0\.0, inf\)"),
    ((np.nan, 0), np.float64, ValueError, "bound must be finite"),
    ((-1e308, 1.5e308), np.float64, OverflowError, "high - low range exceeds valid bounds"),
    ((-2e38, 3e38), np.float32, OverflowError, "high - low range exceeds valid bounds"),
    ((0, 1e39), np.float32, ValueError, "bound must be finite in float32"),
    ((0,), np.float64, ValueError, r"a pair \(low, high\), not of length 1"),
    ((0, 1, 2), np.float64, ValueError, r"a pair \(low, high\), not of length 3"),
    (("0", 1), np.float64, TypeError, "bound must be a real number, not str"),
    ((0, 1j), np.float64, TypeError, "bound must be a real number, not complex"),
]


@pytest.mark.parametrize(("bound", "dtype", "error", "words"), INTERVALS)
@pytest.mark.parametrize("make", [np.random.default_rng, np.random.RandomState])
def test_refused_intervals(
    make: Any, bound: Any, dtype: Any, error: type[Exception], words: str
) -> None:
    """Say what is wrong with a pair of bounds before anything is drawn."""
    generator = make(3)
    before = state_of(generator)
    for shape in ((3, 3), 0):
        with pytest.raises(error, match=words):
            uniform(shape, bound, rng=generator, dtype=dtype)
    assert state_of(generator) == before
