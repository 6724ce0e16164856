"""The global stream is left in the very state in which the notebook would have left it."""

import pickle
from collections.abc import Callable

import numpy as np
import paraminit
import pytest

from support.functions import DRAWING, HE, NOTEBOOK, ZEROS, Function, every_drawing_function
from support.outcome import assert_same, bits, full_state

KEY = np.random.RandomState(7).get_state(legacy=False)["state"]["key"]


@pytest.mark.parametrize("has_gauss", [0, 1])
@every_drawing_function
def test_every_position(function: Function, has_gauss: int) -> None:
    """Start from each position that the words can be at, 0 and 624 among them."""
    for position in range(625):
        np.random.set_state(("MT19937", KEY, position, has_gauss, 0.25 * has_gauss))
        assert_same(function, [1, 3, 40 + position % 2])


@pytest.mark.parametrize("has_gauss", [0, 1])
@every_drawing_function
def test_every_small_total(function: Function, has_gauss: int) -> None:
    """Draw totals of 0, 1, 2, ... at the edges of a block, with one layer and with several."""
    for position in [0, 1, 2, 3, 4, 311, 617, 619, 620, 621, 622, 623, 624]:
        for total in range(12):
            for layers_dims in ([1, total], [total, 1], [1, 1, total], [1] * (total + 1)):
                np.random.set_state(("MT19937", KEY, position, has_gauss, 0.25 * has_gauss))
                if function is HE and 0 in layers_dims[:-1]:
                    continue  # refused: 2 / 0
                assert_same(function, layers_dims)


@pytest.mark.parametrize("gauss", [0.0, -0.0, 5e-324, -1.5, np.inf, np.nan], ids=float.hex)
@pytest.mark.parametrize("has_gauss", [0, 1, 2])
@every_drawing_function
def test_any_cached_normal(function: Function, has_gauss: int, gauss: float) -> None:
    """Start from any cached normal, or none and a value left over, as `set_state` allows."""
    for layers_dims in ([3, 0], [1, 1], [2, 1], [3, 1], [3, 100]):
        np.random.set_state(("MT19937", KEY, 10, has_gauss, gauss))
        assert_same(function, layers_dims)


@pytest.mark.parametrize("has_gauss", [0, 1])
@pytest.mark.parametrize("size", [3, 1000])
def test_uniform_numbers_leave_the_cached_normal(size: int, has_gauss: int) -> None:
    """Leave it, and a value left over beside none, as NumPy's own uniform numbers do."""
    ours, skipped, numpys = (np.random.RandomState(3) for _ in range(3))
    for stream in (ours, skipped, numpys):
        stream.set_state(("MT19937", KEY, 10, has_gauss, 5.0))
    drawn = paraminit.uniform(size, rng=ours)
    paraminit.skip(size, "uniform", rng=skipped)
    assert np.array_equal(drawn, numpys.uniform(-1, 1, size))
    expected = pickle.dumps(numpys.get_state(legacy=False))
    assert pickle.dumps(ours.get_state(legacy=False)) == expected
    assert pickle.dumps(skipped.get_state(legacy=False)) == expected


@every_drawing_function
def test_calls_in_a_row(function: Function) -> None:
    """Carry the cached normal from call to call, and between ours and NumPy's own calls."""

    def session(function: Callable[[list[int]], object]) -> list[object]:
        np.random.seed(3)
        trace: list[object] = []
        for layers_dims in ([1, 1], [3, 1], [5, 5, 1], [1, 3], [2, 2], [30, 31], [1, 1, 1]):
            function(layers_dims)
            trace.append(full_state())
            trace.append(np.random.randn())
            function(layers_dims)
            trace.append(np.random.randint(1000))
        return trace

    assert session(function.ours) == session(function.reference)


def test_functions_in_a_row() -> None:
    """Carry the stream from each function to each other one."""
    for first in NOTEBOOK:
        for second in NOTEBOOK:
            assert_same(first, [3, 3, 1])
            assert_same(second, [3, 5])


@every_drawing_function
def test_what_a_notebook_draws_next(function: Function) -> None:
    """Keep the values of the shuffles, masks and batches that come after the initialization."""

    def later(function: Callable[[list[int]], object]) -> list[bytes]:
        np.random.seed(1)
        function([3, 3, 1])
        shuffled = np.arange(20)
        np.random.shuffle(shuffled)
        draws = [
            shuffled,
            np.random.permutation(50),
            np.random.rand(4, 3) < 0.8,
            np.random.choice(10, 5, replace=False),
            np.random.normal(size=3),
            np.random.binomial(10, 0.5, 5),
            np.random.gamma(2.0, size=3),
            np.random.randint(0, 10, 7),
        ]
        return [draw.tobytes() for draw in draws]

    assert later(function.ours) == later(function.reference)


@pytest.mark.parametrize(
    "seed",
    [
        lambda: np.random.seed(),
        lambda: np.random.seed(0),
        lambda: np.random.seed(2**32 - 1),
        lambda: np.random.seed([1, 2, 3]),
        lambda: np.random.seed(np.arange(700)),
        lambda: np.random.set_state(np.random.RandomState(5).get_state()),
        lambda: np.random.set_state(np.random.RandomState(5).get_state(legacy=False)),
    ],
    ids=["fresh", "zero", "largest", "list", "long array", "tuple", "dict"],
)
@every_drawing_function
def test_every_way_to_seed(function: Function, seed: Callable[[], None]) -> None:
    """Start from a stream that was seeded or set in any way."""
    np.random.randn()  # leaves a cached normal, which seeding clears
    seed()
    assert_same(function, [3, 5, 2])
    assert_same(function, [101, 33, 1])


@pytest.mark.parametrize(
    "get_state",
    [lambda: np.random.get_state(legacy=True), lambda: np.random.get_state(legacy=False)],
    ids=["tuple", "dict"],
)
@every_drawing_function
def test_a_restored_state_gives_the_same_again(
    function: Function, get_state: Callable[[], object]
) -> None:
    """Draw the same once more from a state that was pickled and set again."""
    np.random.randn(3)
    pickled = pickle.dumps(get_state())

    first = function.ours([5, 7, 3])
    state = full_state()
    np.random.set_state(pickle.loads(pickled))
    second = function.ours([5, 7, 3])

    assert bits(first) == bits(second)
    assert full_state() == state


def test_other_streams_are_left_alone() -> None:
    """Touch no stream but the global one."""
    private, generator = np.random.RandomState(3), np.random.default_rng(3)
    for function in DRAWING:
        function.ours([30, 40, 1])
    assert private.randn() == np.random.RandomState(3).randn()
    assert generator.random() == np.random.default_rng(3).random()


def test_zeros_draws_nothing() -> None:
    """Leave the stream where it was, the cached normal too."""
    np.random.randn()
    state = full_state()
    ZEROS.ours([300, 200, 1])
    assert full_state() == state
