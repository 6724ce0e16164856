"""A call holds the bit generator's lock while it draws, and releases the GIL if it draws long."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.random import BitGenerator
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from support.functions import (
    HE,
    NOTEBOOK,
    ZEROS,
    Function,
    every_drawing_function,
    every_function,
    every_notebook_function,
)
from support.locks import held_elsewhere, is_free, lock_is_free
from support.numpy_version import LOCK_IS_REENTRANT
from support.outcome import assert_same, bits, freeze, full_state, observe
from support.processes import isolated
from support.streams import Foreign
from support.threads import assert_waits, start
from support.watchdog import TIMEOUT

HAS_GIL = getattr(sys, "_is_gil_enabled", lambda: True)()

every_size = pytest.mark.parametrize(
    "layers_dims", [[3, 2, 1], [5, 3, 1], [300, 201, 1]], ids=["even", "odd", "large"]
)


@every_size
@every_drawing_function
@isolated
def test_waits_for_another_thread(function: Function, layers_dims: list[int]) -> None:
    """Release the GIL to wait for the lock, and draw once it is free."""
    np.random.seed(4)
    expected = observe(function.reference, layers_dims)
    np.random.seed(4)
    with held_elsewhere():
        call = start(function.ours, layers_dims)
        assert_waits(call)
        assert sum(range(10**6)) == 499_999_500_000  # this thread runs meanwhile
        assert not call.done()
    parameters = call.result(TIMEOUT)
    assert bits(parameters) == expected.bits
    assert full_state() == expected.state


@every_size
@pytest.mark.parametrize("bit_generator", [np.random.PCG64, np.random.MT19937])
@isolated
def test_lock_of_another_bit_generator(
    bit_generator: Callable[[int], BitGenerator], layers_dims: list[int]
) -> None:
    """Wait for the lock of the bit generator that is set, and not for that of an earlier one."""
    HE.ours(layers_dims)
    with held_elsewhere():
        set_bit_generator(bit_generator(5))
        assert start(HE.ours, layers_dims).result(TIMEOUT)
    with held_elsewhere():
        call = start(HE.ours, layers_dims)
        assert_waits(call)
    assert call.result(TIMEOUT)


@isolated
def test_zeros_wait_for_nobody() -> None:
    """Make zeros while another thread holds the lock: they draw nothing."""
    with held_elsewhere():
        assert start(ZEROS.ours, [3, 2]).result(TIMEOUT)["W1"].shape == (2, 3)


@pytest.mark.skipif(not HAS_GIL, reason="there is no GIL")
@isolated
def test_others_run_during_a_long_call() -> None:
    """Release the GIL, but not the lock, while the numbers are drawn."""
    # Large biases would release the GIL as well: NumPy does to make many zeros.
    layers_dims = [16_000_000, 1]
    HE.ours(layers_dims)  # the first call also looks at NumPy's normals, without the lock
    lock = get_bit_generator().lock
    calling, over = threading.Event(), threading.Event()

    def watch() -> list[bool]:
        free = []
        while not over.is_set():
            if calling.is_set():
                free.append(is_free(lock))
            time.sleep(0.001)
        return free

    # With so long an interval a thread loses the GIL only where it waits or releases it.
    sys.setswitchinterval(10 * TIMEOUT)
    watcher = start(watch)
    for _ in range(20):
        calling.set()
        HE.ours(layers_dims)
        calling.clear()
    over.set()
    free = watcher.result(TIMEOUT)
    assert free
    assert not any(free)


@every_size
@pytest.mark.skipif(not LOCK_IS_REENTRANT, reason="NumPy's own calls hang here before 2.4")
@isolated
def test_caller_holds_the_lock(layers_dims: list[int]) -> None:
    """Draw while the same thread holds the lock, as NumPy's own calls do."""
    for function in NOTEBOOK:
        with get_bit_generator().lock:
            assert_same(function, layers_dims)
            assert not lock_is_free()
        assert lock_is_free()


@pytest.mark.parametrize(
    "layers_dims",
    [[3, 2, 1], [300, 201, 1], [], [3, 2, "a"], [10**7, 10**7], [3, -1], None, [0, 3], {0: 3}],
    ids=repr,
)
@every_notebook_function
def test_lock_is_free_afterwards(function: Function, layers_dims: Any) -> None:
    """Release the lock, whether the call returned or failed."""
    observe(function.ours, layers_dims)
    assert lock_is_free()


