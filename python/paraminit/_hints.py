"""Hints for those who know another library, in the functions that are written in Python.

The compiled ones have theirs in ``src/initializers/call.rs``.
"""

import inspect
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

_NAMES_OF_RNG = {"seed", "random_state", "key", "generator"}


def refuse(name: str, extra: tuple[Any, ...], other: Mapping[str, Any], hint: str) -> NoReturn:
    """Refuse what a function of one or two positional arguments got beside its own.

    Parameters
    ----------
    name : str
        Of the function.
    extra : tuple
        Positional arguments behind the second one.
    other : mapping of str to object
        Keywords that the function does not have.
    hint : str
        For too many positional arguments, if they are sizes.

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
        given = 2 + len(extra)
        words = f"{name}() takes from 1 to 2 positional arguments but {given} were given"
        if not all(isinstance(argument, int) for argument in extra):
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
