"""Hints for those who know another library."""

import inspect
from collections.abc import Callable, Collection
from typing import Any, NoReturn

_NAMES_OF_RNG = {"seed", "random_state", "key", "generator"}


def refuse(
    name: str,
    options: Collection[str],
    first: Any,
    extra: tuple[Any, ...],
    other: Collection[str],
    sizes: str | None = None,
) -> NoReturn:
    """Refuse, in Python's words, what a function got beside its own arguments.

    It has `options` by position after the `first` argument. `extra` are too many by position,
    `other` the names of unknown keywords. `sizes` is the hint for those who give sizes one by one,
    if not the usual one.
    """
    hint = ""
    if other:
        keyword = next(iter(other))
        words = f"{name}() got an unexpected keyword argument {keyword!r}"
        if keyword in _NAMES_OF_RNG:
            hint = ": use rng="
    else:
        most = 1 + len(options)
        takes = f"from 1 to {most} positional arguments" if options else "1 positional argument"
        words = f"{name}() takes {takes} but {most + len(extra)} were given"
        if all(isinstance(size, int) for size in (first, *extra)):
            # Without what was taken for an option, which may have been a size or not.
            shape = (2 if options else first, *extra)
            hint = f": {sizes or f'a shape is one tuple, as in {name}({shape})'}"
        elif options and not sizes and any(isinstance(argument, tuple) for argument in extra):
            hint = f": the shape comes first, as in {name}((2, 3), {', '.join(options)})"
    raise TypeError(words + hint)


def show_own_arguments(function: Callable[..., Any]) -> None:
    """Leave the arguments that are only there to be refused out of the signature that is shown."""
    signature = inspect.signature(function)
    own = [
        parameter
        for parameter in signature.parameters.values()
        if parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    ]
    vars(function)["__signature__"] = signature.replace(parameters=own)
