"""The README's Python blocks run, and print what it says they print."""

import doctest
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_block(block: str) -> None:
    """Run a block, as a doctest if it has prompts."""
    if ">>>" not in block:
        exec(compile(block, README.name, "exec"), {})
        return
    session = doctest.DocTestParser().get_doctest(block, {}, README.name, README.name, 0)
    results = doctest.DocTestRunner().run(session)
    assert results.attempted > 0
    assert results.failed == 0


def test_figures() -> None:
    """Quote what the benchmark wrote: each row of the README's table begins one of its rows."""
    rows = [row for row in README.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]
    results = (ROOT / "benches" / "results.md").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 8
    assert all(any(result.startswith(row) for result in results) for row in rows)
