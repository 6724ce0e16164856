"""Numbers come from whatever NumPy stream there is, by the methods that it has."""

import datetime
import gc
from collections.abc import Callable
from typing import Any

import numpy as np
import paraminit
import pytest
from numpy.random.mtrand import get_bit_generator, set_bit_generator

from reference import schemes
from support.arguments import shown
from support.functions import NORMAL, Function, every_dtype, every_function
from support.numpy_version import NUMPY
from support.outcome import Make, freeze, full_state, state_of
from support.processes import isolated
from support.streams import Foreign, OwnGenerator, OwnRandomState, assert_same, every_bit_generator

SHAPES = [(3, 2), 1100, (300, 300)]
"""One for each way to draw: one by one, in bulk, and as a long call."""


class SamePCG64(np.random.PCG64):
    """A subclass that changes nothing but the name."""


class MT19937(np.random.PCG64):
    """Another bit generator under a name that promises words which it does not have."""


class OtherGenerator(np.random.Generator):
    """A subclass with methods of its own."""

    def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
        """Return the opposite."""
        return -super().standard_normal(*args, **kwargs)

    def uniform(self, *args: Any, **kwargs: Any) -> Any:
        """Return the opposite."""
        return -super().uniform(*args, **kwargs)

    def random(self, *args: Any, **kwargs: Any) -> Any:
        """Return the opposite."""
        return -super().random(*args, **kwargs)


class OtherRandomState(np.random.RandomState):
    """A subclass with methods of its own."""

    def standard_normal(self, *args: Any, **kwargs: Any) -> Any:
        """Return the opposite."""
        return -np.asarray(super().standard_normal(*args, **kwargs))

    def uniform(self, *args: Any, **kwargs: Any) -> Any:
        """Return the opposite."""
        return -np.asarray(super().uniform(*args, **kwargs))


KINDS: dict[str, Make] = {
    "int": lambda: 5,
    "0": lambda: 0,
    "large int": lambda: 2**200,
    "np.int64": lambda: np.int64(5),
    "list": lambda: [1, 2, 3],
    "tuple": lambda: (1, 2**40),
    "array": lambda: np.arange(4, dtype=np.uint32),
    "SeedSequence": lambda: np.random.SeedSequence(5, spawn_key=(1, 2), pool_size=8),
    "PCG64": lambda: np.random.PCG64(5),
    "PCG64DXSM": lambda: np.random.PCG64DXSM(5),
    "Philox": lambda: np.random.Philox(5),
    "SFC64": lambda: np.random.SFC64(5),
    "MT19937": lambda: np.random.MT19937(5),
    "default_rng": lambda: np.random.default_rng(5),
    "Generator(PCG64DXSM)": lambda: np.random.Generator(np.random.PCG64DXSM(5)),
    "Generator(Philox)": lambda: np.random.Generator(np.random.Philox(5)),
    "Generator(SFC64)": lambda: np.random.Generator(np.random.SFC64(5)),
    "Generator(MT19937)": lambda: np.random.Generator(np.random.MT19937(5)),
    "subclass of PCG64": lambda: SamePCG64(5),
    "PCG64 named MT19937": lambda: np.random.Generator(MT19937(5)),
    "foreign": lambda: np.random.Generator(Foreign(5)),  # type: ignore[arg-type]
    "np.random": lambda: np.random.seed(5) or np.random,
    "its RandomState": lambda: np.random.seed(5) or np.random.mtrand._rand,
    "RandomState": lambda: np.random.RandomState(5),
    "RandomState(PCG64)": lambda: np.random.RandomState(np.random.PCG64(5)),
    "RandomState(foreign)": lambda: np.random.RandomState(Foreign(5)),  # type: ignore[arg-type]
    "subclass of Generator": lambda: OwnGenerator(np.random.PCG64(5)),
    "overriding Generator": lambda: OtherGenerator(np.random.PCG64(5)),
    "subclass of RandomState": lambda: OwnRandomState(5),
    "overriding RandomState": lambda: OtherRandomState(5),
}
every_kind = pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)


