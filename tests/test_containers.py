"""`layers_dims` is anything that the notebook's code takes: all that has a length and items."""

import array
import enum
import types
from collections import ChainMap, OrderedDict, UserList, deque
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from support.arguments import shown
from support.functions import Function, every_notebook_function
from support.outcome import assert_same, full_state


class Minimal:
    """Only a length and items, which is what the notebook's code asks for."""

    def __init__(self, *sizes: Any) -> None:
        self.sizes = sizes

    def __len__(self) -> int:
        return len(self.sizes)

    def __getitem__(self, layer: int) -> Any:
        """Return one size; the index is a plain int, not negative."""
        assert type(layer) is int
        assert 0 <= layer < len(self.sizes)
        return self.sizes[layer]


class Size:
    """Not an int, but all that the notebook's expressions ask of a size."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __index__(self) -> int:
        return self.size

    def __add__(self, other: "Size") -> "Size":
        return Size(self.size + other.size)

    def __rtruediv__(self, numerator: float) -> float:
        return numerator / self.size


class OnlyIndex:
    """An index and nothing else: enough for a shape, but not for a scale."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __index__(self) -> int:
        return self.size


class Width(enum.IntEnum):
    """Sizes with names."""

    INPUT = 5
    HIDDEN = 3


class Int(int):
    """A subclass of int that changes nothing."""


class ListWithOtherItems(list[int]):
    """A list whose items are not what it holds."""

    def __getitem__(self, layer: Any) -> Any:
        return super().__getitem__(layer) + 1


class ListWithOtherLength(list[int]):
    """A list that is shorter than what it holds."""

    def __len__(self) -> int:
        return super().__len__() - 1


class TupleWithOtherItems(tuple[int, ...]):
    """A tuple whose items are not what it holds."""

    def __getitem__(self, layer: Any) -> Any:
        return super().__getitem__(layer) + 1


class Sizes(NamedTuple):
    """A tuple with names."""

    inputs: int
    hidden: int
    outputs: int


READ_ONLY = np.array([5, 3, 2])
READ_ONLY.flags.writeable = False

CONTAINERS: dict[str, Any] = {
    "list": [5, 3, 2],
    "tuple": (5, 3, 2),
    "range": range(5, 1, -1),
    "bytes": b"\x05\x03\x02",
    "bytearray": bytearray(b"\x05\x03\x02"),
    "memoryview": memoryview(b"\x05\x03\x02"),
    "deque": deque([5, 3, 2]),
    "UserList": UserList([5, 3, 2]),
    "named tuple": Sizes(5, 3, 2),
    "dict": {0: 5, 1: 3, 2: 2},
    "dict in another order": {2: 2, 0: 5, 1: 3},
    "OrderedDict": OrderedDict({0: 5, 1: 3, 2: 2}),
    "ChainMap": ChainMap({0: 5, 1: 3}, {2: 2}),
    "mapping proxy": types.MappingProxyType({0: 5, 1: 3, 2: 2}),
    "dict with float keys": {0.0: 5, 1.0: 3, 2.0: 2},
    "minimal": Minimal(5, 3, 2),
    "list with other items": ListWithOtherItems([5, 3, 2]),
    "list with another length": ListWithOtherLength([5, 3, 2]),
    "tuple with other items": TupleWithOtherItems([5, 3, 2]),
    "read-only array": READ_ONLY,
    "every other item": np.array([5, 9, 3, 9, 2])[::2],
    "backwards": np.array([2, 3, 5])[::-1],
    "column": np.array([[5, 9], [3, 9], [2, 9]])[:, 0],
    "broadcast": np.broadcast_to(np.array(3), (4,)),
    "object array": np.array([5, 3, 2], dtype=object),
    "object array of NumPy integers": np.array([np.int8(5), np.uint16(3), 2], dtype=object),
    "masked array": np.ma.array([5, 3, 2]),
    "Series": pd.Series([5, 3, 2]),
    "Series with labels": pd.Series([2, 3, 5], index=[2, 1, 0]),
    "Index": pd.Index([5, 3, 2]),
    **{f"array.array {code}": array.array(code, [5, 3, 2]) for code in "bBhHiIlLqQ"},
    **{f"ndarray {code}": np.array([5, 3, 2], dtype=code) for code in "bBhHiIlLqQ"},
    **{f"ndarray {order}{code}": np.array([5, 3, 2], order + code)
       for order in "<>" for code in ("i2", "u4", "i8", "u8")},
}  # fmt: skip

ENTRIES: dict[str, Any] = {
    "NumPy integers": [np.int32(5), np.uint8(3), np.int64(2)],
    "NumPy integers among ints": [5, np.int16(3), 2],
    "0-d arrays": [np.array(5), np.array(3, dtype=np.uint8), np.array(2)],
    "0-d arrays among ints": [5, np.array(3), 2],
    "objects": [Size(5), Size(3), Size(2)],
    "IntEnum": [Width.INPUT, Width.HIDDEN],
    "subclass of int": [Int(5), Int(3), Int(2)],
    "only an index": [OnlyIndex(5), OnlyIndex(3), OnlyIndex(2)],
    "only an index at the end": [5, 3, OnlyIndex(2)],
    "objects in a dict": {0: Size(5), 1: Size(3)},
    "Series of floats": pd.Series([5.0, 3.0]),
    "Series of strings": pd.Series(["5", "3"]),
    "Series with other labels": pd.Series([5, 3], index=[5, 3]),
    "DataFrame": pd.DataFrame({"sizes": [5, 3]}),
}


@pytest.mark.parametrize("layers_dims", CONTAINERS.values(), ids=CONTAINERS.keys())
@every_notebook_function
def test_container(function: Function, layers_dims: Any) -> None:
    """Take every container of sizes."""
    assert list(function.ours(layers_dims))  # no container here is refused by both functions
    assert_same(function, layers_dims)


@pytest.mark.parametrize("layers_dims", ENTRIES.values(), ids=ENTRIES.keys())
@every_notebook_function
def test_entries(function: Function, layers_dims: Any) -> None:
    """Take every kind of entry, and refuse those that give no size or no scale."""
    assert_same(function, layers_dims)


@pytest.mark.parametrize(
    "layers_dims",
    [
        [],
        [4],
        (),
        b"",
        b"\x04",
        range(0),
        np.array([], dtype=int),
        np.array([4]),
        np.array([[5, 3, 2]]),
        pd.Series([], dtype=int),
        pd.Series([4]),
        {},
        {7: 4},
        set(),
        {5},
        frozenset({5}),
        "",
        "a",
        [None],
        [-1],
        [2.5],
        ["a"],
        [2**70],
    ],
    ids=shown,
)
@every_notebook_function
def test_no_layer(function: Function, layers_dims: Any) -> None:
    """Return an empty dict for no entry or one of any kind, which is not looked at."""
    state = full_state()
    assert function.ours(layers_dims) == {}
    assert full_state() == state
    assert_same(function, layers_dims)


@every_notebook_function
def test_the_argument_is_not_kept(function: Function) -> None:
    """Leave the argument as it was, and the result when the argument is changed afterwards."""
    layers_dims = [5, 3, 2]
    parameters = function.ours(layers_dims)
    assert layers_dims == [5, 3, 2]
    layers_dims[:] = [1, 1, 1]
    assert parameters["W1"].shape == (3, 5)
