"""Calls in other threads."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, ParamSpec, TypeVar

import pytest

P = ParamSpec("P")
T = TypeVar("T")


def start(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
    """Call the function in a thread that does not keep the process from ending."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(function(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def assert_waits(call: Future[Any]) -> None:
    """Assert that a call does not end, for as long as is worth waiting.

    On a slow machine it may not even have begun by then: too much can pass, but nothing fails
    that is right.
    """
    with pytest.raises(TimeoutError):
        call.result(0.05)
