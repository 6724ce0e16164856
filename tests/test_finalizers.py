"""What a finalizer does in the midst of a call happens before it, or beside it.

Python 3.11 collects garbage wherever an object is made, also within a call; later versions wait.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import pytest
from helpers import HE, bits, freeze, lock_is_free
from numpy.random.mtrand import set_bit_generator

Generator = Callable[[int], Any]

GENERATORS = pytest.mark.parametrize("generator", [np.random.MT19937, np.random.PCG64])
OTHERS = pytest.mark.parametrize("other", [np.random.MT19937, np.random.PCG64])
LAYERS_DIMS = pytest.mark.parametrize(
    "layers_dims", [[3, 2, 1], [5, 3, 1], [21, 31, 1], [300, 300, 1], [301, 301, 1]]
)


@contextmanager
def at_collection(number: int, do: Callable[[], object]) -> Iterator[list[str]]:
    """Collect garbage as often as can be, and do something as one of the collections begins."""
    collections: list[str] = []

    def begins(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            if len(collections) == number:
                do()
            collections.append(phase)

    threshold = gc.get_threshold()
    gc.callbacks.append(begins)
    gc.set_threshold(1)
    try:
        yield collections
    finally:
        gc.set_threshold(*threshold)
        gc.callbacks.remove(begins)


@GENERATORS
@OTHERS
@LAYERS_DIMS
@pytest.mark.parametrize("drawn_before", [0, 1])
def test_exchanged_generator(
    generator: Generator, other: Generator, layers_dims: list[int], drawn_before: int
) -> None:
    """Draw all from the generator that was, or all from the new one, and leave the other alone."""

    def begin() -> tuple[Any, Any]:
        old, new = generator(1), other(2)
        set_bit_generator(old)
        np.random.randn(drawn_before)
        return old, new

    old, new = begin()
    untouched = freeze(old.state), freeze(new.state)
    from_old = bits(HE.reference(layers_dims)), freeze(old.state), untouched[1]
    set_bit_generator(new)
    from_new = bits(HE.reference(layers_dims)), untouched[0], freeze(new.state)

    for number in range(1000):
        old, new = begin()
        with at_collection(number, partial(set_bit_generator, new)) as collections:
            parameters = HE.ours(layers_dims)
        assert (bits(parameters), freeze(old.state), freeze(new.state)) in (from_old, from_new)
        assert lock_is_free()
        if number >= len(collections):
            break
    assert number > 0 or sys.version_info >= (3, 12)
    assert gc.isenabled()
