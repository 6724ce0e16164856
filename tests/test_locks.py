"""A call holds the bit generator's lock while it draws, and lets the interpreter go meanwhile."""

import sys
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from helpers import (
    HE,
    LOCK_IS_REENTRANT,
    TIMEOUT,
    ZEROS,
    Pair,
    assert_same,
    bits,
    every_drawing_pair,
    every_pair,
    freeze,
    full_state,
    held_elsewhere,
    isolated,
    lock_is_free,
    observe,
    start,
)
from numpy.random import BitGenerator
from numpy.random.mtrand import get_bit_generator, set_bit_generator

every_size = pytest.mark.parametrize(
    "layers_dims", [[3, 2, 1], [5, 3, 1], [300, 201, 1]], ids=["even", "odd", "large"]
)


@every_size
@every_drawing_pair
@isolated
def test_waits_for_another_thread(pair: Pair, layers_dims: list[int]) -> None:
    """Wait for the lock without the interpreter, and draw once it is free."""
    np.random.seed(4)
    expected = observe(pair.reference, layers_dims)
    np.random.seed(4)
    with held_elsewhere():
        call = start(pair.ours, layers_dims)
        # This thread runs all the while: only so can it see that nothing has come yet.
        with pytest.raises(TimeoutError):
            call.result(0.1)
        assert sum(range(10**6)) == 499_999_500_000
        assert not call.done()
    parameters = call.result(TIMEOUT)
    assert bits(parameters) == expected.bits
    assert full_state() == expected.state


@every_size
@pytest.mark.parametrize("generator", [np.random.PCG64, np.random.MT19937])
@isolated
def test_lock_of_another_generator(
    generator: Callable[[int], BitGenerator], layers_dims: list[int]
) -> None:
    """Wait for the lock of the generator that is set, and not for that of an earlier one."""
    HE.ours(layers_dims)
    with held_elsewhere():
        set_bit_generator(generator(5))
        assert start(HE.ours, layers_dims).result(TIMEOUT)
    with held_elsewhere():
        call = start(HE.ours, layers_dims)
        with pytest.raises(TimeoutError):
            call.result(0.1)
    assert call.result(TIMEOUT)


@every_size
@isolated
def test_generator_is_swapped_while_a_call_waits(layers_dims: list[int]) -> None:
    """Draw from the generator that is set once the wait is over, and leave the one before."""
    set_bit_generator(np.random.PCG64(5))
    expected = observe(HE.reference, layers_dims)
    before = np.random.MT19937(5)
    set_bit_generator(before)
    state = freeze(before.state)
    with held_elsewhere():
        call = start(HE.ours, layers_dims)
        with pytest.raises(TimeoutError):
            call.result(0.1)
        set_bit_generator(np.random.PCG64(5))
    assert bits(call.result(TIMEOUT)) == expected.bits
    assert full_state() == expected.state
    assert freeze(before.state) == state


@isolated
def test_zeros_wait_for_nobody() -> None:
    """Make zeros while another thread holds the lock: they draw nothing."""
    with held_elsewhere():
        assert start(ZEROS.ours, [3, 2]).result(TIMEOUT)["W1"].shape == (2, 3)


@isolated
def test_others_run_during_a_long_call() -> None:
    """Let other threads run while the numbers are drawn."""
    lock = get_bit_generator().lock
    done = threading.Event()

    def saw_it_held() -> bool:
        # Without the interpreter this could not look while the call is inside.
        while not done.is_set():
            if not lock.acquire(blocking=False):
                return True
            lock.release()
        return False

    sys.setswitchinterval(1e-4)
    watcher = start(saw_it_held)
    HE.ours([4000, 4000])
    done.set()
    assert watcher.result(TIMEOUT)


@every_size
@every_pair
@pytest.mark.skipif(not LOCK_IS_REENTRANT, reason="NumPy's own calls hang here before 2.4")
@isolated
def test_caller_holds_the_lock(pair: Pair, layers_dims: list[int]) -> None:
    """Draw while the same thread holds the lock, as NumPy's own calls do."""
    with get_bit_generator().lock:
        assert_same(pair, layers_dims)
        assert not lock_is_free()
    assert lock_is_free()


@pytest.mark.parametrize(
    "layers_dims",
    [[3, 2, 1], [300, 201, 1], [], [3, 2, "a"], [10**7, 10**7], [3, -1], None, [0, 3], {0: 3}],
    ids=repr,
)
@every_pair
def test_lock_is_free_afterwards(pair: Pair, layers_dims: Any) -> None:
    """Give the lock back, whether the call returned or failed."""
    observe(pair.ours, layers_dims)
    assert lock_is_free()


@every_drawing_pair
@isolated
def test_an_entry_that_draws(pair: Pair) -> None:
    """Read the entries before the lock is taken: an entry may draw numbers itself."""

    class Size:
        def __index__(self) -> int:
            # In another thread: the lock, were it held by this one, would keep that waiting.
            start(pair.ours, [3, 2]).result(TIMEOUT)
            return 3

        def __add__(self, other: object) -> "Size":
            return self

        def __rtruediv__(self, numerator: float) -> float:
            return numerator / self.__index__()

    assert pair.ours([Size(), Size()])["W1"].shape == (3, 3)
    assert lock_is_free()