@every_drawing_function
@isolated
def test_an_entry_that_draws(function: Function) -> None:
    """Read the entries before the lock is taken: an entry may draw numbers itself."""

    class Size:
        def __index__(self) -> int:
            # In another thread, which would wait for ever if this one held the lock.
            start(function.ours, [3, 2]).result(TIMEOUT)
            return 3

        def __add__(self, other: object) -> "Size":
            return self

        def __rtruediv__(self, numerator: float) -> float:
            return numerator / self.__index__()

    assert function.ours([Size(), Size()])["W1"].shape == (3, 3)
    assert lock_is_free()


@every_size
@pytest.mark.parametrize("bit_generator", [np.random.MT19937, np.random.PCG64])
@isolated
def test_another_lock_of_the_same_bit_generator(
    bit_generator: Callable[[int], BitGenerator], layers_dims: list[int]
) -> None:
    """Wait for the lock that a stream has now: a bit generator initialised again has a new one."""
    bits: Any = bit_generator(5)
    set_bit_generator(bits)
    HE.ours(layers_dims)
    bits.__init__(2)
    set_bit_generator(bits)
    with held_elsewhere():
        call = start(HE.ours, layers_dims)
        assert_waits(call)
    assert call.result(TIMEOUT)


@pytest.mark.parametrize("shape", [3, 70_001])
@every_function
@isolated
def test_another_lock_of_a_generator(function: Function, shape: int) -> None:
    """Wait for the lock that a stream has now, for each of NumPy's bit generators."""
    for kind in (np.random.PCG64, np.random.Philox, np.random.SFC64, np.random.MT19937):
        bit_generator: Any = kind(5)
        function.ours(shape, rng=np.random.Generator(bit_generator))
        bit_generator.__init__(2)
        set_bit_generator(bit_generator)
        expected = freeze(function.reference(shape, rng=np.random.Generator(kind(2))))
        with held_elsewhere():
            call = start(function.ours, shape, rng=np.random.Generator(bit_generator))
            assert_waits(call)
        assert freeze(call.result(TIMEOUT)) == expected


class Guard:
    """A lock that can do no more than NumPy asks of one."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.taken = 0

    def __enter__(self) -> None:
        self.lock.acquire()
        self.taken += 1

    def __exit__(self, *_: object) -> None:
        self.lock.release()


@pytest.mark.parametrize("make_lock", [threading.Lock, threading.RLock, Guard])
@every_function
@isolated
def test_locks_of_other_kinds(function: Function, make_lock: Callable[[], Any]) -> None:
    """Draw under any lock under which NumPy draws."""

    def results(draw: Callable[..., Any], wrap: Callable[[Any], Any]) -> list[Any]:
        foreign = Foreign(5)
        foreign.lock = make_lock()
        rng = wrap(foreign)
        if isinstance(foreign.lock, Guard):
            draw(3, rng)
            assert foreign.lock.taken > 0
        return [freeze(draw(count, rng)) for count in (3, 300, 70_001)]

    for wrap in (np.random.Generator, np.random.RandomState, lambda foreign: foreign):
        if wrap in (np.random.Generator, np.random.RandomState):
            assert results(function.draw, wrap) == results(function.expected, wrap)
        else:
            rng: Any = Foreign(5)
            rng.lock = make_lock()
            expected = np.random.Generator(Foreign(5))  # type: ignore[arg-type]
            actual = freeze(function.ours(7, rng=rng))
            assert actual == freeze(function.reference(7, rng=expected))


@pytest.mark.parametrize("make_lock", [threading.Lock, Guard])
@every_drawing_function
@isolated
def test_locks_of_other_kinds_under_the_global_stream(
    function: Function, make_lock: Callable[[], Any]
) -> None:
    """Draw under any lock under which NumPy draws."""

    def results(function: Callable[[Any], Any]) -> list[Any]:
        foreign: Any = Foreign(5)
        foreign.lock = make_lock()
        set_bit_generator(foreign)
        drawn = [bits(function(layers_dims)) for layers_dims in ([3, 2, 1], [300, 201, 1])]
        return [*drawn, np.random.randn()]

    assert results(function.ours) == results(function.reference)
