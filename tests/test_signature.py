"""The notebook's functions take exactly `layers_dims`; all are known by their names."""

import copy
import inspect
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import paraminit
import pytest

from reference.notebook import Parameters
from support.functions import NOTEBOOK, Function, every_notebook_function
from support.outcome import assert_same, bits
from support.watchdog import TIMEOUT


@every_notebook_function
def test_signature(function: Function) -> None:
    """Take `layers_dims`, by position or by name."""
    signature = inspect.signature(function.ours)
    assert str(signature) == "(layers_dims)"
    assert signature.parameters["layers_dims"].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert signature == inspect.signature(lambda layers_dims: None)


@every_notebook_function
def test_by_name(function: Function) -> None:
    """Do the same with a named argument."""
    assert_same(function, layers_dims=[3, 2, 1])


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], {}),
        ([[3, 2], [3, 2]], {}),
        ([3, 2, 1], {}),
        ([[3, 2]], {"layers_dims": [3, 2]}),
        ([[3, 2]], {"seed": 1}),
        ([], {"layer_dims": [3, 2]}),
        ([], {"dims": [3, 2]}),
    ],
)
@every_notebook_function
def test_wrong_calls(function: Function, arguments: list[Any], named: dict[str, Any]) -> None:
    """Refuse any other arguments."""
    with pytest.raises(TypeError, match="argument"):
        function.ours(*arguments, **named)


@pytest.mark.parametrize("name", [name for name in paraminit.__all__ if name[0] != "_"])
def test_name(name: str) -> None:
    """Say that the functions are the package's own, and be found by pickle and copy."""
    function = getattr(paraminit, name)
    assert (function.__module__, function.__name__) == ("paraminit", name)
    assert function.__qualname__ == name
    assert copy.deepcopy(function) is function
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(function, protocol)) is function


def seeded(function: Callable[[Any], Parameters], layers_dims: list[int]) -> Parameters:
    """Call a function from a known seed, in whatever process."""
    np.random.seed(8)
    return function(layers_dims)


def test_spawned_process() -> None:
    """Do the same in a spawned process, which gets the function pickled."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        for function in NOTEBOOK:
            there = pool.submit(seeded, function.ours, [3, 50, 41]).result(TIMEOUT)
            assert bits(there) == bits(seeded(function.reference, [3, 50, 41]))
