"""The pages that ``make docs`` has built: what their sources cannot show."""

import re
from pathlib import Path

import paraminit
import pytest

SITE = Path(__file__).parents[1] / "target" / "docs"
FUNCTIONS = [name for name in paraminit.__all__ if callable(getattr(paraminit, name))]
NOTEBOOKS = ["digits", "drop_in", "initialization"]

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not (SITE / "index.html").is_file(), reason="`make docs` builds the site"),
]


def page(name: str) -> str:
    """Return a page's own part, without the navigation."""
    text = (SITE / f"{name}.html").read_text(encoding="utf-8")
    return text.partition("<article")[2].partition("</article>")[0]


def pages() -> list[str]:
    """Return the names of all pages with text."""
    found = (path.relative_to(SITE).with_suffix("") for path in SITE.rglob("*.html"))
    return [path.as_posix() for path in found if path.parts[0] not in ("rust", "_static")]


def test_citations() -> None:
    """Number citations, in place of the hashes that numpydoc keeps them apart with."""
    assert {name for name in pages() if re.search(r"\bR[0-9a-f]{8,}-\d", page(name))} == set()
    assert re.search(r"fn-bracket[^>]*>\[</span>(<a[^>]*>)?1<", page("api/he_normal"))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions(name: str) -> None:
    """Have a page with the formula before the parameters, a link to the source, and one to it."""
    text = page(f"api/{name}")
    formula = min(text.find(mark) for mark in ("<pre>", "<math") if mark in text)
    if not name.endswith("zeros"):  # whose first sentence says all
        assert formula < text.index("Parameters")
    assert re.search(r'href="https://[^"]+/blob/main/(src|python)/[^"]+"', text)
    assert f'href="api/{name}.html' in page("api")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks(name: str) -> None:
    """Describe each figure in words, as drawings, and fold the code that draws it."""
    text = page(f"examples/{name}")
    figures = re.findall(r"<img[^>]*>", text)
    assert figures
    for figure in figures:
        assert ".svg" in figure
        assert re.search(r'alt="[A-Z][^"]{30,}"', figure)
    assert text.count("Show the code of the figure") >= len(figures) - 1
    assert ".ipynb</a>" not in re.sub(r'href="[^"]*"', "", text)  # titles, not the names of files


@pytest.mark.parametrize(
    "word", ["reproducible", "float16", "bfloat16", "initialise", "kaiming", "xavier"]
)
def test_search(word: str) -> None:
    """Find something for words that people search by."""
    stemmer = pytest.importorskip("snowballstemmer").stemmer("english")
    index = (SITE / "searchindex.js").read_text(encoding="utf-8")
    terms = index.partition('"terms":')[2] or index.partition("terms:")[2]
    assert re.search(rf'"?\b{stemmer.stemWord(word)}"?:', terms)


def test_roots() -> None:
    """Have nothing under a root that is taller than the root signs of the font."""
    roots = [root for name in pages() for root in re.findall(r"<msqrt>.*?</msqrt>", page(name))]
    assert roots
    assert [root for root in roots if "<mfrac>" in root] == []


def test_line_breaks() -> None:
    """Break long names behind underscores, and no line between a formula and its comma."""
    assert "<h1>initialize_<wbr/>parameters" in page("api/initialize_parameters")
    assert ">initialize_<wbr/>parameters()<" in page("api")
    kept = [span for name in pages() for span in re.findall(r'"unbroken">(.*?)</span>', page(name))]
    assert kept
    assert [span for span in kept if span.count("<math") != 1] == []
    assert {
        name for name in pages() if re.search("</math>[.,;:)]++(?!</span>)", page(name))
    } == set()


def test_rust() -> None:
    """Lead from each page of the Rust library back to the others."""
    found = list((SITE / "rust" / "paraminit_core").rglob("*.html"))
    assert found
    for path in found:
        if "rustdoc-vars" in (text := path.read_text(encoding="utf-8")):
            assert 'id="way-back"' in text
