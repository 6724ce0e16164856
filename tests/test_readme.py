"""The README's code runs, its formulas and figures are right, its links lead somewhere.

That holds for the README as the package index renders it, too.
"""

import doctest
import itertools
import re
import runpy
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import paraminit
import pytest

from reference import notebook

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", TEXT, re.M | re.S)
[CHECK] = [block for block in BLOCKS if "def drawn_by" in block]
[WRAPPER] = [block for block in BLOCKS if "# as yours does" in block]

VARIANTS = re.findall(r"^- `(np\..*?)`.*:\n  `(.*)`$", TEXT, re.M)

CARGO = tomllib.loads((ROOT / "Cargo.toml").read_text("utf-8"))
ADDRESS = CARGO["workspace"]["package"]["repository"]
LAYERS_DIMS = [7, 5, 3]


def reader() -> dict[str, Any]:
    """Return the names that a reader has who works on the notebook."""
    return {"np": np, "paraminit": paraminit, **vars(notebook)}


def seeding(layers_dims: list[int]) -> notebook.Parameters:
    """Seed as the course's own cells do, and draw."""
    np.random.seed(3)
    return notebook.initialize_parameters_he(layers_dims)


def one_bit_off(layers_dims: list[int]) -> notebook.Parameters:
    """Return one weight that is another one."""
    parameters = notebook.initialize_parameters_he(layers_dims)
    parameters["W2"][-1, -1] *= 1 + 2**-52
    return parameters


def one_number_more(layers_dims: list[int]) -> notebook.Parameters:
    """Return the same parameters, and leave the stream elsewhere."""
    parameters = notebook.initialize_parameters_he(layers_dims)
    np.random.rand()
    return parameters


def run(block: str, names: dict[str, Any]) -> None:
    """Run a block, as a doctest if it has prompts."""
    if ">>>" not in block:
        exec(compile(block, README.name, "exec"), names)
        return
    session = doctest.DocTestParser().get_doctest(block, names, README.name, README.name, 0)
    results = doctest.DocTestRunner().run(session)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_block(block: str) -> None:
    """Run each block by itself."""
    run(block, reader())


@pytest.mark.parametrize("mine", [seeding, one_bit_off, one_number_more])
def test_check(mine: Any) -> None:
    """Find by the check that a function is another one, whatever it seeds with."""
    with pytest.raises(AssertionError):
        run(CHECK, reader() | {"initialize_parameters_he": mine})


def test_wrapper() -> None:
    """Replace a function that seeds by one that seeds as well: the numbers later on included."""
    names = reader()
    run(WRAPPER, names)
    outcomes = []
    for function in (seeding, names["initialize_parameters_he"]):
        np.random.seed(58)
        outcomes.append((function(LAYERS_DIMS), np.random.rand()))
    np.testing.assert_equal(outcomes[1], outcomes[0])


def rows(heading: str) -> list[list[str]]:
    """Return the rows of the table whose first line has this, each a list of its code."""
    below = TEXT.split(f"| {heading} ", 1)[1].splitlines()[2:]
    lines = itertools.takewhile(lambda line: line.startswith("|"), below)
    return [re.findall(r"`(.*?)`", line) for line in lines]


def by_formula(formula: str) -> dict[str, Any]:
    """Return the parameters of a network whose weights are this, with the reader's names."""
    parameters = {}
    for layer, (m, n) in enumerate(itertools.pairwise(LAYERS_DIMS), 1):
        parameters[f"W{layer}"] = eval(formula, {"np": np, "n": n, "m": m})
        parameters[f"b{layer}"] = np.zeros((n, 1))
    return parameters


def check_row(formula: str, call: str) -> None:
    """Compare what a formula gives with what a call gives, and the stream afterwards."""
    names = reader() | {"layers_dims": LAYERS_DIMS}
    for block in BLOCKS:
        if "def divided" in block:
            run(block, names)
    np.random.seed(3)
    expected = by_formula(formula) | {"next": np.random.rand()}
    np.random.seed(3)
    actual = eval(call, names) | {"next": np.random.rand()}
    np.testing.assert_equal(actual, expected)
    assert list(actual) == list(expected)


