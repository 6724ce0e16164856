"""Tests in processes of their own."""

import functools
import importlib
import multiprocessing
import sys
import warnings
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any, ParamSpec

import numpy as np

from support.watchdog import TIMEOUT, watch

P = ParamSpec("P")


def run_process(
    make: Callable[..., BaseProcess], target: Callable[..., None], *args: object
) -> None:
    """Call the target in a process of its own and assert that it neither fails nor hangs."""
    process = make(target=_watched, args=(target, *args), daemon=True)
    process.start()
    process.join(2 * TIMEOUT)
    process.kill()
    process.join()
    assert process.exitcode == 0, "its traceback is in the captured stderr"


def _watched(target: Callable[..., None], *args: object) -> None:
    watch()
    warnings.simplefilter("error")
    target(*args)


def isolated(test: Callable[P, None]) -> Callable[P, None]:
    """Run a test in a process of its own: if that hangs or dies, this test fails alone.

    It has imported NumPy and pytest, but not paraminit.
    """

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        make = _context().Process
        run_process(make, _unwrapped, test.__module__, test.__name__, args, kwargs)

    return run


@functools.cache
def _context() -> Any:
    """Return how to begin such a process: on Linux as a fork of one that does nothing else.

    So the imports, which take longer than most of the tests, are made once.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["numpy.random", "pytest"])
    return context


def _unwrapped(module: str, name: str, args: Any, kwargs: Any) -> None:
    np.random.seed(20)  # as conftest.py does for the other tests
    getattr(importlib.import_module(module), name).__wrapped__(*args, **kwargs)
