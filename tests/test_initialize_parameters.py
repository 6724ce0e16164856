"""A network is drawn as its layers would be, one after another from one generator."""

import gc
import inspect
import pickle
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import paraminit
import pytest
from paraminit import (
    he_normal,
    initialize_parameters,
    orthogonal,
    variance_scaling,
)

from reference import schemes
from support.outcome import bits, state_of
from support.streams import STREAMS

Array = npt.NDArray[Any]

NAMES = [*schemes.DISTRIBUTIONS, "variance_scaling", *schemes.SCHEMES, "orthogonal"]


@pytest.mark.parametrize("rng", [5, [6, 7], np.random.SeedSequence(8), np.random.PCG64(9)])
def test_what_makes_a_generator(rng: Any) -> None:
    """Draw what `default_rng` would, without spawning."""
    copy = pickle.loads(pickle.dumps(rng))
    expected = initialize_parameters([3, 4, 2], rng=np.random.default_rng(copy))
    assert bits(initialize_parameters([3, 4, 2], rng=rng)) == bits(expected)


def test_global_stream() -> None:
    """Draw from the global stream by the name of its module, as the notebook's function does."""
    np.random.seed(10)
    expected = paraminit.initialize_parameters_he([30, 20, 5])
    after = np.random.get_state(legacy=False)["state"]["pos"]
    np.random.seed(10)
    assert bits(initialize_parameters([30, 20, 5], rng=np.random)) == bits(expected)
    assert np.random.get_state(legacy=False)["state"]["pos"] == after


def test_any_callable() -> None:
    """Call it for each layer with the one generator, and keep what it returns."""
    generator = np.random.default_rng(11)
    calls = []

    def initializer(shape: tuple[int, int], *, rng: Any, dtype: Any) -> Array:
        calls.append((shape, rng, dtype))
        weights: Array = np.full(shape, rng.random(), dtype)
        return weights

    parameters = initialize_parameters([3, 2, 1], initializer, rng=generator, dtype=np.float32)
    assert calls == [((2, 3), generator, np.float32), ((1, 2), generator, np.float32)]
    assert list(parameters) == ["W1", "b1", "W2", "b2"]
    expected = np.random.default_rng(11).random(2)
    assert parameters["W1"][0, 0] == np.float32(expected[0])
    assert parameters["W2"][0, 0] == np.float32(expected[1])
    assert all(array.dtype == np.float32 for array in parameters.values())


def test_wrapped() -> None:
    """Draw the same through a function of the caller's."""
    actual = initialize_parameters([5, 4, 3], lambda *a, **k: he_normal(*a, **k), rng=12)
    assert bits(actual) == bits(initialize_parameters([5, 4, 3], he_normal, rng=12))


@pytest.mark.parametrize("kind", STREAMS)
def test_a_failing_callable(kind: str) -> None:
    """Leave the stream where the callable left it: other threads may have the numbers behind."""
    stream, numpy_stream = STREAMS[kind](14), STREAMS[kind](14)
    for each in (stream, numpy_stream):
        each.standard_normal()

    def initializer(shape: Any, *, rng: Any, dtype: Any) -> Array:
        if shape == (2, 3):
            raise RuntimeError("no more")
        weights: Array = rng.standard_normal(shape)
        return weights

    with pytest.raises(RuntimeError, match="no more"):
        initialize_parameters([5, 3, 2], initializer, rng=stream)
    numpy_stream.standard_normal((3, 5))
    assert state_of(stream) == state_of(numpy_stream)


def test_nothing_is_given_twice() -> None:
    """Hand out each number once, where a callable fails while others draw."""
    stream, numpy_stream = np.random.default_rng(19), np.random.default_rng(19)
    drawn = []

    def initializer(shape: Any, *, rng: Any, dtype: Any) -> Array:
        drawn.append(stream.standard_normal())  # as another thread could
        raise RuntimeError

    with pytest.raises(RuntimeError):
        initialize_parameters([5, 3], initializer, rng=stream)
    drawn.append(stream.standard_normal())
    assert drawn == list(numpy_stream.standard_normal(2))


class FinderScale:
    """A number that looks for what stands for the stream while it is read."""

    def __init__(self) -> None:
        self.found: list[Any] = []

    def __float__(self) -> float:
        """Note every object that is an `rng` keyword at the moment, and no generator."""
        for thing in gc.get_objects():
            if isinstance(thing, dict) and "rng" in thing and "dtype" in thing:
                self.found.append(thing["rng"])
        return 1.0


def test_nothing_stands_for_the_stream() -> None:
    """Show nothing of its own while the keywords of a partial are read."""
    scale = FinderScale()
    generator = np.random.default_rng(18)
    initialize_parameters([3, 2, 1], partial(variance_scaling, scale=scale), rng=generator)
    assert all(type(rng).__name__ != "Run" for rng in scale.found)


