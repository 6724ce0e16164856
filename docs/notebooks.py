"""Put the notebooks into the documentation's source, each with a download that runs by itself.

``python docs/notebooks.py FOLDER`` reads ``examples/``. A notebook imports modules that lie beside
it; in the download, its first cells write them into the folder in which it runs. Below its title,
the page gets a link to the download.
"""

import ast
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"

PACKAGES = """\
from importlib.util import find_spec

if not all(map(find_spec, ["matplotlib", "paraminit", "sklearn"])):
    %pip install --quiet matplotlib scikit-learn git+https://github.com/paraminit/paraminit
"""

Cell = dict[str, Any]
Notebook = dict[str, Any]

LINK = """
{{download}}`Download this notebook <downloads/{name}>`: it brings the modules that it imports,
so it runs anywhere, in a hosted notebook too.
"""

PREPARATION = """\
**Before the first run:** the next cell installs the packages where they are missing, which takes
some minutes. The cells after it write the modules that this notebook imports beside it.
"""


def modules(source: str) -> Iterator[str]:
    """Yield the modules of the examples that a source imports, those first that they import."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        for name in names:
            path = EXAMPLES / f"{name}.py"
            if path.is_file():
                yield from modules(path.read_text(encoding="utf-8"))
                yield name


def markdown(id: str, source: str) -> Cell:
    """Return a cell of text."""
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def code(id: str, source: str) -> Cell:
    """Return a cell of code that has not run."""
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": id,
        "metadata": {"jupyter": {"source_hidden": True}},
        "outputs": [],
        "source": source,
    }


def source(cell: Cell) -> str:
    """Return what a cell says."""
    return "".join(cell["source"])


def standalone(notebook: Notebook) -> Notebook:
    """Return a notebook that brings its modules along."""
    title, *cells = notebook["cells"]
    sources = (source(cell) for cell in cells if cell["cell_type"] == "code")
    names = dict.fromkeys(name for text in sources for name in modules(text))
    first = [markdown("preparation", PREPARATION), code("packages", PACKAGES)]
    for name in names:
        text = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
        first.append(code(f"module-{name}", f"%%writefile {name}.py\n{text}"))
    return notebook | {"cells": [title, *first, *cells]}


def main() -> None:
    """Write the pages and their downloads."""
    pages = Path(sys.argv[1]) / "examples"
    downloads = pages / "downloads"
    downloads.mkdir()
    for path in EXAMPLES.glob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        (downloads / path.name).write_text(json.dumps(standalone(notebook)), encoding="utf-8")
        notebook["cells"].insert(1, markdown("download", LINK.format(name=path.name)))
        (pages / path.name).write_text(json.dumps(notebook), encoding="utf-8")


if __name__ == "__main__":
    main()
