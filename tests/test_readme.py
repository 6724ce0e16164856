"""The README's Python blocks run, and print what it says they print."""

import doctest
import re
from pathlib import Path

import pytest

README = Path(__file__).parents[1] / "README.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.M | re.S)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_block(block: str) -> None:
    """Run a block, as a session if it is one."""
    if ">>>" not in block:
        exec(compile(block, README.name, "exec"), {})
        return
    session = doctest.DocTestParser().get_doctest(block, {}, README.name, README.name, 0)
    results = doctest.DocTestRunner().run(session)
    assert results.attempted > 0
    assert results.failed == 0
