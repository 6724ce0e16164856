"""NumPy's C structures are read and written in place if its functions go by what stands there."""

import ctypes
import itertools
from typing import Any

import numpy as np
import pytest

from support.processes import isolated

KINDS = ["PCG64", "PCG64DXSM", "Philox", "SFC64", "MT19937"]


NextUint64 = ctypes.CFUNCTYPE(ctypes.c_uint64, ctypes.c_void_p)


class Interface(ctypes.Structure):
    """The beginning of NumPy's `bitgen_t`."""

    _fields_ = [("state", ctypes.c_void_p), ("next_uint64", ctypes.c_void_p)]


def exchange(kind: str, functions: str = "its own") -> tuple[list[Any], list[str]]:
    """Have NumPy's bit generator and Generator be other ones, before paraminit is imported.

    Return the list to which the bit generator adds those of its instances whose `state` is set, and
    that to which the Generator adds those of its methods that are called. Those that paraminit
    makes, to compare, may have C functions that draw other words than their state says: from the
    beginning, or where the state was written.
    """
    original: Any = getattr(np.random, kind)
    set_states: list[Any] = []
    calls: list[str] = []
    kept: list[Any] = []  # C functions that must not be freed

    class BitGenerator(original):  # type: ignore[misc]
        """Knows when its state is set."""

        def __init__(self, seed: Any) -> None:
            super().__init__(seed)
            if functions != "its own" and seed in (20, 21):  # paraminit's
                function = NextUint64(lambda _: self.next_word())
                kept.extend([self, function])
                address = ctypes.cast(function, ctypes.c_void_p).value
                own = original.ctypes.__get__(self)
                self.draw, self.words = own.next_uint64, 0
                Interface.from_address(own.bit_generator.value).next_uint64 = address

        def next_word(self) -> int:
            """Draw, so that the state moves on, but return another word, at once or later."""
            word: int = self.draw(original.ctypes.__get__(self).state)
            self.words += 1
            return word ^ 1 if functions == "others" or self.words > 1500 else word

        @property
        def state(self) -> Any:
            return original.state.__get__(self)

        @state.setter
        def state(self, state: Any) -> None:
            set_states.append(self)
            original.state.__set__(self, state)

    class Generator(np.random.Generator):
        """Knows when its methods are called."""

    def noting(name: str) -> Any:
        def method(self: Any, *args: Any, **named: Any) -> Any:
            calls.append(name)
            return getattr(super(Generator, self), name)(*args, **named)

        return method

    for name in ("standard_normal", "uniform", "random"):
        setattr(Generator, name, noting(name))
    vars(np.random).update({kind: BitGenerator, "Generator": Generator})
    return set_states, calls


def drawn(rng: Any, ours: bool) -> list[Any]:
    """Return what the functions draw, or by the formulas, and the state after each."""
    from support.functions import DTYPES, FUNCTIONS

    results = []
    for count, dtype, function in itertools.product((6, 300, 3000, 70_001), DTYPES, FUNCTIONS):
        draw = function.draw if ours else function.expected
        results += [draw(count, rng, dtype), rng.bit_generator.state]
    return results


def assert_by_numpy(kind: str, set_states: list[Any], calls: list[str]) -> list[str]:
    """Assert that all functions draw NumPy's numbers, and return which methods they have called."""

    def new() -> np.random.Generator:
        return np.random.Generator(getattr(np.random, kind)(3))

    drawn(new(), ours=True)  # the first calls also look at NumPy's numbers
    expected = drawn(new(), ours=False)
    calls.clear()
    set_states.clear()
    np.testing.assert_equal(drawn(new(), ours=True), expected)
    return list(calls)


@pytest.mark.parametrize("kind", KINDS)
@isolated
def test_in_place(kind: str) -> None:
    """Draw without a method of NumPy's, and without the public state."""
    set_states, calls = exchange(kind)
    assert assert_by_numpy(kind, set_states, calls) == []
    assert set_states == []


