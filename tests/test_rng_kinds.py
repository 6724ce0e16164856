"""Numbers come from whatever NumPy stream there is, by the methods that it has."""

import datetime
from functools import partial
from typing import Any

import numpy as np
import pytest

from reference import schemes
from support.arguments import assert_refused_as, shown
from support.functions import Function, every_dtype, every_function
from support.outcome import Make, assert_same, freeze, full_state
from support.processes import isolated
from support.streams import (
    ALL_STREAMS,
    BIT_GENERATORS,
    MT19937,
    Foreign,
    OtherGenerator,
    OtherRandomState,
    OwnPCG64,
    generator,
)

SHAPES = [(3, 2), 1100, (300, 300)]
"""One for each way to draw: one by one, in bulk, and as a long call."""

SEEDS: dict[str, Make] = {
    "int": lambda: 5,
    "0": lambda: 0,
    "large int": lambda: 2**200,
    "np.int64": lambda: np.int64(5),
    "list": lambda: [1, 2, 3],
    "tuple": lambda: (1, 2**40),
    "array": lambda: np.arange(4, dtype=np.uint32),
    "SeedSequence": lambda: np.random.SeedSequence(5, spawn_key=(1, 2), pool_size=8),
    **{f"bare {kind.__name__}": partial(kind, 5) for kind in BIT_GENERATORS},
}
KINDS: dict[str, Make] = {
    **SEEDS,
    **{name: partial(make, 5) for name, make in ALL_STREAMS.items()},
    "subclass of PCG64": lambda: OwnPCG64(5),
    "PCG64 named MT19937": lambda: generator(MT19937, 5),
    "its RandomState": lambda: np.random.seed(5) or np.random.mtrand._rand,
    "RandomState(foreign)": lambda: np.random.RandomState(Foreign(5)),  # type: ignore[arg-type]
    "overriding Generator": lambda: generator(np.random.PCG64, 5, OtherGenerator),
    "overriding RandomState": lambda: OtherRandomState(5),
}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)


@every_kind
@every_dtype
@every_function
def test_any_stream(function: Function, dtype: Any, make: Make) -> None:
    """Draw and leave what NumPy's methods draw and leave, several ways to draw."""
    for shape in SHAPES:
        assert_same(function, shape, 0.3, make=make, dtype=dtype)


@every_kind
@every_function
def test_calls_in_a_row(function: Function, make: Make) -> None:
    """Go on where the last call ended, and between ours and NumPy's own."""

    def session(ours: bool) -> list[Any]:
        rng = schemes.stream(make())
        call = function.ours if ours else function.reference
        return [freeze(each) for shape in SHAPES for each in (call(shape, rng=rng), rng.bytes(3))]

    assert session(ours=True) == session(ours=False)


@every_function
def test_no_rng(function: Function) -> None:
    """Draw other numbers each time, and none of the global stream's."""
    state = full_state()
    calls = [function.ours(4), function.ours(4), function.ours(4, rng=None)]
    assert len({number for call in calls for number in call.tolist()}) == 12
    assert full_state() == state


@every_function
def test_a_seed_gives_the_same_each_time(function: Function) -> None:
    """Draw for a seed what a new generator draws; two bit generators go on."""
    assert function.ours(4, rng=3).tobytes() == function.ours(4, rng=3).tobytes()
    bit_generator = np.random.PCG64(3)
    first = function.ours(4, rng=bit_generator)
    assert first.tobytes() == function.ours(4, rng=3).tobytes()
    assert first.tobytes() != function.ours(4, rng=bit_generator).tobytes()


@every_function
def test_what_is_left_alone(function: Function) -> None:
    """Draw from the stream that was passed and from no other, and spawn nothing."""
    state = full_state()
    seeds = np.random.SeedSequence(3)
    generator = np.random.default_rng(seeds)
    for rng in (seeds, generator, generator.bit_generator, np.random.RandomState(3), 3):
        for shape in SHAPES:
            function.ours(shape, rng=rng)
    assert seeds.n_children_spawned == 0
    assert full_state() == state


REFUSED: list[Any] = [
    "5", b"5", 2.5, -1, [1, -1], [1.5], object(), np.random.RandomState, np.random.Generator,
    np.random.PCG64, np.random.mtrand, np, np.float64(3.0), 3j, {1: 2}, ..., np.random.normal,
]  # fmt: skip


@pytest.mark.parametrize("rng", REFUSED, ids=shown)
@every_function
def test_refused(function: Function, rng: Any) -> None:
    """Refuse what `default_rng` refuses, in its own words."""
    assert_refused_as(lambda: np.random.default_rng(rng), lambda: function.ours(3, rng=rng))


class WithoutFunctions(np.random.BitGenerator):
    """A bit generator whose C interface was never filled in: NumPy's methods crash with it."""

    state: Any = None


@every_function
@isolated
def test_bit_generator_without_functions(function: Function) -> None:
    """Refuse a bit generator that cannot draw."""
    for rng in (WithoutFunctions(3), np.random.Generator(WithoutFunctions(3))):
        for shape in SHAPES:
            with pytest.raises(TypeError, match="no functions to draw with"):
                function.ours(shape, rng=rng)
        assert function.ours(0, rng=rng).size == 0


@every_function
@isolated
def test_foreign_bit_generator_that_changes(function: Function) -> None:
    """Refuse a capsule that is none, where a stream is made of it; one that is made has its own."""
    foreign = Foreign(3)
    stream, again = generator(lambda seed: foreign, 3), generator(Foreign, 3)
    others: list[Any] = [None, 3, "capsule", datetime.datetime_CAPI]
    for capsule in others:
        foreign.capsule = capsule
        with pytest.raises((TypeError, ValueError)):
            function.ours(3, rng=foreign)
        assert freeze(function.ours(3, rng=stream)) == freeze(function.reference(3, rng=again))
