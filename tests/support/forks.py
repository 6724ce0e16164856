"""Calls in forked copies of a process."""

import multiprocessing
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from support.watchdog import TIMEOUT, unwatch

T = TypeVar("T")


class FaultError(Exception):
    """A stress test has found a fault."""


def in_fork(function: Callable[[], T], seconds: float = 2 * TIMEOUT) -> T:
    """Return what the function returns in a forked copy of this process, which may die of it."""
    unwatch()
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send_result, args=(function, sender), daemon=True)
    process.start()
    sender.close()
    try:
        arrived = receiver.poll(seconds)
        outcome = receiver.recv() if arrived else TimeoutError(f"none within {seconds} s")
    except EOFError:
        process.join(TIMEOUT)
        outcome = FaultError(f"the process died: exit code {process.exitcode}")
    finally:
        process.kill()
        process.join()
        receiver.close()
    if isinstance(outcome, BaseException):
        raise outcome
    result: T = outcome
    return result


def _send_result(function: Callable[[], object], sender: Connection) -> None:
    try:
        sender.send(function())
    except FaultError as error:
        sender.send(error)
    except Exception as error:
        traceback.print_exc()
        sender.send(FaultError(repr(error)))
