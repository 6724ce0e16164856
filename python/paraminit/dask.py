"""Networks that are larger than a machine: Dask arrays with the bits of one call.

A block of an array is drawn by whichever worker is free. What it needs of the rest is the scale,
which follows from the shape of the whole array, and the state of the stream at its first number.
Each uniform number takes one word of the bit generator (half a word in float32), so a block jumps
to its place. How many words a normal takes is known once it is drawn, so a chain of tasks goes over
the stream once, without making an array, and passes a state of a few hundred bytes from block to
block.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from paraminit._core import INITIALIZERS, he_normal, skip
from paraminit._plan import Initializer, Plan, in_out, plan

try:
    import dask.array as da
    from dask.base import tokenize
    from dask.highlevelgraph import HighLevelGraph
    from dask.task_spec import Task, TaskRef
except ImportError as _error:
    raise ImportError("paraminit.dask needs Dask: pip install 'paraminit[dask]'") from _error

if TYPE_CHECKING:
    from paraminit._core import _Distribution, _Float32, _Float64, _LayersDims, _Shape

__all__ = ["draw", "initialize_parameters"]

_Seed: TypeAlias = int | Sequence[int] | npt.NDArray[np.integer[Any]] | np.random.SeedSequence
_State: TypeAlias = Any
"""The dict that `numpy.random.PCG64.state` is."""


def draw(
    initializer: Initializer,
    shape: _Shape,
    *,
    rng: _Seed,
    dtype: _Float64 | _Float32 = np.float64,
    rows: int,
) -> da.Array:
    """Describe an array of weights as a Dask array, to be drawn in blocks of rows.

    Parameters
    ----------
    initializer : callable
        One of this package's functions, or a ``functools.partial`` of one; all but
        :func:`~paraminit.orthogonal`, whose factorisation needs the whole matrix.
    shape : int or tuple of int
        Shape of the array, of one axis or more. The first one gives the rows.
    rng : int, sequence of int, or SeedSequence
        The seed. A generator would have moved on when the array is computed again,
        and is refused.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    rows : int
        How many rows a block has. The last one may have fewer.

    Returns
    -------
    dask.array.Array
        Array of this shape and type. What it computes is, bit for bit,
        ``initializer(shape, rng=rng, dtype=dtype)``, for any `rows` and workers,
        and each time it is computed.

    Raises
    ------
    TypeError
        For any other initializer, for an `rng` that is no seed, or for a `dtype` that is
        neither float64 nor float32.
    ValueError
        If `shape` has no axis, `rows` is less than 1, or the seed is negative.
    TypeError, ValueError
        Where the initializer raises it.

    See Also
    --------
    initialize_parameters : A whole network.
    paraminit.skip : For processes that share nothing.

    Notes
    -----
    Nothing is drawn until Dask is asked for numbers, and nothing is ever as large as
    the array: a worker holds the blocks that it works on. A block that is lost is
    drawn again as it was: from its state until the last block is drawn, later from
    the seed.

    Dask's dashboard and progress bar show the tasks under names such as
    ``draw_he_normal`` and, for normals, ``find-state``: one task for each block that
    goes past its numbers to where the next block begins. These tasks run one after
    another, each on all CPUs of its machine. Uniform numbers need none.

    Examples
    --------
    >>> import numpy as np
    >>> from paraminit import glorot_normal
    >>> from paraminit.dask import draw
    >>> weights = draw(glorot_normal, (300, 200), rng=3, rows=128)
    >>> weights.chunks
    ((128, 128, 44), (200,))
    >>> np.array_equal(weights.compute(), glorot_normal((300, 200), rng=3))
    True
    """
    return _array(plan(initializer, shape, dtype), _Position.of(rng), _positive(rows))


def initialize_parameters(
    layers_dims: _LayersDims,
    initializer: Initializer | Sequence[Initializer] = he_normal,
    *,
    layout: str = "out_in",
    rng: _Seed,
    dtype: _Float64 | _Float32 = np.float64,
    rows: int,
) -> dict[str, da.Array]:
    """Describe the parameters of a fully connected network, to be drawn in blocks of rows.

    Parameters
    ----------
    layers_dims : sequence of int
        Number of units of each layer, input first, at least two. Anything with a
        length whose items ``0, 1, ...`` are integers.
    initializer : callable or sequence of callable, optional
        What draws the weights, as for :func:`draw`, or a sequence of one for each
        layer.
    layout : {"out_in", "in_out"}, optional
        Shape of the weights and biases of a layer of ``n`` units with ``m`` inputs:
        ``(n, m)`` and ``(n, 1)``, or, for networks that compute ``x @ W + b``,
        ``(m, n)`` and ``(n,)``.
    rng : int, sequence of int, or SeedSequence
        The seed of the network.
    dtype : {np.float64, np.float32}, optional
        Type of the numbers, float64 by default.
    rows : int
        How many rows a block has. The last one of an array may have fewer.

    Returns
    -------
    dict of str to dask.array.Array
        ``"W1", "b1", ..., "WL", "bL"``. What they compute is, bit for bit, what
        :func:`paraminit.initialize_parameters` returns for the same arguments, for
        any `rows` and workers, and each time they are computed.

    Raises
    ------
    TypeError, ValueError
        As from :func:`draw`; a ValueError, too, for another `layout`, and for
        initializers that are not as many as the layers.

    See Also
    --------
    draw : A single array.

    Notes
    -----
    All layers are drawn from one stream, each from where the one before it ends.
    Uniform layers know that place. For the others, the states of all blocks before
    have to be found first, also if only the last layer is computed.

    Compute what belongs together in one call of ``dask.compute`` or
    ``dask.persist``, so that each state is found once.

    Examples
    --------
    >>> import dask
    >>> from paraminit.dask import initialize_parameters
    >>> parameters = initialize_parameters([784, 256, 10], rng=3, rows=64)
    >>> parameters["W1"].numblocks, parameters["b2"].shape
    ((4, 1), (10, 1))
    >>> (parameters,) = dask.compute(parameters)
    >>> parameters["W2"].shape
    (10, 256)
    """
    rows = _positive(rows)
    if layout not in ("out_in", "in_out"):
        raise ValueError(f"layout must be 'out_in' or 'in_out', not {layout!r}")
    sizes = [operator.index(layers_dims[layer]) for layer in range(len(layers_dims))]
    if len(sizes) < 2:
        raise ValueError(
            "layers_dims must have at least two sizes, of the input and of a layer, not "
            f"{len(sizes)}"
        )
    layers = list(pairwise(sizes))
    plans = []
    for (inputs, units), chosen in zip(layers, _one_each(initializer, len(layers)), strict=True):
        if layout == "out_in":
            plans.append(plan(chosen, (units, inputs), dtype))
        else:
            plans.append(plan(in_out(chosen), (inputs, units), dtype))
    position = _Position.of(rng)
    parameters = {}
    for layer, ((_, units), planned) in enumerate(zip(layers, plans, strict=True), 1):
        parameters[f"W{layer}"] = _array(planned, position, rows)
        shape = (units, 1) if layout == "out_in" else (units,)
        parameters[f"b{layer}"] = da.zeros(shape, dtype=planned.dtype, chunks=(rows, *shape[1:]))
    return parameters


def _one_each(
    initializer: Initializer | Sequence[Initializer], layers: int
) -> Sequence[Initializer]:
    """Return the initializer of each layer."""
    if not isinstance(initializer, Sequence):
        return [initializer] * layers
    if len(initializer) != layers:
        raise ValueError(
            f"initializer must be one for each of the {layers} layers, not {len(initializer)}"
        )
    return initializer


def _positive(rows: int) -> int:
    if (count := operator.index(rows)) < 1:
        raise ValueError(f"rows must be at least 1, not {count}")
    return count


@dataclass
class _Position:
    """Where on the stream the next block begins, and the tasks that find it."""

    start: Any
    """A state, or the key of a task that returns one."""
    jump: int
    """How many uniform numbers after it."""
    token: str
    """Stands for all that was drawn before, in the names of tasks."""
    finds: dict[str, dict[Any, Task]]
    """The tasks that find states, of each array before."""

    @classmethod
    def of(cls, seed: _Seed) -> _Position:
        """Return the beginning of the stream of a seed."""
        streams = np.random.Generator, np.random.RandomState, np.random.BitGenerator
        if seed is None or isinstance(seed, (*streams, ModuleType)):
            raise TypeError(
                f"rng must be a seed (an int, a sequence of int or a SeedSequence), not {seed!r}: "
                "a block has to come out the same each time that it is drawn"
            )
        state = np.random.PCG64(seed).state
        return cls(state, 0, tokenize(state), {})


def _array(planned: Plan, position: _Position, rows: int) -> da.Array:
    """Return the array that begins at a position, and move the position past it."""
    first, *others = planned.shape
    heights = [min(rows, first - row) for row in range(0, first, rows)] or [0]
    position.token = tokenize(position.token, planned, rows)
    name, find = f"draw_{planned.name}-{position.token}", f"find-state-{position.token}"
    draws: dict[Any, Task] = {}
    finds: dict[Any, Task] = {}
    for block, height in enumerate(heights):
        shape = (height, *others)
        what = position.start, position.jump, shape, planned.distribution, planned.dtype
        # Until the last block is drawn, all states are held: no lost one has to be found again.
        held = map(TaskRef, finds) if block == len(heights) - 1 else ()
        key = name, block, *(0 for _ in others)
        # A producer goes to any free worker, another task to where its state is.
        draws[key] = Task(key, _draw, *what, planned.scale, *held, _data_producer=True)
        if planned.distribution == "uniform":
            position.jump += math.prod(shape)
        else:
            finds[find, block] = Task((find, block), _find_state, *what)
            position.start, position.jump = TaskRef((find, block)), 0
    position.finds = {**position.finds, find: finds}
    layers: dict[str, Any] = {**position.finds, name: draws}
    dependencies = {layer: set(list(layers)[:index]) for index, layer in enumerate(layers)}
    chunks = (tuple(heights), *((size,) for size in others))
    return da.Array(HighLevelGraph(layers, dependencies), name, chunks, dtype=planned.dtype)


def _draw(
    state: _State,
    jump: int,
    shape: tuple[int, ...],
    distribution: str,
    dtype: np.dtype[Any],
    scale: Any,
    *held: _State,
) -> npt.NDArray[Any]:
    """Draw a block. This runs on a worker."""
    generator = _generator(state, jump, dtype)
    block: npt.NDArray[Any] = INITIALIZERS[distribution](shape, scale, rng=generator, dtype=dtype)
    return block


def _find_state(
    state: _State,
    jump: int,
    shape: tuple[int, ...],
    distribution: _Distribution,
    dtype: np.dtype[Any],
) -> _State:
    """Return the state after a block. This runs on a worker."""
    generator = _generator(state, jump, dtype)
    skip(shape, distribution, rng=generator, dtype=dtype)
    return generator.bit_generator.state


def _generator(state: _State, jump: int, dtype: np.dtype[Any]) -> np.random.Generator:
    """Return a generator so many uniform numbers after a state."""
    bit_generator = np.random.PCG64(0)
    bit_generator.state = state
    generator = np.random.Generator(bit_generator)
    skip(jump, "uniform", rng=generator, dtype=dtype)
    return generator
