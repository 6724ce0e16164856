"""A program may put functions of its own in the place of NumPy's."""

import numpy as np
import pytest

from support.functions import Function, every_drawing_function
from support.outcome import bits, full_state, observe

NETS = [[1, 1], [2, 1], [3, 1], [3, 2, 1], [5, 5, 5], [1, 624], [201, 33, 1]]


@pytest.mark.parametrize("name", ["standard_normal", "randn", "normal", "get_state", "set_state"])
@every_drawing_function
def test_of_the_stream(function: Function, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw from the stream itself, whatever the public names stand for by now."""
    assert_unmoved_by(function, monkeypatch, np.random, name, None)


@pytest.mark.parametrize("name", ["zeros", "empty"])
@every_drawing_function
def test_of_arrays(function: Function, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the arrays without the public names."""
    # Not None: NumPy's own `get_state` makes its array through these names.
    assert_unmoved_by(function, monkeypatch, np, name, np.ones)


def assert_unmoved_by(
    function: Function, monkeypatch: pytest.MonkeyPatch, module: object, name: str, value: object
) -> None:
    """Assert that a call does the same when a name of NumPy's stands for something else."""
    for layers_dims in NETS:
        state = np.random.get_state(legacy=False)
        expected = observe(function.reference, layers_dims)
        np.random.set_state(state)
        with monkeypatch.context() as patch:
            patch.setattr(module, name, value)
            parameters = function.ours(layers_dims)
        assert bits(parameters) == expected.bits
        assert full_state() == expected.state
