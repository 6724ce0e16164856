"""Every value equals the notebook's, bit for bit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stress.random_networks import compare_calls
from support.outcome import assert_same
from support.pairs import HE, Pair, every_drawing_pair, every_pair

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.one_of(st.integers(0, 5), st.integers(0, 60), st.sampled_from([127, 128, 312, 625]))

NETS = {
    "none": [],
    "one": [4],
    "smallest": [1, 1],
    "exercise": [2, 4, 1],
    "course": [3, 2, 1],
    "circles": [2, 10, 5, 1],
    "two normals": [2, 1],
    "three normals": [1, 3],
    "odd": [3, 5, 7, 9, 11, 13],
    "odd in every layer": [1, 1, 3, 1, 5, 1],
    "all ones": [1] * 14,
    "deep": [5] * 40,
    "deeper": [2] * 3000,
    "empty in the middle": [3, 0, 5],
    "empty at the end": [4, 3, 0],
    "empty twice": [4, 0, 0, 4],
    "tiny, large, tiny": [1, 1, 700, 701, 1, 1],
    "tall": [1, 123_457],
    "wide": [123_457, 1],
    "digits": [784, 512, 256, 10],
    "a million": [1001, 999, 3],
    "five million": [2501, 2001, 7],
}
every_net = pytest.mark.parametrize("layers_dims", NETS.values(), ids=NETS.keys())


@every_net
@every_pair
def test_network(pair: Pair, layers_dims: list[int]) -> None:
    """Compare networks of every shape."""
    assert_same(pair, layers_dims)


@every_drawing_pair
@settings(max_examples=150)
@given(
    seed=SEEDS,
    normals=st.integers(0, 3),
    words=st.integers(0, 1300),
    layers_dims=st.lists(SIZES, max_size=6),
)
def test_any_network_from_anywhere(
    pair: Pair, seed: int, normals: int, words: int, layers_dims: list[int]
) -> None:
    """Compare any network, drawn from any place in the stream."""
    np.random.seed(seed)
    np.random.randn(normals)
    np.random.bytes(4 * words)
    assert_same(pair, layers_dims)


def test_random_cases() -> None:
    """Compare some random calls; `python -m stress.random_networks` makes as many as one likes."""
    counts = compare_calls(cases=2000, seed=0)
    assert counts.cases == 2000
    assert 0 < counts.refused < 200
    assert counts.weights > 10**6


@every_drawing_pair
def test_many_blocks(pair: Pair) -> None:
    """Compare totals around those that use up one or more whole blocks of words."""
    for total in [*range(118, 128), *range(240, 250), *range(1218, 1228)]:
        np.random.seed(total)
        assert_same(pair, [1, total])
        assert_same(pair, [total, 1])


def test_fan_in_of_two_is_the_stream_itself() -> None:
    """Compare with `randn` alone: a fan-in of 2 multiplies by exactly 1.0."""
    state = np.random.get_state()
    expected = np.random.randn(50_000, 2)
    np.random.set_state(state)
    assert HE.ours([2, 50_000])["W1"].tobytes() == expected.tobytes()
