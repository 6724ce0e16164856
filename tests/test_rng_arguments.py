"""Shapes, dtypes and parameters are read as NumPy reads them, or refused before a draw."""

import copy
import pickle
from collections.abc import Iterator
from typing import Any

import numpy as np
import paraminit
import pytest

from support.arguments import shown
from support.functions import DTYPES, NORMAL, UNIFORM, Function, every_dtype, every_function
from support.outcome import full_state, state_of
from support.streams import assert_same


class Index:
    """An integer by `__index__`."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


SHAPES: list[Any] = [
    5,
    0,
    np.int64(4),
    np.uint8(4),
    np.array(4),
    Index(4),
    (),
    (3,),
    (3, 4),
    [3, 4],
    np.array([3, 4]),
    (np.int32(3), 4),
    (Index(3), 2),
    range(1, 4),
    (0, 5),
    (5, 0, 2),
    (1,) * 8,
    (1,) * 9,
    (1,) * 32,
    (2, 3, 4, 5),
]

BAD_SHAPES: list[Any] = [
    True,
    (3, True),
    -1,
    (3, -1),
    2.5,
    (3, 2.5),
    "3",
    ("3",),
    [[3, 4]],
    (None,),
    {3},
    2**63,
    2**70,
    (2**40, 2**40),
    (2**62, 0),
    (1,) * 65,
    10**15,
    (10**8, 10**7),
    np.float64(3),
    object(),
    1j,
]

DTYPES_BY_OTHER_NAMES: list[tuple[Any, Any]] = [
    (np.float64, np.float64),
    (np.float64, float),
    (np.float64, "float64"),
    (np.float64, "d"),
    (np.float64, "f8"),
    (np.float64, "=f8"),
    (np.float64, np.dtype(np.float64)),
    (np.float64, np.dtype("f8", metadata={"a": 1})),
    (np.float64, np.double),
    (np.float64, None),
    (np.float32, np.float32),
    (np.float32, "float32"),
    (np.float32, "f"),
    (np.float32, "f4"),
    (np.float32, np.dtype("f4")),
    (np.float32, np.single),
]

BAD_DTYPES: list[Any] = [
    np.float16,
    np.longdouble,
    np.complex128,
    int,
    bool,
    object,
    "S8",
    np.dtype(">f8" if np.little_endian else "<f8"),
    np.dtype(">f4" if np.little_endian else "<f4"),
    [("a", "f8")],
    np.dtype((np.float64, (2,))),
]

NO_DTYPES: list[Any] = ["float63", 3, object(), (1, 2, 3)]

BAD_PARAMETERS: list[Any] = [
    float("nan"),
    float("inf"),
    -float("inf"),
    -1.0,
    -5e-324,
    np.float64("nan"),
    np.float32("inf"),
    -1,
    np.int64(-1),
]

NO_NUMBERS: list[Any] = ["0.5", None, 1j, [0.5], (1,), {}, object(), b"1", np.array(["a"])]


@pytest.fixture
def rng() -> Iterator[np.random.Generator]:
    """Give a generator with half a word left, and see that nothing was drawn from it."""
    rng = np.random.default_rng(3)
    rng.integers(5, dtype=np.uint32)
    state, global_state = state_of(rng), full_state()
    yield rng
    assert state_of(rng) == state
    assert full_state() == global_state


@pytest.mark.parametrize("shape", SHAPES, ids=shown)
@every_dtype
@every_function
def test_shape(function: Function, dtype: Any, shape: Any) -> None:
    """Take for a shape what NumPy takes for one; always return an array."""
    assert_same(function, lambda: np.random.default_rng(3), shape, dtype=dtype)
    assert_same(function, lambda: np.random.RandomState(3), shape, dtype=dtype)


@pytest.mark.parametrize("shape", BAD_SHAPES, ids=shown)
@every_dtype
@every_function
def test_bad_shape(function: Function, dtype: Any, shape: Any, rng: np.random.Generator) -> None:
    """Refuse a shape in the words of `np.empty`."""
    with pytest.raises((TypeError, ValueError, MemoryError)) as expected:
        np.empty(shape, dtype)
    with pytest.raises(expected.type) as raised:
        function.ours(shape, rng=rng, dtype=dtype)
    assert str(raised.value) == str(expected.value)


@pytest.mark.parametrize(("dtype", "spelling"), DTYPES_BY_OTHER_NAMES, ids=shown)
@every_function
def test_dtype(function: Function, dtype: Any, spelling: Any) -> None:
    """Take whatever NumPy takes for one of the two types."""
    expected = function.reference(3, rng=4, dtype=dtype)
    actual = function.ours(3, rng=4, dtype=spelling)
    assert actual.dtype == dtype
    assert actual.tobytes() == expected.tobytes()


@pytest.mark.parametrize("dtype", BAD_DTYPES, ids=shown)
@every_function
def test_other_dtype(function: Function, dtype: Any, rng: np.random.Generator) -> None:
    """Refuse another type, and name the two."""
    with pytest.raises(TypeError, match="dtype must be float64 or float32, not "):
        function.ours(3, rng=rng, dtype=dtype)


@pytest.mark.parametrize("dtype", NO_DTYPES, ids=shown)
@every_function
def test_no_dtype(function: Function, dtype: Any, rng: np.random.Generator) -> None:
    """Refuse what is no type in NumPy's words."""
    with pytest.raises(Exception) as expected:  # noqa: PT011 - whatever NumPy raises
        np.dtype(dtype)
    with pytest.raises(expected.type) as raised:
        function.ours(3, rng=rng, dtype=dtype)
    assert str(raised.value) == str(expected.value)


