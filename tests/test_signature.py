"""Each function takes exactly `layers_dims`, and is known by its name in the package."""

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
from support.outcome import bits
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
    function: Callable[..., Parameters] = function.ours
    np.random.seed(1)
    expected = bits(function([3, 2, 1]))
    np.random.seed(1)
    assert bits(function(layers_dims=[3, 2, 1])) == expected


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
    function: Callable[..., Parameters] = function.ours
    with pytest.raises(TypeError, match="argument"):
        function(*arguments, **named)


@every_notebook_function
def test_name(function: Function) -> None:
    """Say that the functions are the package's own."""
    name = f"initialize_parameters_{function.name}"
    assert function.ours.__module__ == "paraminit"
    assert function.ours.__name__ == name
    assert function.ours.__qualname__ == name
    assert getattr(paraminit, name) is function.ours


@every_notebook_function
def test_pickle(function: Function) -> None:
    """Survive pickling, by every protocol, as the same function."""
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(function.ours, protocol)) is function.ours


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
