"""The bit generator under the global stream can be any of the package randomgen.

The states of some are dicts that `np.random.set_state` refuses, so each call here begins with a bit
generator of its own.
"""

from typing import Any

import numpy as np
import pytest
from numpy.random import BitGenerator
from numpy.random.mtrand import set_bit_generator

from support.functions import Function, every_drawing_function
from support.outcome import Outcome, full_state, observe

randomgen = pytest.importorskip("randomgen", reason="there is no wheel of it for every platform")

SEEDLESS = {"RDRAND", "UserBitGenerator"}
"""The CPU's own random numbers, and a Python function's."""

NAMES = [
    name
    for name, value in vars(randomgen).items()
    if isinstance(value, type) and issubclass(value, BitGenerator) and name not in SEEDLESS
]
every_bit_generator = pytest.mark.parametrize("name", NAMES)

NETS = {
    "even": [3, 2, 1],
    "odd": [5, 3, 2],
    "even, long": [300, 220, 1],
    "odd, long": [301, 221],
}


def begin(name: str, drawn_before: int) -> None:
    """Set a new bit generator and draw so many normals; after an odd number one is cached."""
    set_bit_generator(getattr(randomgen, name)(5))
    np.random.randn(drawn_before)


@every_bit_generator
@every_drawing_function
def test_any_network(function: Function, name: str) -> None:
    """Draw and leave what the notebook draws and leaves, with a cached normal and without."""
    for drawn_before in (0, 1):
        for kind, layers_dims in NETS.items():
            begin(name, drawn_before)
            expected = observe(function.reference, layers_dims)
            begin(name, drawn_before)
            assert observe(function.ours, layers_dims) == expected, (kind, drawn_before)


@every_bit_generator
def test_calls_in_a_row(name: str) -> None:
    """Carry the stream from call to call, and between ours and NumPy's own calls."""

    def session(ours: bool) -> list[Outcome | float]:
        begin(name, 0)
        trace: list[Outcome | float] = []
        for function in every_drawing_function.args[1]:
            for layers_dims in NETS.values():
                trace.append(observe(function.ours if ours else function.reference, layers_dims))
                trace.append(np.random.randn())
        return trace

    assert session(ours=True) == session(ours=False)


@every_bit_generator
def test_refused_call(name: str) -> None:
    """Leave the stream as it was when a call is refused."""
    layers_dims: list[Any] = [3, 2, -1]
    for function in every_drawing_function.args[1]:
        begin(name, 1)
        state = full_state()
        with pytest.raises(ValueError, match="negative"):
            function.ours(layers_dims)
        assert full_state() == state
