"""What CONTRIBUTING.md names is there: files, folders, commands, and names in the code.

So are the files that the pages about the code name.
"""

import functools
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[1]
FOLDERS = [path for path in ROOT.iterdir() if path.name not in {".git", ".venv", "target"}]
FILES = [path for folder in FOLDERS for path in (folder, *folder.rglob("*"))]
OWN = {"CONTRIBUTING.md", "test_contributing.py"}
SUFFIXES = {".rs", ".py", ".pyi", ".toml", ".yml", ""}
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TREE = re.findall(r"^( *)(\S+?/(?:, \S+/)*)  ", TEXT, re.MULTILINE)
BLOCKS = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
NAMED = sorted(set(re.findall(r"`([^`\n]+)`", BLOCKS.sub("", TEXT))))

PAGES = ["how-it-works.md", "generator.md"]

COMMANDS = [name for name in NAMED if re.match(r"(make|cargo|python) ", name)]
PATH = re.compile(r"[\w./-]+/|[\w./-]+\.(rs|py|pyi|toml|md|cff)|\.ci/run|Makefile")
PATHS = list(filter(PATH.fullmatch, NAMED))
PATHS_IN_PAGES = [
    (page, name)
    for page in PAGES
    for name in re.findall(r"`([^`\n]+)`", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    if PATH.fullmatch(name)
]
CODE = [name for name in NAMED if re.fullmatch(r"(\w+::)?[A-Za-z]\w+!?", name)]


def test_all_kinds_are_found() -> None:
    """Find names of each kind, so that the other tests look at something."""
    assert "Error::ZeroFan" in CODE
    assert "make stress" in COMMANDS
    assert "numpy.rs" in PATHS
    assert len(TREE) > 15
    assert ("generator.md", "core/src/stretch.rs") in PATHS_IN_PAGES


@pytest.mark.parametrize("name", PATHS)
def test_path(name: str) -> None:
    """Name files and folders from the top, or by the end of their path."""
    ending = "/" + name.rstrip("/")
    assert any(
        f"/{path.relative_to(ROOT).as_posix()}".endswith(ending)
        for path in FILES
        if path.is_dir() == name.endswith("/")
    )


@pytest.mark.parametrize(("page", "name"), PATHS_IN_PAGES)
def test_path_in_page(page: str, name: str) -> None:
    """Name files and folders from the top."""
    path = ROOT / name
    assert path.is_dir() if name.endswith("/") else path.is_file(), page


def test_tree() -> None:
    """Draw folders where they are."""
    above: list[str] = []
    for indent, names in TREE:
        above[len(indent) // 2 :] = [names.split(", ")[0]]
        for name in names.split(", "):
            assert (ROOT / "".join(above[:-1]) / name).is_dir(), name


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str) -> None:
    """Name targets of make, modules of Python and packages of cargo."""
    words = command.split()
    if words[0] == "make":
        rules = re.findall(r"^([\w%-]+)(?:,?[^\n=]*):", read(ROOT / "Makefile"), re.MULTILINE)
        assert any(re.fullmatch(rule.replace("%", ".+"), words[1]) for rule in rules)
    elif words[:2] == ["python", "-m"]:
        assert (ROOT / "tests" / words[2].replace(".", "/")).with_suffix(".py").is_file()
    else:
        assert f'name = "{words[words.index("--package") + 1]}"' in read(ROOT / "core/Cargo.toml")


@pytest.mark.parametrize("name", CODE)
def test_name(name: str) -> None:
    """Name what is in the code; a variant or a constant of a type in the file of that type."""
    parts = name.rstrip("!").split("::")
    assert any(
        all(re.search(rf"\b{part}\b", text) for part in parts)
        and (len(parts) == 1 or re.search(rf"\b(enum|struct|trait) {parts[0]}\b", text))
        for text in map(read, FILES)
    )


@functools.cache
def read(path: Path) -> str:
    """Return the text of a file of code; none of another one, nor of this file and that page."""
    if path.suffix not in SUFFIXES or path.is_dir() or path.name in OWN:
        return ""
    return path.read_text(encoding="utf-8", errors="replace")
