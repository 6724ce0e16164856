"""NumPy's C structures are read and written in place if they show what its methods show."""

from typing import Any

import numpy as np
import pytest

from support.processes import isolated

KINDS = ["PCG64", "PCG64DXSM", "Philox", "SFC64"]


def exchange(kind: str, shown: str = "both") -> list[Any]:
    """Have NumPy's bit generator be another one, before paraminit is imported.

    Return the list to which it adds those of its instances whose `state` is set. The first is the
    one whose states paraminit compares: it may show only what is set, or what is written in place.
    """
    original: Any = getattr(np.random, kind)
    set_states: list[Any] = []
    states: list[Any] = []

    class BitGenerator(original):  # type: ignore[misc]
        """Knows when its state is set."""

        @property
        def state(self) -> Any:
            if shown == "what was set" and set_states and self is set_states[0]:
                return states[0]
            return original.state.__get__(self)

        @state.setter
        def state(self, state: Any) -> None:
            set_states.append(self)
            states.append(state)
            if shown == "what is written" and self is set_states[0]:
                state = {**state, "uinteger": state["uinteger"] ^ 1}
            original.state.__set__(self, state)

    vars(np.random)[kind] = BitGenerator
    return set_states


def drawn(rng: Any) -> list[Any]:
    """Return what functions draw, and the state after each."""
    import paraminit

    results = []
    for shape in (6, 300, 3000, 70_001, 200_000):
        for dtype in (np.float64, np.float32):
            results += [paraminit.normal(shape, rng=rng, dtype=dtype), rng.bit_generator.state]
            results += [paraminit.uniform(shape, rng=rng, dtype=dtype), rng.bit_generator.state]
    return results


def by_numpy(rng: Any) -> list[Any]:
    """Return the same, drawn by the formulas."""
    results = []
    for shape in (6, 300, 3000, 70_001, 200_000):
        for dtype in (np.float64, np.float32):
            results += [rng.standard_normal(shape, dtype) * dtype(1), rng.bit_generator.state]
            if dtype is np.float64:
                results += [rng.uniform(-1, 1, shape), rng.bit_generator.state]
            else:
                uniform = dtype(-1) + dtype(2) * rng.random(shape, dtype)
                results += [uniform, rng.bit_generator.state]
    return results


@pytest.mark.parametrize("kind", KINDS)
@isolated
def test_in_place(kind: str) -> None:
    """Draw without the public state, which is set once, to compare."""
    set_states = exchange(kind)
    rng = np.random.Generator(getattr(np.random, kind)(3))
    expected = by_numpy(np.random.Generator(getattr(np.random, kind)(3)))
    np.testing.assert_equal(drawn(rng), expected)
    assert len(set_states) == 1
    assert set_states[0] is not rng.bit_generator


@pytest.mark.parametrize("shown", ["what is written", "what was set"])
@pytest.mark.parametrize("kind", KINDS)
@isolated
def test_another_structure(kind: str, shown: str) -> None:
    """Draw through the public state where that is not what is read or written in place."""
    set_states = exchange(kind, shown)
    rng = np.random.Generator(getattr(np.random, kind)(3))
    expected = by_numpy(np.random.Generator(getattr(np.random, kind)(3)))
    np.testing.assert_equal(drawn(rng), expected)
    assert sum(one is rng.bit_generator for one in set_states) == 20


def exchange_random_state(shown: str = "both") -> tuple[Any, list[str]]:
    """Have NumPy's global stream be of another type, before paraminit is imported.

    Return it, and the list to which it adds the names of its methods that are called. The other
    ones, which paraminit makes to compare, may show only what is set, or only what is written in
    place.
    """
    original: Any = np.random.RandomState
    calls: list[str] = []

    class RandomState(original):  # type: ignore[misc]
        """Knows which of its methods are called."""

        def get_state(self, legacy: bool = True) -> Any:
            note(self, "get_state")
            if shown == "what was set" and self is not stream and hasattr(self, "was_set"):
                return self.was_set
            return super().get_state(legacy)

        def set_state(self, state: Any) -> None:
            note(self, "set_state")
            self.was_set = state
            if shown == "what is written" and self is not stream:
                state = {**state, "gauss": 7.0, "has_gauss": 1}
            super().set_state(state)

        def standard_normal(self, size: Any = None) -> Any:
            note(self, "standard_normal")
            return super().standard_normal(size)

    def note(random_state: Any, name: str) -> None:
        if random_state is stream:
            calls.append(name)

    stream = RandomState(3)
    vars(np.random).update(RandomState=RandomState, randn=stream.randn)
    return stream, calls


def assert_notebooks(stream: Any) -> None:
    """Assert that networks are those of the notebook's formula, and the stream is left as by it."""
    import paraminit

    by_numpy = np.random.mtrand.RandomState(3)
    for layers_dims in ([2, 1], [1, 1], [3, 2, 1], [33, 9, 1], [301, 300, 1]):
        parameters = paraminit.initialize_parameters_random(layers_dims)
        for layer in range(1, len(layers_dims)):
            shape = (layers_dims[layer], layers_dims[layer - 1])
            expected = by_numpy.randn(*shape) * 0.01
            np.testing.assert_array_equal(parameters[f"W{layer}"], expected)
    state = np.random.mtrand.RandomState.get_state(stream, legacy=False)
    np.testing.assert_equal(state, by_numpy.get_state(legacy=False))


@isolated
def test_the_cached_normal_in_place() -> None:
    """Draw without a method of NumPy's."""
    stream, calls = exchange_random_state()
    assert_notebooks(stream)
    assert calls == []


@pytest.mark.parametrize("shown", ["what is written", "what was set"])
@isolated
def test_a_cached_normal_elsewhere(shown: str) -> None:
    """Draw with NumPy's methods where the cached normal is not what is read or written in place."""
    stream, calls = exchange_random_state(shown)
    assert_notebooks(stream)
    assert calls != []