@pytest.mark.parametrize("functions", ["others", "others later"])
@pytest.mark.parametrize("kind", KINDS)
@isolated
def test_another_structure(kind: str, functions: str) -> None:
    """Draw by NumPy's methods where its functions do not go by what is read or written in place."""
    set_states, calls = exchange(kind, functions)
    called = assert_by_numpy(kind, set_states, calls)
    assert called == ["standard_normal", "uniform", "standard_normal", "random"] * 4
    assert set_states == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("other", KINDS)
@isolated
def test_another_bit_generator_of_the_name(kind: str, other: str) -> None:
    """Touch nothing of a bit generator that has the name of another one."""
    vars(np.random)[kind] = getattr(np.random, other)
    memory = [getattr(np.random, other)(seed) for seed in range(100)]
    before = [str(bit_generator.state) for bit_generator in memory]
    ours, theirs = (np.random.Generator(getattr(np.random, kind)(3)) for _ in range(2))
    np.testing.assert_equal(drawn(ours, ours=True), drawn(theirs, ours=False))
    assert [str(bit_generator.state) for bit_generator in memory] == before


def exchange_random_state(differs: str = "nothing") -> tuple[Any, list[str]]:
    """Have NumPy's global stream be of another type, before paraminit is imported.

    Return it, and the list to which it adds the names of its methods that are called. The other
    ones, which paraminit makes to compare, may draw other normals than the structure says: than
    what a pair leaves there, than what is written in place, or than after it was cleared there.
    """
    original: Any = np.random.RandomState
    calls: list[str] = []

    class RandomState(original):  # type: ignore[misc]
        """Knows which of its methods are called."""

        second: float | None = None
        """What the last pair has left."""

        def get_state(self, legacy: bool = True) -> Any:
            note(self, "get_state")
            return super().get_state(legacy)

        def set_state(self, state: Any) -> None:
            note(self, "set_state")
            super().set_state(state)

        def standard_normal(self, size: Any = None) -> Any:
            note(self, "standard_normal")
            normals = super().standard_normal(size)
            if self is stream or size is not None:
                return normals
            state = original.get_state(self, legacy=False)
            second, self.second = self.second, state["gauss"] if state["has_gauss"] else None
            is_written = normals == 7  # by paraminit
            if differs == "what a pair leaves" and not is_written:
                return normals + 1
            if differs == "what is written" and is_written:
                return normals + 1
            if differs == "what is cleared" and second is not None and not is_written:
                return second
            return normals

    def note(random_state: Any, name: str) -> None:
        if random_state is stream:
            calls.append(name)

    stream = RandomState(3)
    np.random.mtrand.RandomState = RandomState  # type: ignore[misc]
    vars(np.random).update(randn=stream.randn)
    return stream, calls


def assert_notebooks(stream: Any) -> None:
    """Assert that networks are those of the notebook's formula, and the stream is left as by it."""
    import paraminit

    original: Any = type(stream).__base__
    by_numpy = original(3)
    for layers_dims in ([2, 1], [1, 1], [3, 2, 1], [33, 9, 1], [301, 300, 1]):
        parameters = paraminit.initialize_parameters_random(layers_dims)
        for layer in range(1, len(layers_dims)):
            shape = (layers_dims[layer], layers_dims[layer - 1])
            expected = by_numpy.randn(*shape) * 0.01
            np.testing.assert_array_equal(parameters[f"W{layer}"], expected)
    state = original.get_state(stream, legacy=False)
    np.testing.assert_equal(state, by_numpy.get_state(legacy=False))


@isolated
def test_the_cached_normal_in_place() -> None:
    """Draw without a method of NumPy's."""
    stream, calls = exchange_random_state()
    assert_notebooks(stream)
    assert calls == []


@pytest.mark.parametrize("differs", ["what a pair leaves", "what is written", "what is cleared"])
@isolated
def test_a_cached_normal_elsewhere(differs: str) -> None:
    """Draw with NumPy's methods where the cached normal is not what is read or written in place."""
    stream, calls = exchange_random_state(differs)
    assert_notebooks(stream)
    assert calls != []
