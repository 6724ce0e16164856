"""Random networks from random places in the stream equal the notebook's."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stress.command import FaultError, run
from support.functions import NOTEBOOK
from support.outcome import compare


@dataclass
class Counts:
    """What was compared."""

    cases: int = 0
    refused: int = 0
    weights: int = 0


def stress(cases: int = 100_000, seed: int = 0) -> str:
    """Make so many random calls, and compare each with the notebook's."""
    counts = compare_calls(cases, seed)
    return f"{cases} calls ({counts.refused} refused), {counts.weights} weights: equal"


def compare_calls(cases: int, seed: int) -> Counts:
    """Make so many random calls, and raise at the first that differs from the notebook's."""
    rng = np.random.default_rng(seed)
    counts = Counts()
    for case in range(cases):
        place_stream(rng)
        function = NOTEBOOK[rng.integers(len(NOTEBOOK))]
        layers_dims = random_layers(rng)
        state = np.random.get_state(legacy=False)
        expected, differences = compare(function, layers_dims)
        if differences:
            place = f"word {state['state']['pos']}, cached normal {state['has_gauss']}"
            raise FaultError(f"case {case}: {function} {layers_dims} at {place}: {differences}")
        counts.cases += 1
        counts.refused += expected.error is not None
        counts.weights += sum(m * n for m, n in itertools.pairwise(layers_dims))
    return counts


def random_layers(rng: np.random.Generator) -> list[int]:
    """Return the sizes of a network, of one of the kinds that take different paths."""
    length = int(rng.integers(0, 7))
    kind = rng.choice(
        ["small", "degenerate", "odd", "mixed", "blocks", "large"],
        p=[0.3, 0.1, 0.198, 0.2, 0.2, 0.002],
    )
    sizes: Sequence[int]
    match kind:
        case "small":
            sizes = rng.integers(1, 9, length).tolist()
        case "degenerate":
            sizes = rng.integers(0, 3, length).tolist()
        case "odd":
            sizes = (2 * rng.integers(0, 16, length) + 1).tolist()
        case "mixed":
            # Tiny layers beside large ones, so that a bulk fill starts and ends anywhere.
            sizes = rng.choice([0, 1, 2, 3, 50, 51, 200, 333], length).tolist()
        case "blocks":
            # A block of 624 words is 156 attempts and about 122 pairs.
            sizes = [1, int(rng.integers(100, 700)), int(rng.integers(0, 3))]
        case _:
            width = int(rng.integers(100, 1000))
            sizes = [width, int(rng.integers(10**5, 10**6)) // width, 1]
    return list(sizes)


def place_stream(rng: np.random.Generator) -> None:
    """Put the global stream anywhere, with a cached normal or without."""
    np.random.seed(int(rng.integers(2**32)))
    np.random.randn(int(rng.integers(0, 4)))
    np.random.bytes(4 * int(rng.integers(0, 700)))


if __name__ == "__main__":
    raise SystemExit(run(stress))
