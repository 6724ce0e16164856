"""The docstrings follow numpydoc, cite their sources, and their examples run."""

import doctest
import inspect
import re

import paraminit
import pytest

from support.functions import Function, every_notebook_function

pytestmark = pytest.mark.once

SECTIONS = ["Parameters", "Returns", "Raises", "Notes", "Examples"]


def docstring(function: Function) -> str:
    """Return the function's docstring."""
    text = inspect.getdoc(function.ours)
    assert text
    return text


def test_examples() -> None:
    """Run every example, at least one in each function."""
    result = doctest.testmod(paraminit)
    assert result.failed == 0
    assert result.attempted >= 4


@every_notebook_function
def test_each_has_an_example(function: Function) -> None:
    """Call the function in its docstring."""
    calls = [
        example.source for example in doctest.DocTestParser().get_examples(docstring(function))
    ]
    assert any(function.ours.__name__ in call for call in calls)


@every_notebook_function
def test_sections(function: Function) -> None:
    """Have a summary of one sentence, and numpydoc's sections in numpydoc's order."""
    text = docstring(function)
    summary, blank, *_ = text.splitlines()
    assert summary.endswith(".")
    assert not blank
    headings = re.findall(r"^(\w[\w ]*)\n(-+)$", text, flags=re.MULTILINE)
    assert all(len(heading) == len(line) for heading, line in headings)
    assert [heading for heading, _ in headings if heading in SECTIONS] == SECTIONS
    assert "layers_dims" in text


@pytest.mark.parametrize(
    ("name", "source"),
    [("he", r"He\b.*2015"), ("xavier", r"Glorot\b.*Bengio\b.*2010")],
    ids=["he", "xavier"],
)
def test_sources(name: str, source: str) -> None:
    """Cite the paper that the scale is from."""
    text = inspect.getdoc(getattr(paraminit, f"initialize_parameters_{name}"))
    assert text
    assert re.search(source, text, flags=re.DOTALL)


NEW = [name for name in paraminit.__all__ if re.search("normal|uniform|scaling|gonal", name)]


@pytest.mark.parametrize("name", [*NEW, "initialize_parameters"])
def test_initializers(name: str) -> None:
    """Have numpydoc's sections, an example that calls the function, and the argument's names."""
    function = getattr(paraminit, name)
    text = inspect.getdoc(function)
    assert text
    headings = re.findall(r"^(\w[\w ]*)\n(-+)$", text, flags=re.MULTILINE)
    assert all(len(heading) == len(line) for heading, line in headings)
    assert [heading for heading, _ in headings if heading in SECTIONS] == SECTIONS
    described = text.partition("Parameters\n---")[2].partition("\n\n")[0]
    for parameter in inspect.signature(function).parameters:
        assert re.search(rf"^(\w+, )?{parameter}(, \w+)? : ", described, flags=re.MULTILINE)
    calls = [example.source for example in doctest.DocTestParser().get_examples(text)]
    assert any(f"{name}(" in call for call in calls)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("he_normal", r"He\b.*2015"),
        ("he_uniform", r"He\b.*2015"),
        ("glorot_normal", r"Glorot\b.*Bengio\b.*2010"),
        ("glorot_uniform", r"Glorot\b.*Bengio\b.*2010"),
        ("lecun_normal", r"LeCun\b.*1998"),
        ("lecun_uniform", r"LeCun\b.*1998"),
        ("orthogonal", r"Saxe\b.*2014.*Mezzadri\b.*2007"),
    ],
)
def test_initializers_sources(name: str, source: str) -> None:
    """Cite the paper that the scheme is from, and say what frameworks call it."""
    text = inspect.getdoc(getattr(paraminit, name))
    assert text
    assert re.search(source, text, flags=re.DOTALL)
    for framework in ("torch", "Keras", "JAX"):
        assert framework in text
