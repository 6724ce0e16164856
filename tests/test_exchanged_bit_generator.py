"""A bit generator that is exchanged while a call runs: the call draws all from one of the two.

Only where a test can see how far the call has got does it know from which.
"""

import gc
import sys
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import paraminit
import pytest
from numpy.random import BitGenerator
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from reference.notebook import Parameters
from support.functions import HE, name_of
from support.locks import held_elsewhere, is_free, lock_is_free
from support.outcome import bits, freeze, full_state, observe
from support.processes import isolated
from support.streams import BIT_GENERATORS, refuse_a_seed
from support.threads import assert_waits, start
from support.watchdog import TIMEOUT

ATTEMPTS = 50
"""How often to try: on a busy machine the exchange can come before or after the drawing."""

MakeBitGenerator = Callable[[int], BitGenerator]

# From a first one of another kind the stream's own methods draw, array by array.
every_first = pytest.mark.parametrize("make_first", [np.random.MT19937])
every_second = pytest.mark.parametrize("make_second", [np.random.MT19937, np.random.PCG64])


class Exchange:
    """The two bit generators of a test, and what a call does that draws from either."""

    def __init__(
        self,
        make_first: MakeBitGenerator,
        make_second: MakeBitGenerator,
        layers_dims: list[int],
        drawn_before: int,
    ) -> None:
        self.make = make_first, make_second
        self.drawn_before = drawn_before
        self.begin()
        parameters = HE.reference(layers_dims)
        set_bit_generator(self.second)
        self.from_first = self.outcome(parameters)
        self.begin()
        set_bit_generator(self.second)
        self.from_second = self.outcome(HE.reference(layers_dims))

    def begin(self) -> None:
        """Set the first bit generator, and draw so many normals, the last of which is cached."""
        make_first, make_second = self.make
        self.first, self.second = make_first(1), make_second(2)
        set_bit_generator(self.first)
        np.random.randn(self.drawn_before)

    def outcome(self, parameters: Parameters) -> tuple[Hashable, ...]:
        """Return all that a call has done."""
        return *bits(parameters), freeze(self.first.state), full_state()


@pytest.mark.parametrize(
    "layers_dims", [[3, 2, 1], [5, 3, 1], [300, 201, 1]], ids=["even", "odd", "large"]
)
@isolated
def test_while_a_call_waits(layers_dims: list[int]) -> None:
    """Draw from the bit generator that is set once the wait for the lock is over."""
    set_bit_generator(np.random.PCG64(5))
    expected = observe(HE.reference, layers_dims)
    first = np.random.MT19937(5)
    set_bit_generator(first)
    state = freeze(first.state)
    with held_elsewhere():
        call = start(HE.ours, layers_dims)
        assert_waits(call)
        set_bit_generator(np.random.PCG64(5))
    assert bits(call.result(TIMEOUT)) == expected.bits
    assert full_state() == expected.state
    assert freeze(first.state) == state


@pytest.mark.parametrize("layers_dims", [[2001, 2001], [2000, 2000]], ids=["odd", "even"])
@every_first
@every_second
@isolated
def test_while_a_call_draws(
    make_first: MakeBitGenerator, make_second: MakeBitGenerator, layers_dims: list[int]
) -> None:
    """Go on with the first bit generator, and neither use the second nor wait for its lock."""
    exchange = Exchange(make_first, make_second, layers_dims, drawn_before=1)
    for _ in range(ATTEMPTS):
        exchange.begin()
        first_lock = exchange.first.lock
        call = start(HE.ours, layers_dims)
        while is_free(first_lock) and not call.done():
            time.sleep(0.001)
        set_bit_generator(exchange.second)
        # The call may hold the first lock and not have looked yet which bit generator is set.
        while_it_draws = not is_free(first_lock)
        with held_elsewhere():
            assert first_lock.acquire(timeout=TIMEOUT)
            first_lock.release()
        outcome = exchange.outcome(call.result(TIMEOUT))
        assert outcome in (exchange.from_first, exchange.from_second)
        if while_it_draws and outcome == exchange.from_first:
            return
    pytest.fail("no exchange came while a call drew")