@every_kind
@every_dtype
@every_function
def test_any_stream(function: Function, dtype: Any, make: Make) -> None:
    """Draw and leave what NumPy's methods draw and leave, several ways to draw."""
    for shape in SHAPES:
        assert_same(function, make, shape, dtype=dtype)


@every_kind
@every_function
def test_calls_in_a_row(function: Function, make: Make) -> None:
    """Go on where the last call ended, and between ours and NumPy's own."""
    theirs = schemes.stream(make())
    expected = [function.reference(shape, rng=theirs) for shape in SHAPES]
    after = theirs.standard_normal(3)
    ours = schemes.stream(make())
    actual = [function.ours(shape, rng=ours) for shape in SHAPES]
    assert [array.tobytes() for array in actual] == [array.tobytes() for array in expected]
    assert ours.standard_normal(3).tobytes() == after.tobytes()


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
def test_the_global_stream_is_left_alone(function: Function) -> None:
    """Draw from the stream that was passed, and from no other."""
    state = full_state()
    for make in (lambda: np.random.default_rng(3), lambda: np.random.RandomState(3), lambda: 3):
        for shape in SHAPES:
            function.ours(shape, rng=make())
    assert full_state() == state


@every_function
def test_nothing_is_spawned(function: Function) -> None:
    """Leave the count of children of a seed sequence, and of a generator's."""
    seeds = np.random.SeedSequence(3)
    generator = np.random.default_rng(seeds)
    for rng in (seeds, generator, generator.bit_generator):
        for shape in SHAPES:
            function.ours(shape, rng=rng)
    assert seeds.n_children_spawned == 0


@every_function
def test_the_global_bit_generator_can_be_exchanged(function: Function) -> None:
    """Draw from the bit generator that the module has at the moment."""
    before = get_bit_generator()
    for bit_generator in (np.random.PCG64, np.random.MT19937, np.random.SFC64):

        def make(bit_generator: Callable[[int], Any] = bit_generator) -> Any:
            set_bit_generator(bit_generator(4))
            return np.random

        for shape in SHAPES:
            assert_same(function, make, shape)
    set_bit_generator(before)


@every_function
def test_generator_made_again(function: Function) -> None:
    """Follow a generator that was given another bit generator."""
    generator = np.random.default_rng(3)
    function.ours(3, rng=generator)
    generator.__init__(np.random.SFC64(4))  # type: ignore[misc]
    for shape in SHAPES:
        expected = function.reference(shape, rng=np.random.SFC64(4))
        generator.__init__(np.random.SFC64(4))  # type: ignore[misc]
        assert function.ours(shape, rng=generator).tobytes() == expected.tobytes()


@every_function
def test_bit_generators_that_are_gone(function: Function) -> None:
    """Never use a bit generator that was freed, though a new one may be at its address."""
    for round_ in range(20):
        for shape in (3, 1100):
            assert_same(function, lambda seed=round_: np.random.PCG64(seed), shape)  # type: ignore[misc]
        gc.collect()


@every_function
@every_bit_generator
def test_shared_bit_generator(
    function: Function, bit_generator: Callable[[int], np.random.BitGenerator]
) -> None:
    """Draw from one bit generator under both, a Generator and a RandomState."""

    def draw(function: Callable[..., Any]) -> list[Any]:
        bits = bit_generator(5)
        generator, legacy = np.random.Generator(bits), np.random.RandomState(bits)
        drawn = []
        for shape in (3, 1101, (200, 401)):
            for rng in (generator, legacy):
                for dtype in (np.float64, np.float32):
                    drawn.append(freeze(function(shape, rng=rng, dtype=dtype)))
        return [*drawn, state_of(legacy)]

    assert draw(function.ours) == draw(function.reference)


