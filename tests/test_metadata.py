"""What stands in several files of the repository is the same in all of them.

Cargo.toml has the version, the authors, the address of the repository and the oldest Rust;
pyproject.toml the oldest Python and the oldest NumPy.
"""

import re
import runpy
import sys
import sysconfig
import tomllib
from pathlib import Path
from unittest.mock import MagicMock

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    """Return what a file of the repository says."""
    return (ROOT / name).read_text(encoding="utf-8")


CARGO = tomllib.loads(text("Cargo.toml"))
PACKAGE = CARGO["workspace"]["package"]
PROJECT = tomllib.loads(text("pyproject.toml"))["project"]

PYTHON = PROJECT["requires-python"].removeprefix(">=")
NUMPY = PROJECT["dependencies"][0].removeprefix("numpy>=")
RUST = PACKAGE["rust-version"]


def test_citation() -> None:
    """Cite this version, these authors and this repository."""
    citation = text("CITATION.cff").splitlines()
    assert f"version: {PACKAGE['version']}" in citation
    assert f"repository-code: {PACKAGE['repository']}" in citation
    assert [line for line in citation if "- name:" in line] == [
        f"  - name: {author}" for author in PACKAGE["authors"]
    ]


def test_changelog() -> None:
    """Tell what this version has changed."""
    assert f"## {PACKAGE['version']}" in text("CHANGELOG.md").splitlines()


def test_copyright() -> None:
    """Name the authors in the licence that has a place for them."""
    holders = re.findall(r"^Copyright \(c\) \d+ (.+)$", text("LICENSE-MIT"), re.M)
    assert holders == PACKAGE["authors"]


def test_address() -> None:
    """Give the address of the repository as Cargo.toml does, wherever it is given."""
    address = re.compile(rf"https://[\w.]+/[\w.-]+/{PROJECT['name']}\b")
    patterns = ["*.md", "*.cff", "*.toml", "docs/**/*.md", "docs/*.py", "examples/*.ipynb"]
    names = [str(path.relative_to(ROOT)) for pattern in patterns for path in ROOT.glob(pattern)]
    found = {name: set(address.findall(text(name))) for name in names}
    assert found["Cargo.toml"] == {PACKAGE["repository"]}
    assert {name: wrong for name in found if (wrong := found[name] - found["Cargo.toml"])} == {}


def test_urls() -> None:
    """Link to this repository from the package index, and to files that it has."""
    for url in PROJECT["urls"].values():
        place = url.removeprefix(PACKAGE["repository"])
        assert place != url
        if place.startswith("/blob/"):
            assert (ROOT / place.removeprefix("/blob/main/")).is_file()


@pytest.mark.parametrize(
    ("name", "oldest"),
    [
        ("README.md", {PYTHON, RUST, NUMPY}),
        ("docs/index.md", {PYTHON, RUST, NUMPY}),
        ("CONTRIBUTING.md", {PYTHON, RUST}),
    ],
)
def test_oldest_versions(name: str, oldest: set[str]) -> None:
    """Say what is needed at least, as the metadata say it."""
    assert oldest <= set(re.findall(r"(\d+\.\d+)\s+or\s+newer", text(name)))


def test_tested_versions() -> None:
    """Test with every Python that is named, and with the oldest of all that is needed."""
    pythons = re.findall(r"Python :: (3\.\d+)$", "\n".join(PROJECT["classifiers"]), re.M)
    assert pythons[0] == PYTHON
    workflow = text(".github/workflows/ci.yml")
    [matrix] = re.findall(r"python: \[(.*)\]", workflow)
    assert re.findall(r'"(3\.\d+)"', matrix) == pythons
    assert re.findall(r'toolchain: "(.*)"', workflow) == [RUST]
    assert re.findall(r"'newest (\S+) \S+'", text("Makefile")) == [NUMPY]


def test_stable_abi() -> None:
    """Build one wheel for the oldest Python and all newer ones."""
    features = CARGO["dependencies"]["pyo3"]["features"]
    assert f"abi3-py{PYTHON.replace('.', '')}" in features
    interpreters = re.findall(
        r"--interpreter python([\d.]+)$", text(".github/workflows/release.yml"), re.M
    )
    assert interpreters == [PYTHON]


@pytest.mark.parametrize(
    ("free_threaded", "version", "refused"),
    [(1, (3, 13, 5), True), (1, (3, 14, 0), False), (0, (3, 11, 0), False)],
)
def test_refused_interpreters(
    free_threaded: int, version: tuple[int, ...], refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refuse to be installed for a free-threaded Python before 3.14, in one sentence."""
    monkeypatch.setattr(sysconfig, "get_config_var", {"Py_GIL_DISABLED": free_threaded}.get)
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setitem(sys.modules, "maturin", MagicMock())
    backend = str(ROOT / "tools" / "backend.py")
    if not refused:
        assert "build_wheel" in runpy.run_path(backend)
        return
    with pytest.raises(SystemExit, match=r"supports free-threaded CPython from 3\.14 on"):
        runpy.run_path(backend)
