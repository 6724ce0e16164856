"""A call changes nothing but the stream, though it shares the processor and NumPy's objects."""

import time
from collections.abc import Callable

import numpy as np
import pytest
from helpers import (
    HE,
    TIMEOUT,
    Pair,
    bits,
    every_drawing_pair,
    freeze,
    held_elsewhere,
    isolated,
    start,
)
from numpy.random import BitGenerator
from numpy.random.mtrand import set_bit_generator


@pytest.mark.parametrize("size", [1, 50, 300, 3000])
@every_drawing_pair
def test_no_floating_point_error(pair: Pair, size: int) -> None:
    """Set no flag of the processor that NumPy's loops take for an error of their own."""
    loop = np.frompyfunc(lambda size: pair.ours([size, 51]), 1, 1)
    with np.errstate(all="raise"):
        loop(np.array([size, size]))


@pytest.mark.parametrize("layers_dims", [[4001, 4001], [4000, 4000]], ids=["odd", "even"])
@pytest.mark.parametrize("before", [np.random.MT19937, np.random.PCG64])
@pytest.mark.parametrize("after", [np.random.MT19937, np.random.PCG64])
@isolated
def test_generator_is_exchanged_during_a_call(
    before: Callable[[int], BitGenerator],
    after: Callable[[int], BitGenerator],
    layers_dims: list[int],
) -> None:
    """Draw all from the generator that was, and leave the new one to whoever holds its lock."""

    def begin() -> BitGenerator:
        generator = before(1)
        set_bit_generator(generator)
        np.random.randn()  # leaves a cached gaussian
        return generator

    first = begin()
    expected = bits(HE.reference(layers_dims)), freeze(first.state)

    first = begin()
    call = start(HE.ours, layers_dims)
    while first.lock.acquire(blocking=False):
        first.lock.release()
        assert not call.done()
        time.sleep(0.001)  # it takes the lock only while this thread has let it go
    second = after(2)
    state = freeze(second.state)
    set_bit_generator(second)
    assert not call.done()
    with held_elsewhere():
        parameters = call.result(TIMEOUT)

    assert (bits(parameters), freeze(first.state)) == expected
    assert freeze(second.state) == state
    assert np.random.get_state(legacy=False)["has_gauss"] == 0
