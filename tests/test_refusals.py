"""What the notebook refuses is refused with NumPy's own message, before anything is drawn."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from support.arguments import Index, returned, shown
from support.functions import HE, XAVIER, Function, every_notebook_function
from support.outcome import assert_refused, assert_same


class RaisedError(Exception):
    """An error that only these tests raise."""


class Length:
    """A container with any length, or an error for a length, and no items."""

    def __init__(self, length: Any) -> None:
        self.length = length

    def __len__(self) -> Any:
        return returned(self.length)


class RaisingItems:
    """A container whose error tells which item was asked for first."""

    def __len__(self) -> int:
        return 3

    def __getitem__(self, layer: int) -> int:
        raise RaisedError(f"no item {layer}")


class OnlyLength:
    """A container without items."""

    def __len__(self) -> int:
        return 3


class OnlyItems:
    """A container without a length."""

    def __getitem__(self, layer: int) -> int:
        return 3


class ListTooShort(list[int]):
    """A list that claims to be longer than it is."""

    def __len__(self) -> int:
        return super().__len__() + 1


BAD_ENTRIES: list[Any] = [
    3.0, float("nan"), 3j, "3", b"3", None, ..., int, object(), Decimal(3), Fraction(3), True,
    False, np.True_, np.float64(3.0), np.float32(3.0), np.complex128(3.0), np.str_("3"),
    np.datetime64(3, "s"), np.timedelta64(3, "s"), np.array(3.0), np.array(True), np.array([3]),
    np.array([3, 2]), np.array([[3]]), np.array([], dtype=int), [3], (3,), {3: 3}, [],
    -1, np.int8(-1), np.int64(-(2**63)), np.array(-7), -(2**63), -(2**63) - 1, -(2**70), -(10**400),
    2**60, 2**63 - 1, 2**63, np.uint64(2**63), np.uint64(2**64 - 1), 2**64, 2**70, 10**400,
    Index(RaisedError("no index")), Index("3"), Index(3.0), Index(None),
]  # fmt: skip

BAD_CONTAINERS: list[Any] = [
    None, 5, 2.5, np.int64(5), np.array(5), object(), list, iter([3, 2]), (size for size in [3, 2]),
    map(int, [3, 2]), zip([3], [2], strict=True), {3, 2}, frozenset({3, 2}),
    {0: 3, 1: 2}.values(), {0: 3, 1: 2}.keys(), "32", "321", [[3, 2], [2, 1]],
    np.array([[3, 2], [2, 1]]), np.array([[3], [2]]), np.array([3.0, 2.0]), np.array([True, True]),
    np.array(["3", "2"]), np.zeros(2, dtype=[("size", "i8")]), {1: 3, 2: 2}, {0: 3, 2: 2},
    {0: 3, 1: 2, 3: 1}, {5: 3, 6: 2}, {1: "a", 2: 2}, {"0": 3, "1": 2},
    Length(RaisedError("no length")), Length(-1), Length(2**70), Length(2.0), Length("2"),
    Length(2), OnlyLength(), OnlyItems(), RaisingItems(), ListTooShort([3, 2]), ListTooShort([3]),
    range(2**70),
]  # fmt: skip

TOO_MUCH: list[list[Any]] = [
    [2**62, 0], [0, 2**62], [0, 2**63 - 1, 0], [2**62, 2**62], [2**31, 2**31], [2**60, 1],
    [2**40, 2**40, 0], [10**7, 10**7], [10**10, 10**5], [1, 2**59], [2**59, 1],
    [np.int64(10**7), np.int32(10**7)], [3, 2, 10**15], [3, 10**15, 2],
]  # fmt: skip

FIRST_FAULTS: list[list[Any]] = [
    [10**7, 10**7, "a"], ["a", 10**9], [10**9, "a"], ["a", None], [None, "a"], [-1, "a"], ["a", -1],
    [-1, 2**70], [2**70, -1], [-1, -1], [1, -1], [-1, 1], [-5, 2], [2**62, 2**62, "a"],
    [2**62, 0, "a"], [3, "a", None], [3, -1, "a"], [10**7, 10**7, -1],
    # There is no memory for b, and a division by zero before that.
    [0, 10**15], [np.int64(0), 10**15], [5, 0, "a"], [5, 0, 3, "a"], [5, np.int64(0), 3, "a"],
    [0, -1], [0, "a"], [0, 0, 2.5], [np.int8(100), np.int8(100), np.int8(-1)], [3, 2, "a"],
    [3, 2, -1], [3, 2, 1, 4, 1, 5, 9, 2, 6, None], [300, 300, 2.0],
    [3, 3, Index(RaisedError("late"))],
]  # fmt: skip


@pytest.fixture(autouse=True)
def _halfway() -> None:
    # With a cached normal and an odd position, a change of any part of the state shows.
    np.random.randn(3)
    np.random.bytes(4)


@pytest.mark.parametrize("bad", BAD_ENTRIES, ids=shown)
@every_notebook_function
def test_bad_entry(function: Function, bad: Any) -> None:
    """Refuse an entry wherever it is, also after valid layers."""
    for layers_dims in ([bad, 2], [2, bad], [bad, bad], [3, 2, bad], [3, bad, 2], (2, bad)):
        assert_refused(function, layers_dims)


@pytest.mark.parametrize("layers_dims", BAD_CONTAINERS, ids=shown)
@every_notebook_function
def test_bad_container(function: Function, layers_dims: Any) -> None:
    """Refuse what has no length or no items 0, 1, ... that are sizes."""
    assert_refused(function, layers_dims)


@pytest.mark.parametrize("layers_dims", TOO_MUCH, ids=shown)
@every_notebook_function
def test_too_much(function: Function, layers_dims: Any) -> None:
    """Refuse what no address space can hold, also with a 0, and what no memory can."""
    assert_refused(function, layers_dims)


def test_memory_error_tells_shape_and_type() -> None:
    """Raise NumPy's own MemoryError, which names the shape and the dtype."""
    with pytest.raises(MemoryError, match=r"^Unable to allocate 728\. TiB") as raised:
        HE.ours([10**7, 10**7])
    assert str(raised.value).endswith("shape (10000000, 10000000) and data type float64")


@pytest.mark.parametrize("layers_dims", FIRST_FAULTS, ids=shown)
@every_notebook_function
def test_first_fault(function: Function, layers_dims: Any) -> None:
    """Refuse for the fault that NumPy would meet first, layer by layer."""
    assert_refused(function, layers_dims)


@every_notebook_function
def test_the_call_after_a_refusal(function: Function) -> None:
    """Draw after a refusal what would have been drawn without it."""
    for layers_dims in ([3, 2, "a"], [10**7, 10**7], [3, -1], None):
        assert_refused(function, layers_dims)
        assert_same(function, [3, 3, 1])


@pytest.mark.parametrize(
    ("function", "layers_dims"),
    [
        (HE, [0, 3]),
        (HE, [3, 0, 2]),
        (HE, (0, 0)),
        (HE, range(2)),
        (HE, b"\x00\x02"),
        (HE, [np.int64(2), 0, np.int64(2)]),
        (XAVIER, [0, 0]),
        (XAVIER, [3, 0, 0, 2]),
        (XAVIER, b"\x00\x00"),
    ],
    ids=shown,
)
def test_division_by_zero(function: Function, layers_dims: Any) -> None:
    """Refuse to divide by Python's zero, as Python does."""
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        function.ours(layers_dims)
    assert_refused(function, layers_dims)
