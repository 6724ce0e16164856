"""What tests share that pass odd arguments."""

import re
from collections.abc import Callable
from typing import Any

import pytest


def returned(value: Any) -> Any:
    """Return the value, or raise it if it is an error: what a test's own object does if asked."""
    if isinstance(value, Exception):
        raise value
    return value


class Index:
    """What has any index, or an error for an index, and nothing else."""

    def __init__(self, index: Any) -> None:
        self.index = index

    def __index__(self) -> Any:
        return returned(self.index)

    def __repr__(self) -> str:
        return f"Index({self.index!r})"


def shown(value: object) -> str:
    """Return a short name for a test's parameter, without an address."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(value))[:40]


def assert_refused_as(theirs: Callable[[], object], ours: Callable[[], object]) -> None:
    """Assert that both calls raise the same error, in the same words."""
    with pytest.raises(Exception) as expected:  # noqa: PT011 - whatever NumPy raises
        theirs()
    with pytest.raises(expected.type) as raised:
        ours()
    assert str(raised.value) == str(expected.value)
