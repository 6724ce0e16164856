"""Random calls, made both with paraminit and with the notebook's functions and compared."""

import argparse
import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from helpers import PAIRS, compare


@dataclass
class Counts:
    """What a run met."""

    cases: int = 0
    refused: int = 0
    weights: int = 0
    mismatches: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def __str__(self) -> str:
        """Return the summary, one line."""
        return (
            f"{self.cases} cases ({self.refused} refused, {self.weights} weights), "
            f"{len(self.mismatches)} mismatches, {self.seconds:.1f} s"
        )


def random_layers(rng: np.random.Generator) -> list[int]:
    """Return the sizes of a network of one of the kinds that take different ways."""
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
            # A block of 624 words is 156 attempts and about 122 normals.
            sizes = [1, int(rng.integers(100, 700)), int(rng.integers(0, 3))]
        case _:
            width = int(rng.integers(100, 1000))
            sizes = [width, int(rng.integers(10**5, 10**6)) // width, 1]
    return list(sizes)


def place_stream(rng: np.random.Generator) -> None:
    """Put the global stream anywhere, with a cached gaussian or without."""
    np.random.seed(int(rng.integers(2**32)))
    np.random.randn(int(rng.integers(0, 4)))
    np.random.bytes(4 * int(rng.integers(0, 700)))


def run(cases: int, seed: int) -> Counts:
    """Compare that many random calls."""
    rng = np.random.default_rng(seed)
    counts = Counts()
    began = time.perf_counter()
    for _ in range(cases):
        place_stream(rng)
        pair = PAIRS[rng.integers(len(PAIRS))]
        layers_dims = random_layers(rng)
        state = np.random.get_state(legacy=False)
        expected, differences = compare(pair, layers_dims)
        counts.cases += 1
        counts.refused += expected.error is not None
        counts.weights += sum(m * n for m, n in itertools.pairwise(layers_dims))
        if differences:
            place = f"word {state['state']['pos']}, cached gaussian {state['has_gauss']}"
            counts.mismatches.append(f"{layers_dims} at {place}: {differences}")
    counts.seconds = time.perf_counter() - began
    return counts


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    counts = run(arguments.cases, arguments.seed)
    for mismatch in counts.mismatches[:10]:
        print(mismatch)
    print(counts)
    return int(bool(counts.mismatches))


if __name__ == "__main__":
    raise SystemExit(main())