@pytest.mark.parametrize(("function", "formula"), rows("function | weights   "))
def test_formulas(function: str, formula: str) -> None:
    """Draw what the first table says."""
    check_row(formula, f"paraminit.initialize_parameters_{function}(layers_dims)")


@pytest.mark.parametrize(("formula", "call"), VARIANTS)
def test_variants(formula: str, call: str) -> None:
    """Draw by the call what stands beside it."""
    check_row(formula, call)


def test_functions() -> None:
    """Name each function of the package."""
    named = {name for row in rows("functions") for name in row}
    notebooks = {f"initialize_parameters_{row[0]}" for row in rows("function | weights   ")}
    assert {"__version__", *named, *notebooks} == set(paraminit.__all__)


@pytest.mark.parametrize("name", ["results.svg", "results-dark.svg"])
def test_chart(name: str) -> None:
    """Print beside the chart's bars ratios that follow from the times beside them."""
    chart = (ROOT / "benches" / name).read_text(encoding="utf-8")
    labels = re.findall(r"<!-- ([\d.]+)(?:  \(([\d.]+).\))? -->", chart)
    assert [bool(ratio) for _, ratio in labels] == [False, True, True] * 4
    for first in range(0, len(labels), 3):
        numpy = float(labels[first][0])
        for time, ratio in labels[first + 1 : first + 3]:
            assert ratio == f"{numpy / float(time):.1f}"


def test_figures() -> None:
    """Quote the results of the benchmark."""
    quote = runpy.run_path(str(ROOT / "benches" / "quote.py"))
    assert quote["quoted"]() == quote["quotation"]()


class Links(HTMLParser):
    """Where the links and images of a page lead, and the names within it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.images: list[str] = []
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the addresses of a tag."""
        found = {name: value or "" for name, value in attrs}
        self.names.add(found.get("id", ""))
        if tag == "a":
            self.links.append(found["href"])
        elif tag == "img":
            self.images.append(found["src"])
        elif tag == "source":
            self.images.append(found["srcset"])


def anchors(path: Path) -> set[str]:
    """Return the names by which a Markdown document's headings can be linked to."""
    headings = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def check_address(address: str, kind: str) -> None:
    """Fail if an address is relative, or leads to a file that the repository does not have."""
    assert address.startswith("https://")
    if address.startswith(ADDRESS + "/"):
        view, branch, name = address.removeprefix(ADDRESS + "/").split("/", 2)
        assert (view, branch) == (kind, "main")
        name, _, anchor = name.partition("#")
        assert (ROOT / name).is_file()
        assert not anchor or anchor in anchors(ROOT / name)


def test_version() -> None:
    """The README and the site's first page name the version that they describe."""
    version = CARGO["workspace"]["package"]["version"].rpartition(".")[0]
    for text in (TEXT, (ROOT / "docs" / "index.md").read_text(encoding="utf-8")):
        assert f"**Status:** version {version}," in text


def test_links() -> None:
    """Link by whole addresses, as relative ones lead nowhere on the package index."""
    renderer = pytest.importorskip("readme_renderer.markdown", reason="the index's own renderer")
    rendered = renderer.render(TEXT)
    page = Links(rendered)
    assert len(page.links) >= 5
    prose = re.sub(r"<(code|pre)\b.*?</\1>", "", rendered, flags=re.S)
    assert "][" not in prose  # a reference without an address is no link
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.names
        else:
            check_address(link, "blob")
    images = set(page.images)
    assert images == set(re.findall(r'src="(.*?)"', TEXT))  # none is dropped
    for image in {*images, *re.findall(r'srcset="(.*?)"', TEXT)}:
        check_address(image, "raw")
