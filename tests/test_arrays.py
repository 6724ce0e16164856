"""The results are plain dicts of ordinary NumPy arrays that own their memory."""

import numpy as np
import pytest

from support.functions import Function, every_notebook_function

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
        assert array.flags.carray
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
