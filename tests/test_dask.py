"""Dask arrays: for any blocks and workers the bits of the single call, also when a worker dies."""

import doctest
import inspect
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import paraminit
import pytest

from support.functions import every_dtype, name_of
from support.outcome import freeze
from support.watchdog import TIMEOUT

dask = pytest.importorskip("dask", reason="paraminit.dask makes arrays of Dask")
distributed = pytest.importorskip("distributed", reason="Dask's clusters")

import paraminit.dask  # noqa: E402 - once it is known that there is Dask
from paraminit import _core  # noqa: E402

from support import clusters  # noqa: E402

pytestmark = pytest.mark.once

# Of any arguments, wrong ones too.
scaling: Callable[..., Any] = paraminit.variance_scaling
draw: Callable[..., Any] = paraminit.dask.draw
describe: Callable[..., Any] = paraminit.dask.initialize_parameters
INITIALIZERS: list[Callable[..., Any]] = [
    paraminit.normal,
    partial(paraminit.normal, std=0.05),
    partial(paraminit.truncated_normal, std=np.float32(0.1)),
    partial(paraminit.uniform, bound=0.3),
    partial(paraminit.uniform, bound=(-0.1, 0.3)),
    paraminit.he_normal,
    paraminit.he_uniform,
    paraminit.glorot_normal,
    paraminit.glorot_uniform,
    paraminit.lecun_normal,
    paraminit.lecun_uniform,
    partial(paraminit.glorot_uniform, in_axis=-1, out_axis=-2),
    paraminit.variance_scaling,
    *(
        partial(scaling, scale=1 / 3, mode=mode, distribution=distribution)
        for mode in ("fan_in", "fan_out", "fan_avg", "fan_geo_avg")
        for distribution in ("normal", "truncated_normal", "uniform")
    ),
]


def shown(initializer: Any) -> str:
    """Return what pytest shows."""
    if isinstance(initializer, partial):
        return f"{initializer.func.__name__} {initializer.keywords}"
    return name_of(initializer)


every_initializer = pytest.mark.parametrize("initializer", INITIALIZERS, ids=shown)


@pytest.fixture
def here() -> Iterator[None]:
    """Compute in this thread."""
    with dask.config.set(scheduler="synchronous"):
        yield


def test_every_initializer_is_known() -> None:
    """But `orthogonal`, which cannot be drawn in blocks and is refused by its name."""

    def fills_an_array(name: str) -> bool:
        function = getattr(paraminit, name)
        return callable(function) and "out" in inspect.signature(function).parameters

    assert set(_core.INITIALIZERS) == {*filter(fills_an_array, paraminit.__all__)} - {"orthogonal"}


@pytest.mark.usefixtures("here")
@every_initializer
@every_dtype
def test_blocks(initializer: Callable[..., Any], dtype: Any) -> None:
    """Have the bits of the single call in blocks of any size, odd numbers of numbers included."""
    for shape in ((7, 5), (40, 33), (9, 4, 3, 3)):
        expected = initializer(shape, rng=3, dtype=dtype)
        for rows in (1, 3, shape[0], 1000):
            array = draw(initializer, shape, rng=3, dtype=dtype, rows=rows)
            assert array.dtype == dtype
            assert max(array.chunks[0]) == min(rows, shape[0])
            assert freeze(array.compute()) == freeze(expected)


@pytest.mark.usefixtures("here")
@every_initializer
@every_dtype
def test_network(initializer: Callable[..., Any], dtype: Any) -> None:
    """Draw all layers from one stream, as the single call does."""
    layers_dims = [7, 11, 3, 5]
    expected = paraminit.initialize_parameters(layers_dims, initializer, rng=[3, 4], dtype=dtype)
    for rows in (1, 4, 100):
        described = describe(layers_dims, initializer, rng=[3, 4], dtype=dtype, rows=rows)
        (actual,) = dask.compute(described)
        assert list(actual) == list(expected)
        for name, array in expected.items():
            assert freeze(actual[name]) == freeze(array)
        last = described["W3"].compute()
        assert freeze(last) == freeze(expected["W3"])


