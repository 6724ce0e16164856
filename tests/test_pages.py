"""The Python examples of the documentation's pages run, and print what they say they print.

Recipes take more packages; their page runs where these are.
"""

import doctest
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

OPTIONAL = {"import torch": "torch", "paraminit.dask": "dask", "from sklearn": "sklearn"}
"""What a block needs that has these words in it."""

DOCS = Path(__file__).parents[1] / "docs"


def blocks(page: Path) -> list[str]:
    """Return a page's blocks of Python."""
    return re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("name", [page.name for page in DOCS.glob("*.md") if blocks(page)])
def test_page(name: str) -> None:
    """Run a page from top to bottom, as a reader would, but for what takes a package not here."""
    session = doctest.DocTest([], {}, name, name, 0, None)
    for block in blocks(DOCS / name):
        if ">>>" not in block:
            exec(compile(block, name, "exec"), session.globs)
        elif all(find_spec(module) for words, module in OPTIONAL.items() if words in block):
            session.examples = doctest.DocTestParser().get_examples(block, name)
            assert session.examples
            results = doctest.DocTestRunner().run(session, clear_globs=False)
            assert results.failed == 0
