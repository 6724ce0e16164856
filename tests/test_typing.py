"""Type checkers, editors and notebooks show types and docstrings."""

import ast
import importlib.resources
import inspect
import pydoc
import re
import runpy
import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import numpy as np
import paraminit
import pytest

from support.functions import Function, every_notebook_function

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[1]


def test_mypy(tmp_path: Path) -> None:
    """Have mypy accept and refuse what it should."""
    pytest.importorskip("mypy", reason="takes mypy")
    source = Path(__file__).with_name("type_cases.py")
    command = [sys.executable, "-P", "-m", "mypy", "--strict", "--config-file=", str(source)]
    # In a folder without a source tree, so that the types are those of the installed package.
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


@every_notebook_function
def test_jedi(function: Function) -> None:
    """Complete the name, and show the argument and the docstring, as many editors do."""
    jedi = pytest.importorskip("jedi", reason="takes jedi")
    name = function.ours.__name__
    script = jedi.Script(f"import paraminit\nparaminit.{name[:-1]}")
    assert name in [completion.name for completion in script.complete()]

    script = jedi.Script(f"import paraminit\nparaminit.{name}(")
    [signature] = script.get_signatures()
    assert [parameter.name for parameter in signature.params] == ["layers_dims"]
    assert inspect.getdoc(function.ours) in signature.docstring()


@every_notebook_function
def test_stub_docstring(function: Function) -> None:
    """Have the docstring in the stub too: Pyright, for one, reads nothing else."""
    stub = ast.parse(importlib.resources.files("paraminit").joinpath("_core.pyi").read_text())
    functions = {node.name: node for node in stub.body if isinstance(node, ast.FunctionDef)}
    assert ast.get_docstring(functions[function.ours.__name__]) == inspect.getdoc(function.ours)


def test_stub_is_current() -> None:
    """Ship the stub that `make stub` makes of this module."""
    made: str = runpy.run_path(str(ROOT / "tools" / "stub.py"))["stub"]()
    shipped = importlib.resources.files("paraminit").joinpath("_core.pyi").read_text("utf-8")
    assert ast.unparse(ast.parse(shipped)) == ast.unparse(ast.parse(made))


FUNCTIONS = [name for name in paraminit.__all__ if name != "__version__"]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_hints_at_runtime(name: str) -> None:
    """Have hints and a signature that can be read, as frameworks do."""
    function = getattr(paraminit, name)
    typing.get_type_hints(function)
    assert inspect.signature(function, eval_str=True) == inspect.signature(function)


@pytest.mark.parametrize("name", ["orthogonal", "initialize_parameters"])
def test_help_shows_no_private_types(name: str) -> None:
    """Show a signature as short as those of the compiled functions."""
    text = pydoc.plain(pydoc.render_doc(getattr(paraminit, name)))
    signature = next(line for line in text.splitlines() if line.startswith(f"{name}("))
    assert not re.search(r"[\s(]_\w|Callable|Union", signature)


def test_help_of_the_package() -> None:
    """Name every function in the docstring, and no module beside them."""
    text = inspect.getdoc(paraminit)
    assert text
    for name in FUNCTIONS:
        assert name in text or name.removeprefix("initialize_parameters") in text
    shown = pydoc.plain(pydoc.render_doc(paraminit))
    assert "\n    orthogonal\n" not in shown.partition("PACKAGE CONTENTS")[2].partition("\n\n")[0]


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize(
    ("module", "wrapper"), [("pydantic", "validate_call"), ("beartype", "beartype")]
)
def test_wrapped(module: str, wrapper: str, name: str) -> None:
    """Work under what checks arguments at run time."""
    wrap = getattr(pytest.importorskip(module, reason=f"takes {module}"), wrapper)
    function = getattr(paraminit, name)
    if module == "pydantic" and inspect.isbuiltin(function):
        pytest.skip("pydantic wraps no compiled function, NumPy's neither")
    argument = [3, 2, 1] if name.startswith("initialize") else (3, 2)
    named = {"rng": np.random.default_rng(3)} if name == "skip" else {}
    assert type(wrap(function)(argument, **named)) is type(function(argument, **named))


@pytest.fixture(scope="module")
def shell() -> Any:
    """Return a notebook's shell that has imported the package."""
    interactiveshell = pytest.importorskip("IPython.core.interactiveshell", reason="takes IPython")
    config = pytest.importorskip("traitlets.config").Config()
    config.HistoryManager.enabled = False
    shell = interactiveshell.InteractiveShell(config=config)
    shell.user_ns["paraminit"] = paraminit
    return shell


@every_notebook_function
def test_notebook_completes(function: Function, shell: Any) -> None:
    """Complete the name after a tab, as JupyterLab asks for it."""
    completer = pytest.importorskip("IPython.core.completer")
    code = f"paraminit.{function.ours.__name__[:-1]}"
    with completer.provisionalcompleter():
        texts = [completion.text for completion in shell.Completer.completions(code, len(code))]
    assert any(text.endswith(function.ours.__name__) for text in texts)


@every_notebook_function
def test_notebook_shows_help(function: Function, shell: Any) -> None:
    """Show signature and docstring after a question mark or Shift-Tab, as JupyterLab does."""
    shown = shell.object_inspect_mime(f"paraminit.{function.ours.__name__}")["text/plain"]
    assert "(layers_dims)" in shown
    for line in ["Parameters", "Returns", f">>> from paraminit import {function.ours.__name__}"]:
        assert line in shown