@pytest.mark.usefixtures("here")
@every_dtype
def test_in_out(dtype: Any) -> None:
    """Draw weights (in, out), with the fans of that layout, and biases (n,)."""
    layers_dims = [7, 11, 3]
    initializers: list[Any] = [paraminit.glorot_uniform, paraminit.he_normal, paraminit.normal]
    for initializer in initializers:
        options = {} if initializer is paraminit.normal else {"in_axis": 0, "out_axis": 1}
        rng = np.random.default_rng(3)
        described = describe(layers_dims, initializer, layout="in_out", rng=3, dtype=dtype, rows=2)
        (actual,) = dask.compute(described)
        for layer, shape in enumerate([(7, 11), (11, 3)], 1):
            expected = initializer(shape, **options, rng=rng, dtype=dtype)
            assert freeze(actual[f"W{layer}"]) == freeze(expected)
            assert freeze(actual[f"b{layer}"]) == freeze(np.zeros(shape[1], dtype))


@pytest.mark.usefixtures("here")
@every_dtype
def test_an_initializer_for_each_layer(dtype: Any) -> None:
    """Go from uniform numbers to normals and back, from any place in a word."""
    initializers: list[Any] = [
        paraminit.he_uniform,
        paraminit.glorot_normal,
        partial(paraminit.uniform, bound=0.1),
        paraminit.lecun_uniform,
        partial(paraminit.truncated_normal, std=0.1),
    ]
    layers_dims = [3, 5, 7, 3, 1, 5]
    described = describe(layers_dims, initializers, rng=8, dtype=dtype, rows=2)
    rng = np.random.default_rng(8)
    for layer, initializer in enumerate(initializers, 1):
        shape = layers_dims[layer], layers_dims[layer - 1]
        expected = initializer(shape, rng=rng, dtype=dtype)
        assert freeze(described[f"W{layer}"].compute()) == freeze(expected)


@pytest.mark.usefixtures("here")
def test_seeds() -> None:
    """Take what is a seed, and give the same each time."""
    drawn: Callable[..., Any] = paraminit.normal
    for seed in (0, np.int64(7), 2**200, [1, 2], np.array([3, 4]), np.random.SeedSequence(5)):
        array = draw(paraminit.normal, 50, rng=seed, rows=20)
        expected = drawn(50, rng=seed)
        assert freeze(array.compute()) == freeze(expected) == freeze(array.compute())
    children = np.random.SeedSequence(5).spawn(2)
    arrays = [draw(paraminit.normal, 5, rng=child, rows=5) for child in children]
    assert freeze(arrays[0].compute()) != freeze(arrays[1].compute())


@pytest.mark.usefixtures("here")
def test_nothing_to_draw() -> None:
    """Take sizes of zero, where the single call does."""
    for shape in ((0, 3), (3, 0), 0):
        array = draw(paraminit.normal, shape, rng=3, rows=2)
        assert freeze(array.compute()) == freeze(paraminit.normal(shape, rng=3))
    for shape in ((0, 3), (3, 0)):
        array = draw(paraminit.glorot_normal, shape, rng=3, rows=2)
        assert array.compute().shape == shape


def own(shape: Any, rng: Any, dtype: Any) -> Any:
    """Be somebody's own initializer."""
    return rng.standard_normal(shape).astype(dtype)


