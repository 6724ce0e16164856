"""An interrupted call raises what its handler raises and leaves the stream as it was."""

import _thread
import hashlib
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from types import FrameType
from typing import Any, NoReturn

import numpy as np
import pytest
from numpy.random import BitGenerator
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from reference.notebook import Parameters
from support.locks import held_elsewhere, is_free, lock_is_free
from support.outcome import assert_same, freeze, full_state
from support.pairs import HE, RANDOM, XAVIER, Pair, every_drawing_pair
from support.processes import isolated
from support.threads import start
from support.watchdog import TIMEOUT

LONG = {1: [5000, 5000], 2: [7000, 7000]}
"""By the number of threads: long enough to look for an interrupt, which a call does every 20 ms."""

LONG_FOR_PCG64 = [3000, 3000]

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


WAYS = [
    raise_signal,
    interrupt_main,
    pytest.param(
        kill,
        marks=pytest.mark.skipif(
            sys.platform == "win32", reason="os.kill ends a process on Windows"
        ),
    ),
]


def handle_interrupts(
    handler: Callable[[int, FrameType | None], Any] = signal.default_int_handler, threads: int = 2
) -> None:
    """Set the handler of SIGINT, which a shell may have had ignored, and the number of threads."""
    signal.signal(signal.SIGINT, handler)
    os.environ["PARAMINIT_NUM_THREADS"] = str(threads)


def digests(parameters: Parameters) -> list[str]:
    """Return a digest of each array."""
    return [hashlib.blake2b(array.data).hexdigest() for array in parameters.values()]


def once_drawing(interrupt: Callable[[], None], over: Callable[[], bool]) -> None:
    """Have another thread interrupt this one when it sees the lock held, or the call over."""
    lock = get_bit_generator().lock

    def watch() -> None:
        while is_free(lock) and not over():
            time.sleep(0.001)
        interrupt()

    start(watch)


def interrupt_call(pair: Pair, layers_dims: list[int], interrupt: Callable[[], None]) -> NoReturn:
    """Make a call that is interrupted, while it draws or too late."""
    returned = threading.Event()
    once_drawing(interrupt, returned.is_set)
    pair.ours(layers_dims)
    returned.set()
    wait_for_interrupt()


def interrupt_beside(call: Future[Any]) -> NoReturn:
    """Interrupt this thread while a call in another one draws, or too late."""
    once_drawing(raise_signal, call.done)
    wait_for_interrupt()


def wait_for_interrupt() -> NoReturn:
    """Wait until the signal's handler raises."""
    while True:
        time.sleep(0.01)


def assert_interrupted(
    pair: Pair, layers_dims: list[int], interrupt: Callable[[], None], error: type[BaseException]
) -> None:
    """Assert that an interrupted call raises the error, and that nothing else has changed."""
    state = np.random.get_state(legacy=False)
    for _ in range(ATTEMPTS):
        with pytest.raises(error):
            interrupt_call(pair, layers_dims, interrupt)
        if full_state() == freeze(state):
            break
        np.random.set_state(state)
    else:
        pytest.fail("no interrupt ended a call")
    assert lock_is_free()
    assert_same(pair, [3, 2, 1])
    assert_same(pair, [300, 201, 1])


@pytest.mark.parametrize(
    ("bit_generator", "layers_dims"),
    [(np.random.MT19937, LONG[2]), (np.random.PCG64, LONG_FOR_PCG64)],
    ids=["MT19937", "PCG64"],
)
@pytest.mark.parametrize("interrupt", WAYS)
@isolated
def test_keyboard_interrupt(
    interrupt: Callable[[], None],
    bit_generator: Callable[[int], BitGenerator],
    layers_dims: list[int],
) -> None:
    """Raise KeyboardInterrupt out of a long call, however the interrupt came."""
    handle_interrupts()
    set_bit_generator(bit_generator(5))
    np.random.randn()  # leaves a cached normal
    np.random.bytes(4)
    assert_interrupted(HE, layers_dims, interrupt, KeyboardInterrupt)


@every_drawing_pair
@isolated
def test_what_another_handler_raises(pair: Pair) -> None:
    """Raise what the signal's own handler raises, from every function."""

    def handler(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"signal {number}")

    handle_interrupts(handler)
    assert_interrupted(pair, LONG[2], raise_signal, TimeoutError)


@isolated
def test_handler_that_returns() -> None:
    """Go on after a handler that returns, and finish with the notebook's numbers."""
    np.random.seed(6)
    expected = digests(XAVIER.reference(LONG[1])), full_state()
    during_the_call: list[bool] = []

    def handler(number: int, frame: FrameType | None) -> None:
        during_the_call.append(not lock_is_free())

    handle_interrupts(handler, threads=1)
    for attempt in range(ATTEMPTS):
        np.random.seed(6)
        returned = threading.Event()
        once_drawing(raise_signal, returned.is_set)
        parameters = XAVIER.ours(LONG[1])
        returned.set()
        while len(during_the_call) == attempt:
            time.sleep(0.01)
        assert (digests(parameters), full_state()) == expected
        if during_the_call[attempt]:
            return
    pytest.fail("no interrupt came during a call")


@pytest.mark.skipif(sys.platform == "win32", reason="nothing interrupts a wait for a lock there")
@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [300, 201, 1]], ids=["small", "large"])
@every_drawing_pair
@isolated
def test_interrupted_while_waiting(pair: Pair, layers_dims: list[int]) -> None:
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
        pair.ours(layers_dims)

    start(interrupt)
    with held_elsewhere(), pytest.raises(KeyboardInterrupt):
        call()
    assert full_state() == state
    assert lock_is_free()
    assert_same(pair, [3, 2, 1])
    assert_same(pair, [300, 201, 1])


@isolated
def test_a_call_in_another_thread_is_not_interrupted() -> None:
    """Leave signals to the main thread, as Python does."""
    handle_interrupts(threads=1)
    np.random.seed(6)
    expected = digests(RANDOM.reference(LONG[1]))
    for _ in range(ATTEMPTS):
        np.random.seed(6)
        call = start(RANDOM.ours, LONG[1])
        with pytest.raises(KeyboardInterrupt):
            interrupt_beside(call)
        during_the_call = not call.done()
        assert digests(call.result(TIMEOUT)) == expected
        if during_the_call:
            return
    pytest.fail("no interrupt came during a call")
