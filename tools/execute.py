"""Run the notebooks and store them again, without a trace of the machine that ran them.

``python tools/execute.py`` runs all of them, ``python tools/execute.py drop_in`` one.
"""

import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat

EXAMPLES = Path(__file__).parents[1] / "examples"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
KEPT = {"mystnb", "tags"}
"""What cells may say of themselves: alternative texts, and which of them are folded or measure."""


def execute(path: Path) -> None:
    """Run one notebook from top to bottom and write it back with its new outputs.

    Parameters
    ----------
    path : pathlib.Path
        Of the notebook.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails. The file stays as it was.
    """
    read: Any = nbformat.read  # these two have no types
    write: Any = nbformat.write
    notebook = read(path, as_version=4)
    nbclient.execute(notebook, cwd=str(EXAMPLES), timeout=300, coalesce_streams=True)
    notebook.metadata = METADATA
    for cell in notebook.cells:
        cell.metadata = {key: cell.metadata[key] for key in KEPT & cell.metadata.keys()}
    write(notebook, path)


def main() -> None:
    """Run the notebooks named on the command line, or all."""
    chosen = [EXAMPLES / f"{name}.ipynb" for name in sys.argv[1:]]
    for path in chosen or sorted(EXAMPLES.glob("*.ipynb")):
        execute(path)


if __name__ == "__main__":
    main()