REFUSED: list[Any] = [
    "5",
    b"5",
    2.5,
    -1,
    [1, -1],
    [1.5],
    object(),
    np.random.RandomState,
    np.random.Generator,
    np.random.PCG64,
    np.random.mtrand,
    np,
    np.float64(3.0),
    3j,
    {1: 2},
    ...,
    np.random.normal,
]


@pytest.mark.parametrize("rng", REFUSED, ids=shown)
@every_function
def test_refused(function: Function, rng: Any) -> None:
    """Refuse what `default_rng` refuses, in its own words."""
    with pytest.raises((TypeError, ValueError)) as expected:
        np.random.default_rng(rng)
    with pytest.raises(expected.type) as raised:
        function.ours(3, rng=rng)
    assert str(raised.value) == str(expected.value)


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
    generator = np.random.Generator(foreign)  # type: ignore[arg-type]
    again = np.random.Generator(Foreign(3))  # type: ignore[arg-type]
    others: list[Any] = [None, 3, "capsule", datetime.datetime_CAPI]
    for capsule in others:
        foreign.capsule = capsule
        with pytest.raises((TypeError, ValueError)):
            function.ours(3, rng=foreign)
        assert freeze(function.ours(3, rng=generator)) == freeze(function.reference(3, rng=again))


@pytest.mark.skipif(NUMPY >= (2, 5), reason="NumPy itself refuses such a state from 2.5 on")
@pytest.mark.parametrize("position", [-(2**31), -1, 625, 10**6])
@pytest.mark.parametrize("wrap", [np.random.Generator, np.random.RandomState])
@every_function
@every_dtype
@isolated  # to read there could end the process
def test_impossible_position_of_mt19937(
    dtype: Any, function: Function, wrap: Callable[[Any], Any], position: int
) -> None:
    """Refuse to read beyond the words, where NumPy reads whatever lies there."""
    bit_generator = np.random.MT19937(5)
    valid, invalid = bit_generator.state, bit_generator.state
    invalid["state"]["pos"] = position
    rng = wrap(bit_generator)
    bit_generator.state = invalid
    state = state_of(rng)
    for shape in SHAPES:
        with pytest.raises(ValueError, match="pos"):
            function.ours(shape, rng=rng, dtype=dtype)
        assert state_of(rng) == state
    bit_generator.state = valid
    assert function.ours(3, rng=rng).size == 3


@pytest.mark.parametrize("position", [-(2**31), -1, 5, 10**6])
@every_function
@every_dtype
@isolated
def test_impossible_position_of_philox(dtype: Any, function: Function, position: int) -> None:
    """Refuse to read beyond the buffer, where NumPy reads whatever lies there."""
    bit_generator = np.random.Philox(5)
    valid, invalid = bit_generator.state, bit_generator.state
    invalid["buffer_pos"] = position
    try:
        bit_generator.state = invalid
    except ValueError:
        return  # a NumPy that refuses such a state
    state = state_of(bit_generator)
    for rng in (np.random.Generator(bit_generator), np.random.RandomState(bit_generator)):
        for shape in SHAPES:
            with pytest.raises(ValueError, match="buffer_pos"):
                function.ours(shape, rng=rng, dtype=dtype)
            assert state_of(bit_generator) == state
    bit_generator.state = valid
    assert function.ours(3, rng=bit_generator).size == 3


@pytest.mark.parametrize("name", ["randn", "Generator", "default_rng", "PCG64", "RandomState"])
def test_replaced_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Know NumPy's own types, whatever a program puts in their place later."""
    rng = np.random.default_rng(5)
    legacy = np.random.RandomState(5)
    expected = [NORMAL.reference(3, rng=make(5)).tobytes() for make in (int, np.random.RandomState)]
    monkeypatch.setattr(np.random, name, None)
    drawn = [paraminit.normal(3, rng=made).tobytes() for made in (rng, legacy)]
    assert drawn == expected
