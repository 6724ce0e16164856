"""Hints for those who know another library, in the functions that are written in Python.

The compiled ones have theirs in ``src/initializers/call.rs``.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

_NAMES_OF_RNG = {"seed", "random_state", "key", "generator"}


def refuse(name: str, given: tuple[Any, ...], other: Mapping[str, Any], hint: str) -> NoReturn:
    """Refuse what a function of one or two positional arguments got beside its own.

    Parameters
    ----------
    name : str
        Of the function.
    given : tuple
        All positional arguments.
    other : mapping of str to object
        Keywords that the function does not have.
    hint : str
        For too many positional arguments, if all are integers.

    Raises
    ------
    TypeError
        Always, in Python's words.
    """
    if other:
        keyword = next(iter(other))
        words = f"{name}() got an unexpected keyword argument {keyword!r}"
        hint = "use rng=" if keyword in _NAMES_OF_RNG else ""
    else:
        words = f"{name}() takes from 1 to 2 positional arguments but {len(given)} were given"
        if not all(isinstance(argument, int) for argument in given):
            hint = ""
    raise TypeError(f"{words}: {hint}" if hint else words)


def show_own_arguments(function: Callable[..., Any]) -> None:
    """Leave the arguments that are only there to be refused out of the signature that is shown."""
    signature = inspect.signature(function)
    own = [
        parameter
        for parameter in signature.parameters.values()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    vars(function)["__signature__"] = signature.replace(parameters=own)
