"""Beside the initializers of torch, JAX and Keras: ``make bench-frameworks``.

Prints the tables, and writes them to ``frameworks.md``.
"""

import functools
import math
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "jax"

import jax
import keras
import numpy as np
import paraminit
import torch
from measure import Comparison, compare
from peers import ALL_THREADS, ONE_THREAD, SEED, Peer
from report import machine, median_and_minimum, number, table
from streams import FORMULA

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from reference import schemes

__all__ = ["CASES", "Case", "measure"]

TORCH, JAX, KERAS = "torch", "JAX", "Keras on JAX"
FRAMEWORKS = (TORCH, JAX, KERAS)

Shape = tuple[int, int]
Draw = Callable[[], object]


@dataclass(frozen=True)
class Case:
    """One scheme, by whatever name each has it.

    Attributes
    ----------
    name : str
        What the tables call it.
    ours : callable
        The function of paraminit.
    formula : callable
        From a shape, a generator and a type to weights, by NumPy.
    torch : callable
        Fills a tensor.
    jax : callable
        An initializer of JAX's.
    keras : callable
        From a seed to an initializer of Keras'.
    """

    name: str
    ours: Callable[..., Any]
    formula: Callable[..., Any]
    torch: Callable[[Any], Any]
    jax: Callable[..., Any]
    keras: Callable[..., Callable[..., Any]]


def _truncated(tensor: Any) -> Any:
    """Fill a tensor with what is asked of the others: the variance after the cut, 2 over fan-in."""
    std = math.sqrt(2 / tensor.shape[1]) / 0.87962566103423978
    return torch.nn.init.trunc_normal_(tensor, std=std, a=-2 * std, b=2 * std)


def _truncated_formula(shape: Shape, rng: np.random.Generator, dtype: Any) -> Any:
    """Draw that by NumPy, many normals at a time."""
    size = math.prod(shape)
    kept = np.empty(0, dtype)
    while len(kept) < size:
        drawn = rng.standard_normal(size - len(kept), dtype=dtype)
        kept = np.append(kept, drawn[np.abs(drawn) <= 2])
    return kept.reshape(shape) * dtype(
        schemes.parameter(2, "fan_in", "truncated_normal", *shape[::-1])
    )


def _formula(scale: float, mode: str, distribution: str) -> Callable[..., Any]:
    return lambda shape, rng, dtype: schemes.variance_scaling(
        shape, scale, mode, distribution, rng, dtype
    )


CASES = (
    Case(
        "he_normal",
        paraminit.he_normal,
        _formula(*schemes.SCHEMES["he_normal"]),
        functools.partial(torch.nn.init.kaiming_normal_, nonlinearity="relu"),
        jax.nn.initializers.variance_scaling(2.0, "fan_in", "normal"),
        functools.partial(keras.initializers.VarianceScaling, 2.0, "fan_in", "untruncated_normal"),
    ),
    Case(
        "he_normal, truncated",
        functools.partial(paraminit.variance_scaling, scale=2.0, distribution="truncated_normal"),
        _truncated_formula,
        _truncated,
        jax.nn.initializers.he_normal(),
        keras.initializers.HeNormal,
    ),
    Case(
        "glorot_uniform",
        paraminit.glorot_uniform,
        _formula(*schemes.SCHEMES["glorot_uniform"]),
        torch.nn.init.xavier_uniform_,
        jax.nn.initializers.glorot_uniform(),
        keras.initializers.GlorotUniform,
    ),
    Case(
        "orthogonal",
        paraminit.orthogonal,
        lambda shape, rng, dtype: schemes.orthogonal(shape, 1.0, rng, dtype),
        torch.nn.init.orthogonal_,
        jax.nn.initializers.orthogonal(),
        keras.initializers.Orthogonal,
    ),
)
SHAPES = {(256, 784): 8.0, (2000, 2000): 15.0}
"""How many seconds to go on with each."""

DTYPES = (np.float32, np.float64)