ANY = {"initializer": paraminit.he_normal, "shape": (4, 3), "rng": 3, "rows": 2}
REFUSED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"initializer": paraminit.orthogonal}, TypeError, "orthogonal .* factors the whole matrix"),
    ({"initializer": partial(paraminit.orthogonal, gain=2)}, TypeError, "the whole matrix"),
    ({"initializer": own}, TypeError, "initializer must be a function of paraminit"),
    ({"initializer": partial(own)}, TypeError, "initializer must be a function of paraminit"),
    ({"initializer": None}, TypeError, "initializer must be a function of paraminit"),
    ({"initializer": partial(paraminit.normal, rng=3)}, TypeError, "must not set rng"),
    ({"initializer": partial(paraminit.normal, dtype="f4")}, TypeError, "must not set dtype"),
    ({"initializer": partial(paraminit.normal, out=None)}, TypeError, "must not set out"),
    ({"initializer": partial(paraminit.normal, std=-1)}, ValueError, "-1"),
    ({"initializer": partial(paraminit.normal, gain=1)}, TypeError, "gain"),
    ({"initializer": partial(scaling, scale=-2)}, ValueError, "scale"),
    ({"initializer": partial(scaling, mode="fan")}, ValueError, "mode"),
    ({"initializer": partial(paraminit.he_normal, in_axis=2)}, ValueError, "in_axis"),
    ({"rng": None}, TypeError, "rng must be a seed"),
    ({"rng": np.random}, TypeError, "rng must be a seed"),
    ({"rng": np.random.default_rng(3)}, TypeError, "rng must be a seed"),
    ({"rng": np.random.PCG64(3)}, TypeError, "rng must be a seed"),
    ({"rng": np.random.RandomState(3)}, TypeError, "rng must be a seed"),
    ({"rng": 1.5}, TypeError, "1.5"),
    ({"rng": -1}, ValueError, "non-negative"),
    ({"dtype": np.int64}, TypeError, "int64"),
    ({"rows": 0}, ValueError, "rows must be at least 1, not 0"),
    ({"rows": 1.5}, TypeError, "float"),
    ({"shape": (3, -1)}, ValueError, "negative"),
    ({"shape": ()}, ValueError, "at least one axis"),
    ({"shape": 3}, ValueError, "two axes"),
]


@pytest.mark.parametrize(("changed", "error", "words"), REFUSED)
def test_refused(changed: dict[str, Any], error: type[Exception], words: str) -> None:
    """Refuse at once, and say why, what would fail or differ on a worker."""
    with pytest.raises(error, match=words):
        draw(**(ANY | changed))
    network = {key: value for key, value in (ANY | changed).items() if key != "shape"}
    if "shape" not in changed:
        with pytest.raises(error, match=words):
            describe([5, 4, 3], **network)


def test_refused_networks() -> None:
    """Refuse what only a network has."""
    three: Callable[..., Any] = partial(describe, rng=3, rows=2)
    for sizes in ([], [3]):
        with pytest.raises(ValueError, match=f"at least two sizes, .* not {len(sizes)}"):
            three(sizes)
    with pytest.raises(ValueError, match="'out_in' or 'in_out', not 'io'"):
        three([3, 2], layout="io")
    with pytest.raises(ValueError, match="each of the 2 layers, not 1"):
        three([3, 2, 1], [paraminit.he_normal])
    with pytest.raises(TypeError, match="the whole matrix"):
        three([3, 2, 1], [paraminit.he_normal, paraminit.orthogonal])
    with pytest.raises(ValueError, match="negative"):
        three([3, -2, 1])


def test_tasks() -> None:
    """Name the tasks for people, jump to uniform numbers, and hold the states to the end."""
    normals = draw(paraminit.he_normal, (10, 3), rng=3, rows=2)
    uniforms = draw(paraminit.he_uniform, (10, 3), rng=3, rows=2)
    names = [{dask.utils.key_split(key) for key in array.dask} for array in (normals, uniforms)]
    assert names == [{"find-state", "draw_he_normal"}, {"draw_he_uniform"}]
    graph = dict(normals.dask)
    states = {key for key in graph if dask.utils.key_split(key) == "find-state"}
    needed = [graph[normals.name, block, 0].dependencies for block in range(5)]
    assert [len(keys & states) for keys in needed] == [0, 1, 1, 1, 4]
    assert all(not task.dependencies for task in dict(uniforms.dask).values())


def test_documented() -> None:
    """Run the examples of both functions."""
    result = doctest.testmod(paraminit.dask)
    assert (result.failed, result.attempted) == (0, 12)


