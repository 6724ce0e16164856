"""What the proofs share: a command line, guards against hangs, and the measures of a process."""

import argparse
import ctypes
import faulthandler
import inspect
import multiprocessing
import os
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from helpers import TIMEOUT, freeze, lock_is_free
from notebook import Parameters

HANG = 10 * TIMEOUT
"""Seconds after which a proof is taken to hang; a machine may be busy with something else."""

T = TypeVar("T")
Array = npt.NDArray[Any]


class DisprovedError(Exception):
    """What was to be proved is not so."""


def run(prove: Callable[..., str]) -> int:
    """Run a proof, whose parameters are the options of its command, and print its summary."""
    parser = argparse.ArgumentParser(description=prove.__doc__)
    for name, parameter in inspect.signature(prove).parameters.items():
        default = parameter.default
        parser.add_argument(
            "--" + name.replace("_", "-"),
            type=type(default),
            default=default,
            help=f"{default} if not given",
        )
    options = vars(parser.parse_args())
    began = time.perf_counter()
    try:
        status, summary = 0, prove(**options)
    except Exception as error:
        if not isinstance(error, DisprovedError):
            traceback.print_exc()
        status, summary = 1, f"FAILED: {error!r}"
    unwatch()
    proof = Path(inspect.getfile(prove)).stem
    print(f"{proof}: {summary}, {time.perf_counter() - began:.0f} s", flush=True)
    return status


def watch(seconds: float = HANG) -> None:
    """End the process, with a traceback of each thread, unless called again within this time."""
    faulthandler.dump_traceback_later(seconds, exit=True)


def unwatch() -> None:
    """Watch no longer; to be called before a fork, which that thread's locks would not survive."""
    faulthandler.cancel_dump_traceback_later()


def in_fork(function: Callable[[], T], seconds: float = HANG) -> T:
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
        outcome = DisprovedError(f"the process died: exit code {process.exitcode}")
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
    except DisprovedError as error:
        sender.send(error)
    except Exception as error:
        traceback.print_exc()
        sender.send(DisprovedError(repr(error)))


def same_bits(first: Array, second: Array) -> bool:
    """Return whether two arrays of float64 are equal bit for bit, without a copy of either."""
    return first.shape == second.shape and np.array_equal(
        first.view(np.uint64), second.view(np.uint64)
    )


def assert_same_parameters(actual: Parameters, expected: Parameters, what: object) -> None:
    """Raise if any bit of two results differs, without a copy of either."""
    if list(actual) != list(expected):
        raise DisprovedError(f"{what}: the arrays {list(actual)} for {list(expected)}")
    for name, array in actual.items():
        if not same_bits(array, expected[name]):
            raise DisprovedError(f"{what}: {name} differs")


def assert_untouched(state: object, what: object) -> None:
    """Raise unless the global stream is in this state, as it was frozen, and its lock is free."""
    if freeze(np.random.get_state(legacy=False)) != state:
        raise DisprovedError(f"{what}: the stream has moved")
    if not lock_is_free():
        raise DisprovedError(f"{what}: the lock is not free")


def words_of(twister: Any) -> bytes:
    """Return the words and the position of a Mersenne Twister, whoever may hold its lock."""
    return ctypes.string_at(twister.ctypes.state_address, 625 * 4)


def set_words(twister: Any, words: bytes) -> None:
    """Put a Mersenne Twister elsewhere, which takes `set_state` a hundred times as long."""
    ctypes.memmove(twister.ctypes.state_address, words, len(words))


def resident() -> int:
    """Return how many bytes this process has in memory."""
    return _pages(1)


def address_space() -> int:
    """Return how many bytes of addresses this process has in use."""
    return _pages(0)


def _pages(field: int) -> int:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[field]) * os.sysconf("SC_PAGE_SIZE")


def mebibytes(size: float) -> str:
    """Return a size in words."""
    return f"{size / 2**20:.1f} MiB"
