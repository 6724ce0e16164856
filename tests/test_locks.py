"""A call holds the bit generator's lock while it draws, and releases the GIL if it draws long."""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.random.mtrand import set_bit_generator

from support.functions import (
    ALL,
    FUNCTIONS,
    HE,
    NORMAL,
    ZEROS,
    Function,
    all_functions,
    every_drawing_function,
    every_notebook_function,
)
from support.locks import held, is_free, lock_is_free
from support.numpy_version import LOCK_IS_REENTRANT
from support.outcome import freeze, observe, state_of
from support.processes import isolated
from support.streams import (
    ALL_STREAMS,
    Foreign,
    every_bit_generator,
    every_way,
    global_stream,
    lock_of,
)
from support.threads import assert_waits, start
from support.watchdog import TIMEOUT

HAS_GIL = getattr(sys, "_is_gil_enabled", lambda: True)()

COUNTS = (3, 1100, 70_001)
"""One for each way to draw: one by one, in bulk, and as a long call; odd and even."""


@every_way
@isolated
def test_waits_for_another_thread(function: Function, stream: str) -> None:
    """Release the GIL to wait for the lock, and draw once it is free."""
    for count in COUNTS:
        rng = ALL_STREAMS[stream](4)
        expected, state = freeze(function.expected(count, rng)), state_of(rng)
        rng = ALL_STREAMS[stream](4)
        with held(lock_of(rng)):
            call = start(function.draw, count, rng)
            assert_waits(call)
            assert sum(range(10**6)) == 499_999_500_000  # this thread runs meanwhile
            assert not call.done()
        assert freeze(call.result(TIMEOUT)) == expected
        assert state_of(rng) == state
        assert is_free(lock_of(rng))


@every_bit_generator
@all_functions
@isolated
def test_another_lock(function: Function, bit_generator: Callable[[int], Any]) -> None:
    """Wait for the lock that a stream has now, not for that of an earlier bit generator or state.

    A bit generator that is initialised again has a new lock.
    """
    for count in (3, 70_001):
        earlier, bits = np.random.MT19937(1), bit_generator(5)
        for each in (earlier, bits):
            set_bit_generator(each)
            function.draw(count, np.random.Generator(each))
        bits.__init__(2)
        set_bit_generator(bits)
        with held(earlier.lock):
            assert start(function.draw, count, np.random.Generator(bits)).result(TIMEOUT).size
        bits.__init__(2)
        set_bit_generator(bits)
        with held(bits.lock):
            call = start(function.draw, count, np.random.Generator(bits))
            assert_waits(call)
        drawn = freeze(call.result(TIMEOUT))
        set_bit_generator(bit_generator(2))
        assert drawn == freeze(function.expected(count, np.random.Generator(bit_generator(2))))


@isolated
def test_zeros_wait_for_nobody() -> None:
    """Make zeros while another thread holds the lock: they draw nothing."""
    with held(lock_of(np.random)):
        assert start(ZEROS.ours, [3, 2]).result(TIMEOUT)["W1"].shape == (2, 3)


@pytest.mark.skipif(not HAS_GIL, reason="there is no GIL")
@pytest.mark.parametrize(
    ("function", "stream"),
    [(HE, "np.random"), *((NORMAL, stream) for stream in ("PCG64", "SFC64", "MT19937"))],
)
@isolated
def test_others_run_during_a_long_call(function: Function, stream: str) -> None:
    """Release the GIL, but not the lock, while the numbers are drawn."""
    count = 16_000_000
    rng = ALL_STREAMS[stream](3)
    function.draw(count, rng)  # the first call also looks at NumPy's normals, without the lock
    lock = lock_of(rng)
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
    for _ in range(10):
        calling.set()
        function.draw(count, rng)
        calling.clear()
    over.set()
    free = watcher.result(TIMEOUT)
    assert free
    assert not any(free)


@pytest.mark.skipif(not LOCK_IS_REENTRANT, reason="NumPy's own calls hang here before 2.4")
@every_way
@isolated
def test_caller_holds_the_lock(function: Function, stream: str) -> None:
    """Draw while the same thread holds the lock, as NumPy's own calls do."""
    for count in COUNTS:
        rng, again = ALL_STREAMS[stream](3), ALL_STREAMS[stream](3)
        drawn = []
        for draw, source in ((function.draw, rng), (function.expected, again)):
            if source is np.random:
                ALL_STREAMS[stream](3)
            with lock_of(source):
                drawn.append(freeze(draw(count, source)))
                assert not start(is_free, lock_of(source)).result(TIMEOUT)
            assert start(is_free, lock_of(source)).result(TIMEOUT)
        assert drawn[0] == drawn[1]


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


WRAPPERS: dict[str, Callable[[Any], Any]] = {
    "Generator": np.random.Generator,
    "RandomState": np.random.RandomState,
    "bare": lambda bits: bits,
    "np.random": lambda bits: global_stream(lambda seed: bits, 0),
}


@pytest.mark.parametrize("wrap", WRAPPERS)
@pytest.mark.parametrize("make_lock", [threading.Lock, threading.RLock, Guard])
@isolated
def test_locks_of_other_kinds(make_lock: Callable[[], Any], wrap: str) -> None:
    """Draw under any lock under which NumPy draws."""

    def results(function: Function, ours: bool) -> list[Any]:
        bits: Any = Foreign(5)
        bits.lock = make_lock()
        rng = WRAPPERS[wrap](bits)
        draw = function.draw if ours else function.expected
        return [*(freeze(draw(count, rng)) for count in COUNTS), getattr(bits.lock, "taken", 1) > 0]

    for function in ALL if wrap == "np.random" else FUNCTIONS:
        assert results(function, ours=True) == results(function, ours=False)