@pytest.mark.parametrize("value", BAD_PARAMETERS, ids=shown)
@pytest.mark.parametrize(
    ("function", "name"), [(NORMAL, "std"), (UNIFORM, "bound")], ids=["normal", "uniform"]
)
@every_dtype
def test_bad_parameter(
    dtype: Any, function: Function, name: str, value: Any, rng: np.random.Generator
) -> None:
    """Refuse a parameter that is negative or not finite; name it and its value."""
    words = f"{name} must be finite and not negative, not "
    for arguments in ((3, value), (0, value)):
        with pytest.raises(ValueError, match=words):
            function.ours(*arguments, rng=rng, dtype=dtype)
    with pytest.raises(ValueError, match=words):
        function.ours(3, **{name: value}, rng=rng, dtype=dtype)


@pytest.mark.parametrize("value", NO_NUMBERS, ids=shown)
@pytest.mark.filterwarnings("ignore:Conversion of an array:DeprecationWarning")  # NumPy 1.26
@every_function
def test_no_number(function: Function, value: Any, rng: np.random.Generator) -> None:
    """Refuse a parameter that is no real number."""
    with pytest.raises((TypeError, ValueError)):
        function.ours(3, value, rng=rng)


@pytest.mark.parametrize("value", [10**400, -(10**400)], ids=["large", "small"])
@every_function
def test_too_large_an_integer(function: Function, value: Any, rng: np.random.Generator) -> None:
    """Refuse an integer that is no float in Python's words."""
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        function.ours(3, value, rng=rng)


def test_too_wide_a_range(rng: np.random.Generator) -> None:
    """Refuse a range that no float holds, with NumPy's own error."""
    with pytest.raises(OverflowError) as expected:
        np.random.default_rng(3).uniform(-1e308, 1e308)
    for dtype, bound in ((np.float64, 1e308), (np.float32, 2e38)):
        with pytest.raises(OverflowError) as raised:
            paraminit.uniform(3, bound, rng=rng, dtype=dtype)
        assert str(raised.value) == str(expected.value)


@every_function
def test_too_large_for_float32(function: Function, rng: np.random.Generator) -> None:
    """Refuse what is infinite in float32."""
    for value in (1e39, 1e300):
        with pytest.raises(ValueError, match="in float32"):
            function.ours(3, value, rng=rng, dtype=np.float32)


@pytest.mark.parametrize(
    "value",
    [2.5, 2, True, np.float64(2.5), np.float32(2.5), np.int8(2), np.float16(0.1)],
    ids=shown,
)
@every_function
def test_parameters_of_other_types(function: Function, value: Any) -> None:
    """Promote to nothing else, whatever the parameter's type."""
    for dtype in DTYPES:
        expected = function.reference(1500, float(value), rng=3, dtype=dtype)
        actual = function.ours(1500, value, rng=3, dtype=dtype)
        assert actual.dtype == dtype
        assert actual.tobytes() == expected.tobytes()


@every_function
def test_defaults(function: Function) -> None:
    """Draw float64 with the parameter 1 if nothing is said."""
    expected = function.reference(5, 1.0, rng=3, dtype=np.float64)
    assert function.ours(5, rng=3).tobytes() == expected.tobytes()
    assert function.ours(shape=5, rng=3).tobytes() == expected.tobytes()


@every_function
def test_names_only(function: Function) -> None:
    """Take rng, dtype and out by name only, and a shape in any case."""
    for arguments in ((3, 1.0, 5), (3, 1.0, None), ()):
        with pytest.raises(TypeError):
            function.ours(*arguments)
    with pytest.raises(TypeError):
        function.ours(3, seed=5)


@every_function
def test_pickle(function: Function) -> None:
    """Be found by pickle and copy."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(function.ours, protocol)) is function.ours
    assert copy.deepcopy(function.ours) is function.ours


class Raising:
    """Raises whatever it is asked for."""

    def __index__(self) -> int:
        raise TimeoutError

    def __float__(self) -> float:
        raise TimeoutError


@every_function
def test_errors_of_arguments(function: Function, rng: np.random.Generator) -> None:
    """Raise what an argument raises when it is read."""
    for arguments in ((Raising(),), ((3, Raising()),), (3, Raising())):
        with pytest.raises(TimeoutError):
            function.ours(*arguments, rng=rng)
