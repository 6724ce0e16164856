"""Time and memory of the peers.

Run as a program it measures the memory of one peer, in a process of its own.
"""

import gc
import itertools
import json
import random
import statistics
import subprocess
import sys
import timeit
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import perf_counter

from peers import Peer, peers

__all__ = ["Comparison", "compare", "peak_memory", "weights"]

MIN_ROUNDS = 5
MIN_SECONDS = 0.002
"""What one peer's turn in a round takes at least; a quick call is repeated as often."""

_STATUS = Path("/proc/self/status")


def weights(layers_dims: Sequence[int]) -> int:
    """Count the weights of a network, biases not among them.

    Parameters
    ----------
    layers_dims : sequence of int
        Size of each layer, the input first.

    Returns
    -------
    int
        Their number.
    """
    return sum(n * m for n, m in itertools.pairwise(layers_dims))


@dataclass(frozen=True)
class Comparison:
    """The times of some peers for one network.

    Attributes
    ----------
    layers_dims : list of int
        Size of each layer, the input first.
    seconds : dict of str to list of float
        By the peer's name: how long a call took in each round.
    """

    layers_dims: list[int]
    seconds: dict[str, list[float]]

    @property
    def rounds(self) -> int:
        """How many rounds there were."""
        return min(map(len, self.seconds.values()))

    def median(self, name: str) -> float:
        """Return the median of a peer's times, in seconds a call."""
        return statistics.median(self.seconds[name])

    def minimum(self, name: str) -> float:
        """Return the least of a peer's times, in seconds a call."""
        return min(self.seconds[name])

    def times_as_fast(self, name: str, reference: str) -> float:
        """Return how many times as fast as another a peer is, at least.

        That is the median over the rounds; or what the minima say, if it is less: what disturbs
        a machine takes more rounds of a slow peer than of a quick one.
        """
        pairs = zip(self.seconds[reference], self.seconds[name], strict=True)
        median = statistics.median(slow / fast for slow, fast in pairs)
        return min(median, self.minimum(reference) / self.minimum(name))


def compare(everyone: Sequence[Peer], layers_dims: list[int], seconds: float) -> Comparison:
    """Let peers take turns.

    One round is one turn for each, in an order that is drawn anew, so that whatever makes the
    machine slower or quicker for a while meets all alike. The round before the first counts for
    nothing: memory, caches and what is done once in a process are ready after it. Each call makes
    new arrays, and they are gone before the next; the garbage collector rests during a turn.

    Parameters
    ----------
    everyone : sequence of Peer
        Who takes part.
    layers_dims : list of int
        Size of each layer, the input first.
    seconds : float
        For how long to go on. There are at least five rounds, even if they take longer.

    Returns
    -------
    Comparison
        Their times.
    """
    gc.collect()
    calls = ceil(MIN_SECONDS / max(_quickest_call(peer, layers_dims) for peer in everyone))
    comparison = Comparison(layers_dims, {peer.name: [] for peer in everyone})
    order = list(everyone)
    shuffle = random.Random(0).shuffle
    end = perf_counter() + seconds
    while comparison.rounds < MIN_ROUNDS or perf_counter() < end:
        shuffle(order)
        for peer in order:
            comparison.seconds[peer.name].append(_turn(peer, layers_dims, calls))
    return comparison


def _quickest_call(peer: Peer, layers_dims: list[int]) -> float:
    first = _turn(peer, layers_dims, calls=1)
    if first > 100 * MIN_SECONDS:
        return first
    # The first has what is done once in a process, and any other may have been disturbed.
    return min(_turn(peer, layers_dims, calls=1) for _ in range(20))


def _turn(peer: Peer, layers_dims: list[int], calls: int) -> float:
    peer.prepare()
    if peer.timed is not None:
        return peer.timed(calls)
    names = {"initialize": peer.initialize, "layers_dims": layers_dims}
    return timeit.Timer("initialize(layers_dims)", globals=names).timeit(calls) / calls


def peak_memory(name: str, layers_dims: list[int]) -> int | None:
    """Measure what memory a call needs at its peak besides its result.

    Parameters
    ----------
    name : str
        Of the peer.
    layers_dims : list of int
        Size of each layer, the input first.

    Returns
    -------
    int or None
        The most memory that was resident during the first such call of a process, less what was
        resident before the call, less the bytes of the arrays it returned. The system's own count
        is some hundred KiB off. None where it has none: it is read from ``/proc``, which Linux has.
    """
    if not _STATUS.exists():
        return None
    command = [sys.executable, __file__, name, json.dumps(layers_dims)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _resident(field: str) -> int:
    for line in _STATUS.read_text().splitlines():
        if line.startswith(field + ":"):
            return 1024 * int(line.split()[1])
    raise LookupError(field)


def _besides_result(name: str, layers_dims: list[int]) -> int:
    peer = next(peer for peer in peers() if peer.name == name)
    peer.prepare()
    peer.initialize([784, 256, 128, 10])  # what is done once in a process is done after this
    before = _resident("VmRSS")
    result = peer.initialize(layers_dims)
    size: int = sum(array.nbytes for array in result.values())
    return _resident("VmHWM") - before - size


if __name__ == "__main__":
    print(_besides_result(sys.argv[1], json.loads(sys.argv[2])))
