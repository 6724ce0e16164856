"""What those try who know another library is answered with what they need here."""

import inspect
from typing import Any

import paraminit
import pytest
from paraminit import (
    he_normal,
    initialize_parameters,
    initialize_parameters_he,
    normal,
    orthogonal,
    uniform,
    variance_scaling,
)

from reference.schemes import SCHEMES
from support.functions import Function, every_notebook_function

NAMES = ["normal", "uniform", "truncated_normal", "variance_scaling", *SCHEMES]
NAMES += ["orthogonal", "initialize_parameters"]


@pytest.mark.parametrize("keyword", ["seed", "random_state", "key", "generator"])
@pytest.mark.parametrize("name", NAMES)
def test_other_names_of_rng(name: str, keyword: str) -> None:
    """Name `rng` where it goes by another name, even for None."""
    words = rf"{name}\(\) got an unexpected keyword argument '{keyword}': use rng="
    for value in (3, None):
        with pytest.raises(TypeError, match=words):
            getattr(paraminit, name)((2, 3), **{keyword: value})


CALLS: list[tuple[Any, tuple[Any, ...], str]] = [
    (he_normal, (256, 784), r"takes 1 positional .* 2 were given: .* he_normal\(\(256, 784\)\)"),
    (he_normal, (256, 784, 3, 3), r"4 were given: .* he_normal\(\(256, 784, 3, 3\)\)"),
    (he_normal, ((2, 3), 1), r"takes 1 positional argument but 2 were given$"),
    (normal, (2, 3, 4), r"takes from 1 to 2 positional arguments but 3 .*normal\(\(2, 4\)\)"),
    (normal, (0, 0.01, (2, 3)), r"the shape comes first, as in normal\(\(2, 3\), std\)"),
    (uniform, (-1, 1, (2, 3)), r"the shape comes first, as in uniform\(\(2, 3\), bound\)"),
    (variance_scaling, ((2, 3), 1, "fan_in", "normal", 1), r"from 1 to 4 .* but 5 were given$"),
    (orthogonal, (256, 784, 3), r"from 1 to 2 .* 3 were given: .* orthogonal\(\(256, 784\)\)$"),
    (orthogonal, ((2, 3), 1.0, "f4"), r"from 1 to 2 positional arguments but 3 were given$"),
    (initialize_parameters, (784, 256, 10), r"3 were given: the sizes are one list, as in "),
    (initialize_parameters, ([3, 2], he_normal, 3), r"from 1 to 2 .* but 3 were given$"),
    (initialize_parameters, ([3, 2], he_normal, (2, 3)), r"from 1 to 2 .* but 3 were given$"),
]


@pytest.mark.parametrize(("function", "arguments", "words"), CALLS)
def test_too_many_by_position(
    function: Any, arguments: tuple[Any, ...], words: str, untouched: Any
) -> None:
    """Say where the shape goes, and draw nothing."""
    with pytest.raises(TypeError, match=words):
        function(*arguments, rng=untouched)


def test_two_sizes_of_orthogonal_weights(untouched: Any) -> None:
    """Say where the shape goes, where the gain may be a size."""
    words = r"at least two axes, not 1: .* \(biases are zeros\)"
    with pytest.raises(ValueError, match=words + r"; a shape is one tuple, as in orthogonal\(\("):
        orthogonal(2, 3, rng=untouched)
    with pytest.raises(ValueError, match=words + "$"):
        orthogonal(2, 3.5, rng=untouched)


@every_notebook_function
@pytest.mark.parametrize("keyword", ["seed", "rng"])
def test_notebook_draws_from_the_global_stream(
    function: Function, keyword: str, untouched: Any
) -> None:
    """Say so to those who give a seed or a generator, even None, and draw nothing."""
    name = function.ours.__name__
    words = rf"{name}\(\) got an unexpected keyword argument '{keyword}': "
    words += "nothing is drawn$" if "zeros" in name else r"the numbers .* call np.random.seed\(3\)"
    for value in (untouched, None):
        with pytest.raises(TypeError, match=words):
            function.ours([3, 2, 1], **{keyword: value})


def test_unknown_keywords() -> None:
    """Leave other keywords to Python's words."""
    with pytest.raises(TypeError, match=r"he_normal\(\) got an unexpected keyword argument 'gain'"):
        he_normal((2, 3), gain=2)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"orthogonal\(\) got an .* keyword argument 'scale'$"):
        orthogonal((2, 3), scale=2)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match=r"parameters_he\(\) got an .* keyword argument 'gain'$"):
        initialize_parameters_he([3, 2, 1], gain=2)  # type: ignore[call-arg]


@pytest.mark.parametrize("function", [orthogonal, initialize_parameters])
def test_shown_signature(function: Any) -> None:
    """Show only arguments that may be given."""
    kinds = {parameter.kind for parameter in inspect.signature(function).parameters.values()}
    assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("xavier_normal", "glorot_normal"),
        ("xavier_uniform_", "glorot_uniform"),
        ("kaiming_normal", "he_normal"),
        ("kaiming_uniform_", "he_uniform"),
        ("trunc_normal_", "truncated_normal"),
    ],
)
def test_functions_of_other_libraries(name: str, ours: str) -> None:
    """Name the function, and have no alias."""
    with pytest.raises(AttributeError, match=f"has no attribute '{name}': it is {ours} here"):
        getattr(paraminit, name)
    assert not hasattr(paraminit, name)
    assert hasattr(paraminit, ours)


def test_other_attributes() -> None:
    """Refuse any other name in Python's words."""
    with pytest.raises(AttributeError, match=r"^module 'paraminit' has no attribute 'dropout'$"):
        getattr(paraminit, "dropout")  # noqa: B009 - as a program would write it
    with pytest.raises(ImportError, match="cannot import name 'dropout'"):
        exec("from paraminit import dropout")
