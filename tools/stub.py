"""Make the stub of the extension module: its typed signatures, with the module's docstrings.

Editors and type checkers read the stub alone, so the docstrings have to stand in it as well. They
are written once, in the Rust source; ``signatures.pyi``, beside this file, has the types. ``make
stub`` prints the stub into its place.
"""

import ast
import inspect
import textwrap
from pathlib import Path

from paraminit import _core

SIGNATURES = Path(__file__).with_name("signatures.pyi")

HEADER = "# Made by `make stub` of tools/signatures.pyi and the docstrings of the built module.\n"


def stub() -> str:
    """Return the signatures, each function's with its docstring.

    Of overloads the last one has it, from which editors also take it for the others.

    Raises
    ------
    ValueError
        If the module and the signatures have not the same functions, or one has no docstring.
    """
    source = SIGNATURES.read_text(encoding="utf-8")
    nodes = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    last_nodes = {node.name: node for node in nodes}
    functions = {name: value for name, value in vars(_core).items() if inspect.isbuiltin(value)}
    if unmatched := functions.keys() ^ last_nodes.keys():
        raise ValueError(f"only in the module, or only in {SIGNATURES.name}: {sorted(unmatched)}")

    lines = source.splitlines()
    for name, node in last_nodes.items():
        [dots] = node.body
        line = lines[dots.lineno - 1]
        signature = line[: dots.col_offset].rstrip() + line[dots.end_col_offset :]
        lines[dots.lineno - 1] = f"{signature}\n{literal(inspect.getdoc(functions[name]))}"
    return HEADER + "\n".join(lines) + "\n"


def literal(docstring: str | None) -> str:
    """Return the source of a docstring, as the first statement of a function."""
    if not docstring or '"""' in docstring:
        raise ValueError(f"not a docstring to write between quotes: {docstring!r}")
    prefix = "r" if "\\" in docstring else ""
    return textwrap.indent(f'{prefix}"""{docstring}\n"""', "    ")


if __name__ == "__main__":
    print(stub(), end="")
