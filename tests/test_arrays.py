"""The results are plain dicts of ordinary NumPy arrays that own their memory."""

import sys
import tracemalloc

import numpy as np
import pytest

from support.functions import ZEROS, Function, every_notebook_function
from support.memory import resident
from support.processes import isolated

every_network = pytest.mark.parametrize(
    "layers_dims",
    [[3, 2, 1], [5] * 12, [3, 2, 0], [300, 400, 5]],
    ids=["small", "deep", "empty", "large"],
)


@every_network
@every_notebook_function
def test_a_plain_dict_in_order(function: Function, layers_dims: list[int]) -> None:
    """Name the arrays W1, b1, W2, b2, ..., in that order, with W10 after W9."""
    parameters = function.ours(layers_dims)
    assert type(parameters) is dict
    assert list(parameters) == [
        letter + str(layer) for layer in range(1, len(layers_dims)) for letter in "Wb"
    ]
    assert all(type(name) is str for name in parameters)


@every_network
@every_notebook_function
def test_shapes(function: Function, layers_dims: list[int]) -> None:
    """Give W the shape (n_l, n_l-1) and b the shape (n_l, 1)."""
    parameters = function.ours(layers_dims)
    for layer in range(1, len(layers_dims)):
        assert parameters[f"W{layer}"].shape == (layers_dims[layer], layers_dims[layer - 1])
        assert parameters[f"b{layer}"].shape == (layers_dims[layer], 1)
        assert not parameters[f"b{layer}"].any()


@every_network
@every_notebook_function
def test_ordinary_arrays(function: Function, layers_dims: list[int]) -> None:
    """Return what NumPy's own functions return, in every flag and stride."""
    theirs = function.reference(layers_dims)
    for name, array in function.ours(layers_dims).items():
        assert type(array) is np.ndarray
        assert array.dtype == np.float64
        assert array.dtype.isnative
        assert array.base is None
        assert array.strides == theirs[name].strides
        assert array.flags.c_contiguous
        assert array.flags.aligned
        assert array.flags.writeable
        assert array.flags.owndata
        assert not array.flags.writebackifcopy
        assert array.flags.f_contiguous == theirs[name].flags.f_contiguous


@every_notebook_function
def test_arrays_are_independent(function: Function) -> None:
    """Share no memory between arrays, nor between calls."""
    first, second = function.ours([3, 2, 1, 4]), function.ours([3, 2, 1, 4])
    arrays = [*first.values(), *second.values()]
    for number, array in enumerate(arrays):
        array.fill(number)
    for number, array in enumerate(arrays):
        assert (array == number).all()


@every_notebook_function
def test_arrays_can_be_resized_and_outlive_the_dict(function: Function) -> None:
    """Return arrays that NumPy itself can reallocate and free."""
    parameters = function.ours([30, 20])
    weights = parameters.pop("W1")
    del parameters
    expected = weights.ravel()[:100].tobytes()
    weights.resize((5, 20), refcheck=False)
    assert weights.tobytes() == expected
    weights += 1.0


@every_notebook_function
def test_tracemalloc_sees_them(function: Function) -> None:
    """Allocate through NumPy, which tells tracemalloc, and free all of it."""
    layers_dims = [200, 300, 100]
    function.ours(layers_dims)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        parameters = function.ours(layers_dims)
        size = sum(array.nbytes for array in parameters.values())
        grown = tracemalloc.get_traced_memory()[0] - before
        del parameters
        left = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert size <= grown < size + 10_000
    assert left < 10_000


@every_notebook_function
def test_refused_calls_keep_no_memory(function: Function) -> None:
    """Free the arrays of the layers before the one that is refused."""
    layers_dims = [1000, 1000, -1]
    tracemalloc.start()
    try:
        for _ in range(3):
            with pytest.raises(ValueError, match="negative dimensions"):
                function.ours(layers_dims)
        left = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert left < 100_000


@every_notebook_function
def test_nothing_is_kept_alive(function: Function) -> None:
    """Hold no reference to the argument or the results after the call."""
    layers_dims = [300, 200]
    references = sys.getrefcount(layers_dims)
    parameters = function.ours(layers_dims)
    assert sys.getrefcount(layers_dims) == references
    theirs = function.reference(layers_dims)
    assert [sys.getrefcount(array) for array in parameters.values()] == [
        sys.getrefcount(array) for array in theirs.values()
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@isolated
def test_zeros_are_lazy() -> None:
    """Leave zeros to the operating system: gigabytes of them take no memory before use."""
    before = resident()
    parameters = ZEROS.ours([20_000, 20_000, 20_000])
    assert sum(array.nbytes for array in parameters.values()) > 6 * 10**9
    assert resident() - before < 50 * 10**6
    assert parameters["W2"][-1, -1] == 0.0