@pytest.mark.parametrize("layers_dims", [[3, 2, 1], [5, 3, 2], [300, 220], [301, 221]], ids=str)
@every_first
@every_second
@pytest.mark.parametrize("drawn_before", [0, 1])
def test_while_the_state_is_read(
    make_first: MakeBitGenerator,
    make_second: MakeBitGenerator,
    layers_dims: list[int],
    drawn_before: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Draw all from one of the two, though another thread can run while NumPy reads a state.

    It makes an array of zeros for the words of MT19937, and may release the GIL for that.
    """
    exchange = Exchange(make_first, make_second, layers_dims, drawn_before)
    exchange.begin()
    zeros = np.zeros

    def zeros_after_exchange(*args: Any, **kwargs: Any) -> Any:
        set_bit_generator(exchange.second)
        monkeypatch.undo()
        return zeros(*args, **kwargs)

    monkeypatch.setattr(np, "zeros", zeros_after_exchange)
    parameters = HE.ours(layers_dims)
    monkeypatch.undo()
    if get_bit_generator() is exchange.first:
        set_bit_generator(exchange.second)
    assert exchange.outcome(parameters) in (exchange.from_first, exchange.from_second)
    assert lock_is_free()


@contextmanager
def at_collection(number: int, do: Callable[[], object]) -> Iterator[list[str]]:
    """Collect garbage as often as possible, and do something when one of the collections begins."""
    collections: list[str] = []

    def begins(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            if len(collections) == number:
                do()
            collections.append(phase)

    threshold = gc.get_threshold()
    gc.callbacks.append(begins)
    gc.set_threshold(1)
    try:
        yield collections
    finally:
        gc.set_threshold(*threshold)
        gc.callbacks.remove(begins)


@every_first
@every_second
@pytest.mark.parametrize(
    "layers_dims", [[3, 2, 1], [5, 3, 2], [21, 31, 1], [300, 300, 1], [301, 301]], ids=str
)
@pytest.mark.parametrize("drawn_before", [0, 1])
def test_by_a_finalizer(
    make_first: MakeBitGenerator,
    make_second: MakeBitGenerator,
    layers_dims: list[int],
    drawn_before: int,
) -> None:
    """Draw all from one of the two at any collection of garbage.

    Python 3.11 collects wherever an object is made, also within a call; later versions do not.
    """
    exchange = Exchange(make_first, make_second, layers_dims, drawn_before)
    for number in range(1000):
        exchange.begin()
        with at_collection(number, partial(set_bit_generator, exchange.second)) as collections:
            parameters = HE.ours(layers_dims)
        if get_bit_generator() is exchange.first:
            set_bit_generator(exchange.second)
        assert exchange.outcome(parameters) in (exchange.from_first, exchange.from_second)
        assert lock_is_free()
        if number >= len(collections):
            break
    assert number > 0 or sys.version_info >= (3, 12)
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("wrap", "kind"),
    [
        *((np.random.Generator, kind) for kind in BIT_GENERATORS),
        (np.random.RandomState, np.random.MT19937),
    ],
    ids=name_of,
)
@pytest.mark.parametrize("is_refused", [False, True], ids=["initialised", "refused"])
@isolated
def test_initialised_while_a_call_draws(
    is_refused: bool, wrap: Callable[[Any], Any], kind: Callable[[int], Any]
) -> None:
    """Leave a new state alone; if it was refused, bring the old one up to the numbers."""
    count = 9_000_000
    stream = wrap(kind(1))
    numbers = bits(paraminit.uniform(count, rng=stream))
    after = freeze(stream._bit_generator.state)
    for _ in range(ATTEMPTS):
        bit_generator = kind(1)
        stream = wrap(bit_generator)
        lock, began = bit_generator.lock, freeze(bit_generator.state)
        call = start(paraminit.uniform, count, rng=stream)
        while is_free(lock) and not call.done():
            time.sleep(0.001)
        refuse_a_seed(bit_generator) if is_refused else bit_generator.__init__(9)
        while_it_draws = not is_free(lock)
        assert bits(call.result(TIMEOUT)) == numbers
        left = freeze(bit_generator.state)
        if while_it_draws:
            assert left == (after if is_refused else freeze(kind(9).state))
            assert left != began
            return
    pytest.fail("nothing came while a call drew")
