"""All threads against one, for every stream, function and type, and for growing arrays.

``python benches/threads.py`` prints the table, ``make bench`` has it among its results.
"""

import sys
from collections.abc import Callable
from typing import Any

import paraminit
from measure import Comparison, compare
from peers import ALL_THREADS, ONE_THREAD, Peer
from streams import PARAMETER, ROWS, Row

__all__ = ["FUNCTIONS", "SIZES", "measure"]

SIZES = {100_000: 1.0, 300_000: 1.0, 1_000_000: 2.0, 4_000_000: 3.0}
"""How many numbers are drawn, and for how many seconds to go on with each."""

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "normal": paraminit.normal,
    "truncated_normal": paraminit.truncated_normal,
    "uniform": paraminit.uniform,
}


def measure() -> dict[str, list[Comparison]]:
    """Compare the two for each function and stream.

    Returns
    -------
    dict of str to list of Comparison
        By the function and the stream, one for each size.
    """
    return {
        f"`{name}`, {row.name}": [_compare(function, row, size) for size in SIZES]
        for name, function in FUNCTIONS.items()
        for row in ROWS
    }


def _compare(function: Callable[..., Any], row: Row, size: int) -> Comparison:
    print(function.__name__, row.name, size, end=" ", file=sys.stderr, flush=True)
    stream = row.stream()

    def draw(_: list[int]) -> Any:
        return function(size, PARAMETER, rng=stream, dtype=row.dtype)

    everyone = [Peer(ONE_THREAD, draw, 1), Peer(ALL_THREADS, draw)]
    return compare(everyone, [size, 1], SIZES[size])


def main() -> None:
    """Print how many times as fast as one thread all threads are."""
    for name, comparisons in measure().items():
        ratios = (each.times_as_fast(ALL_THREADS, ONE_THREAD) for each in comparisons)
        print(f"{name:32}", *(f"{ratio:6.2f}" for ratio in ratios))


if __name__ == "__main__":
    main()
