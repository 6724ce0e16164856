"""Where the fast path would not draw NumPy's normals, NumPy draws them itself.

What is used of NumPy is looked up when paraminit is imported. So each test has a process of its
own here, which exchanges NumPy's methods first, and imports paraminit after that.
"""

from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.processes import isolated


class AnyRandomState(type):
    """Counts NumPy's own RandomState, that of the global stream, among its class's instances."""

    def __instancecheck__(cls, instance: Any) -> bool:
        """Return whether it is any RandomState."""
        return isinstance(instance, np.random.mtrand.RandomState)


class Recompiled(np.random.RandomState, metaclass=AnyRandomState):
    """A RandomState that, made from a seed, draws normals as another NumPy might."""

    fails = False
    looked_at = 0

    def __init__(self, seed: Any) -> None:
        """Remember whether it is made from a seed, or from a bit generator."""
        super().__init__(seed)
        self.seeded = isinstance(seed, int)

    def standard_normal(self, size: Any = None) -> Any:
        """Return normals whose last bit differs."""
        normals = super().standard_normal(size)
        if Recompiled.fails and not self.seeded:
            raise TimeoutError
        Recompiled.looked_at += self.seeded
        return np.nextafter(normals, 9) if self.seeded else normals


def recompile() -> None:
    """Have the calibration see other normals, in a process that has not imported paraminit yet."""
    vars(np.random)["RandomState"] = Recompiled


@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [5, 3, 1], [300, 301, 1], [700, 301, 7]])
@isolated
def test_refused(layers_dims: list[int]) -> None:
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


@isolated
def test_failure() -> None:
    """Leave the stream as it was if NumPy fails while it draws."""
    recompile()
    from support.functions import HE
    from support.locks import lock_is_free
    from support.outcome import assert_same, full_state

    state = full_state()
    Recompiled.fails = True
    with pytest.raises(TimeoutError):
        HE.ours([700, 301, 7])
    assert full_state() == state
    assert lock_is_free()
    Recompiled.fails = False
    assert_same(HE, [700, 301, 7])
