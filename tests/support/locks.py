"""The lock of the global bit generator, seen from other threads."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from numpy.random.mtrand import get_bit_generator

from support.threads import start
from support.watchdog import TIMEOUT


@contextmanager
def held(lock: Any) -> Iterator[None]:
    """Have another thread hold a lock."""
    taken, done = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            taken.set()
            done.wait()

    holder = start(hold)
    assert taken.wait(TIMEOUT)
    try:
        yield
    finally:
        done.set()
        holder.result(TIMEOUT)


def held_elsewhere() -> AbstractContextManager[None]:
    """Have another thread hold the lock of the global bit generator."""
    return held(get_bit_generator().lock)


def is_free(lock: Any) -> bool:
    """Return whether this thread could take the lock."""
    free: bool = lock.acquire(blocking=False)
    if free:
        lock.release()
    return free


def lock_is_free() -> bool:
    """Return whether another thread could take the lock of the global bit generator."""
    return start(is_free, get_bit_generator().lock).result(TIMEOUT)
