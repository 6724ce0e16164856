"""Make the stub of the extension module: its typed signatures, with the module's docstrings.

Editors and type checkers read the stub alone, so the docstrings have to stand in it as well. They
are written once, in the Rust source; ``signatures.pyi``, beside this file, has the types. ``make
stub`` prints the stub into its place.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path

from paraminit import _core

SIGNATURES = Path(__file__).with_name("signatures.pyi")

# The types of `dtype` and of what is returned; the last for a dtype that no checker knows.
OVERLOADS = [
    ("_Float64 = ...", "npt.NDArray[np.float64]"),
    ("_Float32", "npt.NDArray[np.float32]"),
    ("npt.DTypeLike", "npt.NDArray[Any]"),
]

HEADER = "# Made by `make stub` of tools/signatures.pyi and the docstrings of the built module.\n"


def stub() -> str:
    """Return the signatures, each function's with its docstring.

    A function that returns an array has an overload for each dtype. The last one has the docstring,
    from which editors also take it for the others.

    Raises
    ------
    ValueError
        If the module and the signatures have not the same functions, or one has no docstring.
    """
    source = SIGNATURES.read_text(encoding="utf-8").partition("\n")[2]  # but what ruff has to know
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    last_nodes = {node.name: node for node in nodes}
    functions = {name: value for name, value in vars(_core).items() if inspect.isbuiltin(value)}
    if unmatched := functions.keys() ^ last_nodes.keys():
        raise ValueError(f"only in the module, or only in {SIGNATURES.name}: {sorted(unmatched)}")

    for name, node in reversed(last_nodes.items()):
        lines = source.splitlines(keepends=True)
        text = "".join(lines[node.lineno - 1 : node.end_lineno])
        documented = f"\n{literal(inspect.getdoc(functions[name]))}\n"
        if text.endswith(") -> _Array: ...\n"):
            text = "".join(overloads(text))
        text = text.removesuffix(" ...\n") + documented
        source = "".join(lines[: node.lineno - 1]) + text + "".join(lines[node.end_lineno :])
    return HEADER + source


def overloads(signature: str) -> Iterator[str]:
    """Give the signature for each dtype."""
    for dtype, array in OVERLOADS:
        text = signature.replace("dtype: npt.DTypeLike = ...", f"dtype: {dtype}")
        if dtype == OVERLOADS[0][0]:
            # An object without a known type may be of either.
            text = text.replace("(\n", "(  # type: ignore[overload-overlap]\n", 1)
        yield "@overload\n" + text.replace("_Array", array)


def literal(docstring: str | None) -> str:
    """Return the source of a docstring, as the first statement of a function."""
    if not docstring or '"""' in docstring:
        raise ValueError(f"not a docstring to write between quotes: {docstring!r}")
    prefix = "r" if "\\" in docstring else ""
    return textwrap.indent(f'{prefix}"""{docstring}\n"""', "    ")


if __name__ == "__main__":
    print(stub(), end="")
