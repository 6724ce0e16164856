"""The docstrings follow numpydoc, cite their sources, and their examples run."""

import doctest
import inspect
import re

import paraminit
import pytest

pytestmark = pytest.mark.once

FUNCTIONS = [name for name in paraminit.__all__ if name[0] != "_"]
SECTIONS = ["Parameters", "Returns", "Raises", "Notes", "Examples"]


def docstring(name: str) -> str:
    """Return the function's docstring."""
    text = inspect.getdoc(getattr(paraminit, name))
    assert text
    return text


def test_examples() -> None:
    """Run every example."""
    result = doctest.testmod(paraminit)
    assert result.failed == 0
    assert result.attempted >= len(FUNCTIONS)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_sections(name: str) -> None:
    """Have numpydoc's sections in its order, an example that calls, and the arguments' names."""
    text = docstring(name)
    summary, blank, *_ = text.splitlines()
    assert summary.endswith(".")
    assert not blank
    headings = re.findall(r"^(\w[\w ]*)\n(-+)$", text, flags=re.MULTILINE)
    assert all(len(heading) == len(line) for heading, line in headings)
    sections = [section for section in SECTIONS if (name, section) != ("skip", "Returns")]
    assert [heading for heading, _ in headings if heading in SECTIONS] == sections
    described = text.partition("Parameters\n---")[2].partition("\n\n")[0]
    for parameter in inspect.signature(getattr(paraminit, name)).parameters:
        assert re.search(rf"^(\w+, )?{parameter}(, \w+)? : ", described, flags=re.MULTILINE)
    calls = [example.source for example in doctest.DocTestParser().get_examples(text)]
    assert any(f"{name}(" in call for call in calls)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("initialize_parameters_he", r"He\b.*2015"),
        ("initialize_parameters_xavier", r"Glorot\b.*Bengio\b.*2010"),
        ("he_normal", r"He\b.*2015"),
        ("he_uniform", r"He\b.*2015"),
        ("glorot_normal", r"Glorot\b.*Bengio\b.*2010"),
        ("glorot_uniform", r"Glorot\b.*Bengio\b.*2010"),
        ("lecun_normal", r"LeCun\b.*1998"),
        ("lecun_uniform", r"LeCun\b.*1998"),
        ("orthogonal", r"Saxe\b.*2014.*Mezzadri\b.*2007"),
    ],
)
def test_sources(name: str, source: str) -> None:
    """Cite the paper that the scheme is from, and say what frameworks call it."""
    assert re.search(source, docstring(name), flags=re.DOTALL)
    if not name.startswith("initialize"):
        for framework in ("torch", "Keras", "JAX"):
            assert framework in docstring(name)