def test_import() -> None:
    """Leave Dask alone until it is asked for, and say what to install where it is not."""
    code = """if True:
        import sys, paraminit
        assert not [name for name in sys.modules if name.split(".")[0] in ("dask", "distributed")]
        sys.modules["dask"] = None
        try:
            import paraminit.dask
        except ImportError as error:
            assert "pip install 'paraminit[dask]'" in str(error)
        else:
            raise AssertionError("imported without Dask")
    """
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, timeout=TIMEOUT)


def digests(array: Any) -> list[str]:
    """Return a digest of each block, computed where the block is."""
    blocks = array.to_delayed().ravel()
    return list(dask.compute(*(dask.delayed(clusters.digest)(block) for block in blocks)))


def expected_digests(array: Any, rows: int) -> list[str]:
    """Return the digests of an array's blocks."""
    return [clusters.digest(array[row : row + rows]) for row in range(0, len(array), rows)]


either = pytest.mark.parametrize(
    "initializer", [paraminit.he_normal, paraminit.he_uniform], ids=name_of
)


@either
def test_larger_than_a_worker(initializer: Any) -> None:
    """Draw an array of 400 MiB where no worker may use more than 300."""
    shape, rows = (6400, 16384), 200
    array = draw(initializer, shape, rng=3, dtype=np.float32, rows=rows)
    with clusters.cluster(2, "300 MiB"):
        found = digests(array)
    generator = np.random.default_rng(3)
    scale = (2 if initializer is paraminit.he_normal else 6) / shape[1]
    block_of: Any = paraminit.normal if initializer is paraminit.he_normal else paraminit.uniform
    block = np.empty((rows, shape[1]), np.float32)
    for actual in found:
        block_of(block.shape, np.sqrt(scale), rng=generator, dtype=np.float32, out=block)
        assert actual == clusters.digest(block)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Start a cluster of one worker, to begin with."""
    with clusters.cluster(1) as client:
        yield client


def test_workers(client: Any) -> None:
    """Have the bits of the single call from one, two and four processes."""
    shape = 151, 200
    truncated = partial(scaling, distribution="truncated_normal")
    initializers: list[Any] = [paraminit.he_normal, paraminit.glorot_uniform, truncated]
    for workers in (1, 2, 4):
        client.cluster.scale(workers)
        client.wait_for_workers(workers)
        for initializer, dtype in product(initializers, (np.float64, np.float32)):
            expected = freeze(initializer(shape, rng=3, dtype=dtype))
            for rows in (7, 64, 151):
                options = {"rng": 3, "dtype": dtype, "rows": rows}
                array = draw(initializer, shape, **options)
                assert freeze(array.compute()) == expected
        network = describe([70, 90, 50], rng=3, rows=20)
        (actual,) = dask.compute(network)
        for name, array in paraminit.initialize_parameters([70, 90, 50], rng=3).items():
            assert freeze(actual[name]) == freeze(array)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
@either
def test_a_worker_dies(initializer: Any, client: Any, tmp_path: Path) -> None:
    """Draw again what is lost with a worker, in the middle and afterwards."""
    shape, rows = (640, 100), 10
    whole = initializer(shape, rng=3)
    expected = expected_digests(whole, rows)
    array = draw(initializer, shape, rng=3, rows=rows)
    blocks = array.to_delayed().ravel()
    client.cluster.scale(4)
    client.wait_for_workers(4)
    died = tmp_path / "died"
    computed = [dask.delayed(clusters.digest)(block) for block in blocks]
    computed[30] = dask.delayed(clusters.digest_or_die)(blocks[30], died)
    assert list(dask.compute(*computed)) == expected
    assert died.exists()

    client.wait_for_workers(2)
    held = client.persist(array)
    distributed.wait(held)
    address, keys = max(client.has_what().items(), key=lambda item: len(item[1]))
    assert keys
    os.kill(client.run(os.getpid, workers=[address])[address], signal.SIGKILL)
    while address in client.scheduler_info(n_workers=-1)["workers"]:
        time.sleep(0.01)
    assert digests(held) == expected
    assert freeze(held.compute()) == freeze(whole)
