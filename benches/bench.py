"""Measure what the README quotes: ``make bench``.

Prints the tables and writes them to the file of this kind of CPU, such as ``results-avx2.md``; then
writes the README's table and the chart of what such files say.
"""

import sys
from pathlib import Path

import chart
import quote
from measure import Comparison, compare, peak_memory
from peers import ALL_THREADS, FUNCTIONS, NOTEBOOK, ONE_THREAD, Peer, peers, verify
from report import Results, markdown
from streams import STREAM_SHAPES
from streams import measure as measure_streams
from threads import measure as measure_threads

HERE = Path(__file__).parent

SMALLEST = [3, 2, 1]
USUAL = [784, 256, 128, 10]
LARGEST = [8192, 8192, 8192, 1000]

# From small to large: what the memory allocator learns from large arrays does not help small ones.
NETWORKS = {
    tuple(SMALLEST): 6.0,
    tuple(USUAL): 10.0,
    (12288, 20, 7, 5, 1): 10.0,
    (4096, 4096, 1000): 20.0,
    tuple(LARGEST): 90.0,
}
"""How many seconds to go on with each."""

GROWTH = {
    (1, 1): 2.0,
    (20, 50): 2.0,
    (50, 60): 2.0,
    (100, 100): 2.0,
    (150, 200): 2.0,
    (250, 400): 4.0,
    (500, 600): 4.0,
    (1000, 1000): 4.0,
    (2500, 4000): 8.0,
    (10000, 10000): 10.0,
}
"""Likewise, for networks of one layer."""


def networks(everyone: list[Peer]) -> list[Comparison]:
    """Compare all peers, for each network.

    Parameters
    ----------
    everyone : list of Peer
        Who takes part.

    Returns
    -------
    list of Comparison
        One for each network.
    """
    return [_compare(everyone, list(sizes), seconds) for sizes, seconds in NETWORKS.items()]


def functions() -> dict[str, Comparison]:
    """Compare each function with the notebook's, for the smallest network.

    Returns
    -------
    dict of str to Comparison
        By the function's short name.
    """
    return {name: _compare(list(pair), SMALLEST, 3.0) for name, pair in FUNCTIONS.items()}


def growth(everyone: list[Peer]) -> list[Comparison]:
    """Compare paraminit with the notebook, for more and more weights.

    Parameters
    ----------
    everyone : list of Peer
        Of whom only these take part.

    Returns
    -------
    list of Comparison
        One for each size.
    """
    few = [peer for peer in everyone if peer.name in (ONE_THREAD, ALL_THREADS, NOTEBOOK)]
    return [_compare(few, list(sizes), seconds) for sizes, seconds in GROWTH.items()]


def _compare(everyone: list[Peer], layers_dims: list[int], seconds: float) -> Comparison:
    print(layers_dims, end=" ", file=sys.stderr, flush=True)
    reference = next(peer for peer in everyone if peer.name == NOTEBOOK)
    ours = [peer for peer in everyone if peer.name in (ONE_THREAD, ALL_THREADS)]
    verify(ours, reference, layers_dims)
    return compare(everyone, layers_dims, seconds)


def main() -> None:
    """Measure, print and write down."""
    everyone = peers()
    results = Results(
        functions=functions(),
        networks=networks(everyone),
        memory={peer.name: peak_memory(peer.name, LARGEST) for peer in everyone},
        growth=growth(everyone),
        streams=measure_streams(STREAM_SHAPES),
        threads=measure_threads(),
    )
    print(file=sys.stderr)
    text = markdown(results)
    print(text, end="")
    vectors = quote.machine(text)["Vectors"].lower().replace("-", "").replace(" ", "-")
    (HERE / f"results-{vectors}.md").write_text(text, encoding="utf-8")
    quote.main()
    chart.draw()


if __name__ == "__main__":
    main()
