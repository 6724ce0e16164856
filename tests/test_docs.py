"""The docstrings follow numpydoc, cite their sources, and their examples run."""

import doctest
import inspect
import re

import paraminit
import pytest

from support.pairs import Pair, every_pair

pytestmark = pytest.mark.once

SECTIONS = ["Parameters", "Returns", "Raises", "Notes", "Examples"]


def docstring(pair: Pair) -> str:
    """Return the function's docstring."""
    text = inspect.getdoc(pair.ours)
    assert text
    return text


def test_examples() -> None:
    """Run every example, at least one in each function."""
    result = doctest.testmod(paraminit)
    assert result.failed == 0
    assert result.attempted >= 4


@every_pair
def test_each_has_an_example(pair: Pair) -> None:
    """Call the function in its docstring."""
    calls = [example.source for example in doctest.DocTestParser().get_examples(docstring(pair))]
    assert any(pair.ours.__name__ in call for call in calls)


@every_pair
def test_sections(pair: Pair) -> None:
    """Have a summary of one sentence, and numpydoc's sections in numpydoc's order."""
    text = docstring(pair)
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
