"""An interrupted call raises what its handler raises and leaves the stream as it was."""

import _thread
import hashlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any, NoReturn

import numpy as np
import pytest

from support.functions import (
    DTYPES,
    HE,
    RANDOM,
    XAVIER,
    Function,
    every_drawing_function,
)
from support.locks import held_elsewhere, is_free, lock_is_free
from support.outcome import assert_same, full_state, state_of
from support.processes import isolated
from support.streams import ALL_STREAMS, OURS, lock_of
from support.threads import start
from support.watchdog import TIMEOUT

SIZES = (12_000_000, 24_000_000, 48_000_000, 96_000_000)
"""One is enough to look for an interrupt, which a call does every 20 ms."""

ATTEMPTS = 50
"""How often to try to interrupt a call: on a busy machine the interrupt can come after its end."""


def raise_signal() -> None:
    """Raise SIGINT in this thread."""
    signal.raise_signal(signal.SIGINT)


def interrupt_main() -> None:
    """Have Python behave as if SIGINT had come."""
    _thread.interrupt_main()


def kill() -> None:
    """Send SIGINT to this process."""
    os.kill(os.getpid(), signal.SIGINT)


INTERRUPTS = [raise_signal, interrupt_main]
if sys.platform != "win32":  # where os.kill ends a process
    INTERRUPTS.append(kill)

CASES = [
    *((HE, "np.random", interrupt) for interrupt in INTERRUPTS),
    *((function, stream, raise_signal) for function, stream in OURS),
]


def handle_interrupts(
    handler: Callable[[int, FrameType | None], Any] = signal.default_int_handler, threads: int = 2
) -> None:
    """Set the handler of SIGINT, which a shell may have had ignored, and the number of threads."""
    signal.signal(signal.SIGINT, handler)
    os.environ["PARAMINIT_NUM_THREADS"] = str(threads)


def time_out(number: int, frame: FrameType | None) -> None:
    """Raise something that only this handler raises."""
    raise TimeoutError(f"signal {number}")


def once_drawing(interrupt: Callable[[], None], rng: Any, over: Callable[[], bool]) -> None:
    """Have another thread interrupt this one when it sees the lock held, or the call over."""
    lock = lock_of(rng)

    def watch() -> None:
        while is_free(lock) and not over():
            time.sleep(0.001)
        interrupt()

    start(watch)


def wait_for_interrupt() -> NoReturn:
    """Wait until the signal's handler raises: not in one sleep, which no other thread can end."""
    while True:
        time.sleep(0.01)


def begun(stream: str) -> Any:
    """Return a stream with half a word buffered, or a normal cached."""
    rng = ALL_STREAMS[stream](5)
    rng.standard_normal()
    rng.bytes(5)
    return rng


def compare_what_follows(function: Function, make: Callable[[], Any]) -> None:
    """Compare small and large calls after an interrupted one."""
    for count in (3, 1100, 70_001):
        assert_same(function, function.size(count), make=make)


@pytest.mark.parametrize(
    ("function", "stream", "interrupt"),
    [pytest.param(*case, id=f"{case[0]}-{case[1]}-{case[2].__name__}") for case in CASES],
)
@isolated
def test_interrupt(function: Function, stream: str, interrupt: Callable[[], None]) -> None:
    """Raise out of a long call, with half a word and a cached normal where they were."""
    handle_interrupts(time_out if interrupt is raise_signal else signal.default_int_handler)
    error = TimeoutError if interrupt is raise_signal else KeyboardInterrupt
    for dtype in DTYPES[: 2 if stream in ("PCG64", "PCG64DXSM") else 1]:
        for attempt in range(ATTEMPTS):
            size = SIZES[min(attempt, len(SIZES) - 1)]
            rng = begun(stream)
            state = state_of(rng)
            returned = threading.Event()
            once_drawing(interrupt, rng, returned.is_set)
            with pytest.raises(error):  # noqa: PT012 - it may come late
                function.draw(size, rng, dtype)
                returned.set()
                wait_for_interrupt()
            after = state_of(rng)
            if after == state:
                break
            # The interrupt came after the call had looked for the last time.
            rng = begun(stream)
            function.draw(size, rng, dtype)
            assert state_of(rng) == after
        else:
            pytest.fail("no interrupt ended a call")
        assert is_free(lock_of(rng))
        assert start(is_free, lock_of(rng)).result(TIMEOUT)
    compare_what_follows(function, partial(ALL_STREAMS[stream], 5))


def drawn(draw: Callable[..., Any], count: int) -> tuple[str, object]:
    """Draw from the global stream; return a digest of the numbers, and the state after that."""
    return hashlib.blake2b(draw(count, np.random).data).hexdigest(), full_state()


@isolated
def test_handler_that_returns() -> None:
    """Go on after a handler that returns, and finish with the notebook's numbers."""
    count = SIZES[0]
    np.random.seed(6)
    expected = drawn(XAVIER.expected, count)
    during_the_call: list[bool] = []

    def handler(number: int, frame: FrameType | None) -> None:
        during_the_call.append(not lock_is_free())

    handle_interrupts(handler, threads=1)
    for attempt in range(ATTEMPTS):
        np.random.seed(6)
        returned = threading.Event()
        once_drawing(raise_signal, np.random, returned.is_set)
        actual = drawn(XAVIER.draw, count)
        returned.set()
        while len(during_the_call) == attempt:
            time.sleep(0.01)
        assert actual == expected
        if during_the_call[attempt]:
            return
    pytest.fail("no interrupt came during a call")


@pytest.mark.skipif(sys.platform == "win32", reason="nothing interrupts a wait for a lock there")
@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [300, 201, 1]], ids=["small", "large"])
@every_drawing_function
@isolated
def test_interrupted_while_waiting(function: Function, layers_dims: list[int]) -> None:
    """Raise KeyboardInterrupt out of the wait for the lock, as NumPy's own calls do."""
    handle_interrupts()
    np.random.randn()
    state = full_state()
    waits = threading.Event()

    def interrupt() -> None:
        waits.wait()
        time.sleep(0.2)  # if the call does not wait yet, the interrupt only comes too early
        kill()

    def call() -> None:
        waits.set()
        function.ours(layers_dims)

    start(interrupt)
    with held_elsewhere(), pytest.raises(KeyboardInterrupt):
        call()
    assert full_state() == state
    assert lock_is_free()
    assert_same(function, [3, 2, 1])
    assert_same(function, [300, 201, 1])


@isolated
def test_a_call_in_another_thread_is_not_interrupted() -> None:
    """Leave signals to the main thread, as Python does."""
    handle_interrupts(threads=1)
    count = SIZES[0]
    np.random.seed(6)
    expected = drawn(RANDOM.expected, count)
    for _ in range(ATTEMPTS):
        np.random.seed(6)
        call = start(drawn, RANDOM.draw, count)
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - it may come late
            once_drawing(raise_signal, np.random, call.done)
            wait_for_interrupt()
        during_the_call = not call.done()
        assert call.result(TIMEOUT) == expected
        if during_the_call:
            return
    pytest.fail("no interrupt came during a call")