def test_a_partial_that_changes() -> None:
    """Draw what a partial said when the call began, whatever the sizes make of it."""
    seen: list[Any] = []

    class Sizes:
        """Sizes that exchange the function of the partial."""

        def __len__(self) -> int:
            return 3

        def __getitem__(self, layer: int) -> int:
            changing.__setstate__((seen.append, (), {}, {}))
            return [3, 2, 1][layer]

    changing: Any = partial(he_normal)
    actual = initialize_parameters(Sizes(), changing, rng=17)
    assert bits(actual) == bits(initialize_parameters([3, 2, 1], rng=17))
    assert not seen


REFUSED: list[tuple[tuple[Any, ...], dict[str, Any], type[Exception], str]] = [
    (([3, 2], 7), {}, TypeError, "initializer must be callable, such as .*, not int"),
    (([3, 2], "he_normal"), {}, TypeError, "such as paraminit.he_normal, .*, not str"),
    (([3, 2], [he_normal] * 2), {}, ValueError, "one for each of the 1 layers, not 2"),
    (([3, 2, 1], [he_normal]), {}, ValueError, "one for each of the 2 layers, not 1"),
    (([3, 2, 1], [he_normal, 7]), {}, TypeError, r"initializer\[1\] must be callable, not int"),
    (([3, 2], iter([he_normal])), {}, TypeError, "initializer must be callable"),
    (([3, 2], partial(he_normal, rng=5)), {}, TypeError, "partial with rng="),
    (([3, 2], partial(he_normal, rng=None)), {}, TypeError, "partial with rng="),
    (([3, 2], partial(orthogonal, rng=5)), {}, TypeError, "partial with rng="),
    (([3, 2], partial(np.full, dtype=float)), {}, TypeError, "partial with dtype="),
    (([3, 2], [partial(he_normal, dtype="f4")]), {}, TypeError, "partial with dtype="),
    (([3, 2], partial(he_normal, out=np.empty((2, 3)))), {}, TypeError, "partial with out="),
    (([3, 2], partial(orthogonal, out=np.empty((2, 3)))), {}, TypeError, "partial with out="),
    (([],), {}, ValueError, "layers_dims must have at least two sizes, .*, not 0"),
    (([3],), {}, ValueError, "layers_dims must have at least two sizes, .*, not 1"),
    (({"W1": (2, 3)},), {}, TypeError, "sizes of the layers, .*, not dict"),
    (([3, 2],), {"layout": "oi"}, ValueError, "layout must be 'out_in' or 'in_out', not 'oi'"),
    (([3, 2],), {"layout": None}, TypeError, "layout must be a str, not NoneType"),
    (([3, 2],), {"dtype": np.int32}, TypeError, "float64 or float32"),
    ((3,), {}, TypeError, "sizes of the layers, .*, not int"),
    ((784, 256), {}, TypeError, "sizes of the layers, .*, not int"),
    ((3.0,), {}, TypeError, "len"),
    (([3, 2.5],), {}, TypeError, "float"),
    (([3, 2, -1],), {}, ValueError, "negative"),
    (([3, 2, 1], partial(he_normal, in_axis=5)), {}, np.exceptions.AxisError, "in_axis: axis 5"),
    (([3, 2, 1], partial(he_normal, scale=5)), {}, TypeError, "scale"),
    (([3, 2, 1], partial(variance_scaling, mode="in")), {}, ValueError, "mode"),
]


@pytest.mark.parametrize(("arguments", "named", "error", "words"), REFUSED)
def test_refused(
    arguments: tuple[Any, ...],
    named: dict[str, Any],
    error: type[Exception],
    words: str,
    untouched: Any,
) -> None:
    """Say what is wrong before anything is drawn."""
    with pytest.raises(error, match=words):
        initialize_parameters(*arguments, rng=untouched, **named)


def test_another_rng() -> None:
    """Leave it to NumPy to refuse what is no `rng`."""
    with pytest.raises(TypeError):
        initialize_parameters([3, 2], rng="seed")  # type: ignore[arg-type]


def test_arrays_are_their_own() -> None:
    """Return arrays that own their memory, and that nobody else has."""
    for array in initialize_parameters([3, 2, 1], rng=16).values():
        assert array.flags.owndata
        assert array.flags.c_contiguous


@pytest.mark.parametrize("name", ["initialize_parameters", *NAMES])
def test_signature(name: str) -> None:
    """Show all parameters with defaults that may as well be given."""
    parameters = inspect.signature(getattr(paraminit, name)).parameters
    by_name = [key for key, value in parameters.items() if value.kind is value.KEYWORD_ONLY]
    expected = (
        ["layout", "rng", "dtype"] if name == "initialize_parameters" else ["rng", "dtype", "out"]
    )
    assert by_name[-len(expected) :] == expected
    assert np.dtype(parameters["dtype"].default) == np.float64
    first, *defaults = parameters.values()
    assert first.default is inspect.Parameter.empty
    given = {value.name: value.default for value in defaults} | {"rng": 1}
    size = [3, 2] if name == "initialize_parameters" else (3, 2)
    function = getattr(paraminit, name)
    assert repr(function(size, **given)) == repr(function(size, rng=1))