def _peers(case: Case, shape: Shape, dtype: Any) -> list[Peer]:
    """Return who draws: each from a stream of its own, and each as a user would call it.

    JAX's is compiled before, and draws from the same key each time.
    """
    one, every, numpys = (np.random.default_rng(SEED) for _ in range(3))
    tensor_type = getattr(torch, dtype.__name__)
    compiled = jax.jit(case.jax, static_argnums=(1, 2))
    key = jax.random.key(SEED)
    keras_initializer = case.keras(seed=keras.random.SeedGenerator(SEED))
    # Both have (in, out).
    turned = shape[::-1]
    draws: list[tuple[str, Draw, int | None]] = [
        (ONE_THREAD, lambda: case.ours(shape, rng=one, dtype=dtype), 1),
        (ALL_THREADS, lambda: case.ours(shape, rng=every, dtype=dtype), None),
        (FORMULA, lambda: case.formula(shape, numpys, dtype), None),
        (TORCH, lambda: case.torch(torch.empty(shape, dtype=tensor_type)), None),
        (JAX, lambda: compiled(key, turned, dtype).block_until_ready(), None),
        (
            KERAS,
            lambda: keras_initializer(turned, dtype=dtype.__name__).block_until_ready(),
            None,
        ),
    ]
    return [_peer(*each) for each in draws]


def _peer(name: str, draw: Draw, threads: int | None) -> Peer:
    return Peer(name, lambda _: draw(), threads)


def measure(shapes: dict[Shape, float]) -> dict[tuple[str, str], list[Comparison]]:
    """Compare all, for each scheme, type and shape.

    Parameters
    ----------
    shapes : dict
        For how many seconds to go on with each shape.

    Returns
    -------
    dict of (str, str) to list of Comparison
        By the scheme's name and the type's, one for each shape, which stands there as a network of
        one layer.
    """
    results = {}
    for case in CASES:
        for dtype in DTYPES:
            print(case.name, dtype.__name__, end=" ", file=sys.stderr, flush=True)
            for shape in shapes:
                _verify(case, shape, dtype)
            results[case.name, dtype.__name__] = [
                compare(_peers(case, shape, dtype), [shape[1], shape[0]], seconds)
                for shape, seconds in shapes.items()
            ]
    return results


def _verify(case: Case, shape: Shape, dtype: Any) -> None:
    """Raise unless we draw what NumPy draws: its bits, but for a factorization's."""
    ours = case.ours(shape, rng=np.random.default_rng(SEED), dtype=dtype)
    theirs = case.formula(shape, np.random.default_rng(SEED), dtype)
    tolerance = 1e-4 if case.name == "orthogonal" else 0
    if ours.dtype != theirs.dtype or not np.allclose(ours, theirs, rtol=0, atol=tolerance):
        raise RuntimeError(f"{case.name} differs from NumPy's for {shape}")


def markdown(results: dict[tuple[str, str], list[Comparison]]) -> str:
    """Write down the results.

    Parameters
    ----------
    results : dict
        What `measure` returns.

    Returns
    -------
    str
        A Markdown document.
    """
    tables = []
    for index, shape in enumerate(SHAPES):
        rows = {f"{name}, {dtype}": each[index] for (name, dtype), each in results.items()}
        tables.append(_tables(shape, rows))
    return "\n\n".join([_head(), *tables]) + "\n"


def _head() -> str:
    return f"""# Beside torch, JAX and Keras

{machine("jax", "keras")}

`make bench-frameworks` measured this and wrote it down, as `make bench` does it: all of a row took
turns in one process. Each draws weights of the same shape and distribution, on the CPU, in new
memory: "he_normal" is the normal that is not cut, "truncated" the one that Keras and JAX mean by
that name. The threads are those of paraminit; torch draws on one, and a factorization is LAPACK's,
with threads of its own, whoever asks for it. JAX is compiled before the first turn, and draws from
the same key each time; Keras draws with JAX, not compiled, as it does when a layer is built. Only
paraminit draws NumPy's numbers, which was compared before. `tests/test_frameworks.py` compares the
distributions of all."""


def _tables(shape: Shape, rows: dict[str, Comparison]) -> str:
    peers = (ONE_THREAD, ALL_THREADS, FORMULA, *FRAMEWORKS)
    times = [
        [name, *(median_and_minimum(each, peer) for peer in peers), str(each.rounds)]
        for name, each in rows.items()
    ]
    ratios = [
        [name, *(number(each.times_as_fast(ALL_THREADS, peer)) for peer in peers[2:])]
        for name, each in rows.items()
    ]
    return f"""## {shape}

In ns a number, median (minimum):

{table(["", *peers, "rounds"], times)}

How many times as fast {ALL_THREADS}, is:

{table(["", *peers[2:]], ratios)}"""


def main() -> None:
    """Measure, print and write down."""
    jax.config.update("jax_enable_x64", True)  # else its float64 is float32
    torch.manual_seed(SEED)
    text = markdown(measure(SHAPES))
    print(file=sys.stderr)
    print(text, end="")
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
