"""What is compared for the functions that draw from any stream: paraminit, and NumPy's formula."""

import importlib
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import paraminit
from measure import Comparison, compare
from peers import ALL_THREADS, ONE_THREAD, SEED, Peer, mkl_random

try:
    # Not among what `make bench` installs: half a GiB, and NVIDIA's libraries besides.
    torch: Any = importlib.import_module("torch")
except ImportError:
    torch = None

__all__ = [
    "FORMULA",
    "FUNCTIONS",
    "OTHERS",
    "PARAMETER",
    "ROWS",
    "STREAM_SHAPES",
    "measure",
    "name",
    "torch",
]

FORMULA = "NumPy's formula"
PROGRAM = Path(__file__).parents[1] / "target" / "release" / "examples" / "normals"
"""`make bench` builds it."""

LIBRARY = "RandomState, logarithms of the C library"
"""What CPUs with vectors do where the error of the C library's logarithm has no known bound, as on
Windows and macOS."""

PARAMETER = 0.05

STREAM_SHAPES = {(2, 3): 10.0, (256, 784): 20.0, (2000, 2000): 40.0}
"""How many seconds to go on with each."""

Draw = Callable[[], Any]


@dataclass(frozen=True)
class Row:
    """A stream and a type of numbers.

    Attributes
    ----------
    name : str
        What the tables call it.
    stream : callable
        Makes the stream, always the same one.
    dtype : type
        ``np.float64`` or ``np.float32``.
    """

    name: str
    stream: Callable[[], Any]
    dtype: Any = np.float64


def _generator(kind: type[np.random.BitGenerator]) -> Callable[[], np.random.Generator]:
    return lambda: np.random.Generator(kind(SEED))


ROWS = (
    Row("PCG64", _generator(np.random.PCG64)),
    Row("PCG64, float32", _generator(np.random.PCG64), np.float32),
    Row("SFC64", _generator(np.random.SFC64)),
    Row("Philox", _generator(np.random.Philox)),
    Row("PCG64DXSM", _generator(np.random.PCG64DXSM)),
    Row("MT19937", _generator(np.random.MT19937)),
    Row("RandomState", lambda: np.random.RandomState(SEED)),
)


def _normal(row: Row, shape: tuple[int, int]) -> tuple[Draw, Draw]:
    """Return our call and NumPy's, each with a stream of its own."""
    ours, theirs, dtype = row.stream(), row.stream(), row.dtype
    normal, std = paraminit.normal, PARAMETER
    if dtype is np.float32:
        return (
            lambda: normal(shape, std, rng=ours, dtype=dtype),
            lambda: theirs.standard_normal(shape, dtype=dtype) * dtype(std),
        )
    return lambda: normal(shape, std, rng=ours), lambda: theirs.standard_normal(shape) * std


def _uniform(row: Row, shape: tuple[int, int]) -> tuple[Draw, Draw]:
    """Return our call and NumPy's, each with a stream of its own."""
    ours, theirs, dtype = row.stream(), row.stream(), row.dtype
    uniform, bound = paraminit.uniform, PARAMETER
    if dtype is np.float32:
        return (
            lambda: uniform(shape, bound, rng=ours, dtype=dtype),
            lambda: dtype(-bound) + dtype(2 * bound) * theirs.random(shape, dtype=dtype),
        )
    return lambda: uniform(shape, bound, rng=ours), lambda: theirs.uniform(-bound, bound, shape)


FUNCTIONS = {"normal": _normal, "uniform": _uniform}


def name(row: Row, way: str) -> str:
    """Return what a comparison calls a peer.

    Parameters
    ----------
    row : Row
        The stream and the type of numbers.
    way : str
        Who draws.

    Returns
    -------
    str
        Both in one.
    """
    return f"{row.name}: {way}"


def _other_normals(shape: tuple[int, int]) -> list[Peer]:
    """Return what draws normals otherwise, on one thread, as far as there is any."""
    others = []
    if mkl_random is not None:
        draw = mkl_random.MKLRandomState(SEED).standard_normal
        others.append(Peer("mkl_random, ICDF", lambda _: draw(shape, method="ICDF") * PARAMETER))
    if torch is not None:
        torch.set_num_threads(1)
        torch.manual_seed(SEED)
        others.append(
            Peer(
                "torch, normal_, float64",
                lambda _: torch.empty(shape, dtype=torch.float64).normal_(0.0, PARAMETER),
            )
        )
        others.append(
            Peer("torch, normal_, float32", lambda _: torch.empty(shape).normal_(0.0, PARAMETER))
        )
    if PROGRAM.exists():
        for other, which in (("rand_distr, ziggurat", "ziggurat"), (LIBRARY, "library")):
            others.append(Peer(other, _refuse, timed=_Program(which, shape).seconds))
    return others


OTHERS = {
    "mkl_random, ICDF": "PCG64",
    "torch, normal_, float64": "PCG64",
    "torch, normal_, float32": "PCG64",
    "rand_distr, ziggurat": "PCG64",
    LIBRARY: "RandomState",
}
"""In the tables' order, and on which stream the formula is against which they are held."""


def _refuse(_: list[int]) -> Any:
    raise RuntimeError("the program measures its own time")


class _Program:
    """The Rust program that draws what Python cannot ask for, and tells how long it takes."""

    def __init__(self, which: str, shape: tuple[int, int]) -> None:
        """Start it."""
        self.count = shape[0] * shape[1]
        self.process = subprocess.Popen(
            [PROGRAM, which], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def seconds(self, calls: int) -> float:
        """Return how many seconds a call takes."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(self.count, calls, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())


def measure(shapes: dict[tuple[int, int], float]) -> dict[str, list[Comparison]]:
    """Compare all that draw, for each function and shape.

    Parameters
    ----------
    shapes : dict
        For how many seconds to go on with each shape.

    Returns
    -------
    dict of str to list of Comparison
        By the function's name, one for each shape, which stands there as a network of one layer.
    """
    return {
        function: [_compare(function, shape, seconds) for shape, seconds in shapes.items()]
        for function in FUNCTIONS
    }


def _peer(name: str, draw: Callable[[], object], threads: int | None = None) -> Peer:
    return Peer(name, lambda _: draw(), threads)


def _compare(function: str, shape: tuple[int, int], seconds: float) -> Comparison:
    print(function, shape, end=" ", file=sys.stderr, flush=True)
    everyone = _other_normals(shape) if function == "normal" else []
    for row in ROWS:
        _verify(function, row, shape)
        for way, threads in ((ONE_THREAD, 1), (ALL_THREADS, None)):
            ours, _ = FUNCTIONS[function](row, shape)
            everyone.append(_peer(name(row, way), ours, threads))
        _, theirs = FUNCTIONS[function](row, shape)
        everyone.append(_peer(name(row, FORMULA), theirs))
    return compare(everyone, [shape[1], shape[0]], seconds)


def _verify(function: str, row: Row, shape: tuple[int, int]) -> None:
    """Raise unless the first two calls give the same bits."""
    ours, theirs = FUNCTIONS[function](row, shape)
    for _ in range(2):
        actual, expected = ours(), theirs()
        if actual.dtype != expected.dtype or actual.tobytes() != expected.tobytes():
            raise RuntimeError(f"{function} of {row.name} differs from NumPy's for {shape}")
