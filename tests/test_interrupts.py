"""An interrupted call raises what its handler raises and leaves the stream as it was."""

import _thread
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

import numpy as np
import pytest
from helpers import (
    HE,
    RANDOM,
    TIMEOUT,
    XAVIER,
    Pair,
    assert_same,
    bits,
    every_drawing_pair,
    full_state,
    held_elsewhere,
    isolated,
    lock_is_free,
    start,
)
from numpy.random import BitGenerator
from numpy.random.mtrand import get_bit_generator, set_bit_generator

LONG = [7000, 7000]
LAYERS = [4000, 4000, 4000, 4000]
MIDDLE = [3000, 3000, 3000]


def raise_signal() -> None:
    """Raise SIGINT in this thread."""
    signal.raise_signal(signal.SIGINT)


def interrupt_main() -> None:
    """Have the interpreter behave as if SIGINT had come."""
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


def wait_until_drawing() -> None:
    """Return as soon as the lock is seen to be held: a call is in the midst of its numbers."""
    lock = get_bit_generator().lock
    while lock.acquire(blocking=False):
        lock.release()


def once_drawing(interrupt: Callable[[], None]) -> None:
    """Have another thread interrupt the call that this one is about to make."""
    # A shell may have had SIGINT ignored, which Python then leaves so.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.setswitchinterval(1e-4)

    def watch() -> None:
        wait_until_drawing()
        interrupt()

    start(watch)


def assert_unharmed(pair: Pair, state: object) -> None:
    """Assert that the stream is as it was, that the lock is free, and that calls go on right."""
    assert full_state() == state
    assert lock_is_free()
    assert_same(pair, [3, 2, 1])
    assert_same(pair, [300, 201, 1])


@pytest.mark.parametrize("generator", [np.random.MT19937, np.random.PCG64])
@pytest.mark.parametrize("interrupt", WAYS)
@isolated
def test_keyboard_interrupt(
    interrupt: Callable[[], None], generator: Callable[[int], BitGenerator]
) -> None:
    """Raise KeyboardInterrupt out of a long call, however the interrupt came."""
    set_bit_generator(generator(5))
    np.random.randn()  # leaves a cached gaussian
    np.random.bytes(4)
    state = full_state()
    once_drawing(interrupt)
    with pytest.raises(KeyboardInterrupt):
        HE.ours(LONG)
    assert_unharmed(HE, state)


@every_drawing_pair
@isolated
def test_what_another_handler_raises(pair: Pair) -> None:
    """Raise what the signal's own handler raises, from every function."""

    def handler(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"signal {number}")

    state = full_state()
    once_drawing(raise_signal)
    signal.signal(signal.SIGINT, handler)
    with pytest.raises(TimeoutError, match="signal"):
        pair.ours(LAYERS)
    assert_unharmed(pair, state)


@isolated
def test_handler_that_returns() -> None:
    """Go on after a handler that returns, and finish with the notebook's numbers."""
    handled = threading.Event()

    def handler(number: int, frame: FrameType | None) -> None:
        handled.set()

    once_drawing(raise_signal)
    signal.signal(signal.SIGINT, handler)
    np.random.seed(6)
    parameters = XAVIER.ours(MIDDLE)
    assert handled.is_set()
    state = full_state()

    np.random.seed(6)
    expected = XAVIER.reference(MIDDLE)
    assert bits(parameters) == bits(expected)
    assert full_state() == state


@pytest.mark.skipif(sys.platform == "win32", reason="nothing interrupts a wait for a lock there")
@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [300, 201, 1]], ids=["small", "large"])
@every_drawing_pair
@isolated
def test_interrupted_while_waiting(pair: Pair, layers_dims: list[int]) -> None:
    """Raise KeyboardInterrupt out of the wait for the lock, as NumPy's own calls do."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    np.random.randn()
    state = full_state()

    def call() -> None:
        # Inside of here the call can only wait, whenever this comes.
        threading.Timer(0.2, kill).start()
        pair.ours(layers_dims)

    with held_elsewhere(), pytest.raises(KeyboardInterrupt):
        call()
    assert_unharmed(pair, state)


@isolated
def test_a_call_in_another_thread_is_not_interrupted() -> None:
    """Leave signals to the main thread, as Python does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    np.random.seed(6)
    expected = RANDOM.reference(MIDDLE)
    np.random.seed(6)
    task = start(RANDOM.ours, MIDDLE)
    wait_until_drawing()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    assert bits(task.result(TIMEOUT)) == bits(expected)
