"""Quote the results in the README: how many times as fast as NumPy, and on which machines.

``python benches/quote.py`` reads ``results-avx2.md`` and ``results-avx512.md`` and writes the
part of the README that is between two comments. ``make bench`` ends with it, and a test compares
the two.
"""

from collections.abc import Iterator
from itertools import dropwhile, takewhile
from pathlib import Path

__all__ = ["machine", "network_times", "quotation", "quoted", "stream_times", "table"]

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
BEGIN, END = "<!-- written by benches/quote.py -->\n", "<!-- as far as here -->\n"

RESULTS = [HERE / "results-avx2.md", HERE / "results-avx512.md"]

ROWS: dict[str, list[tuple[str, str | None, str]]] = {
    "**`np.random`, He**": [
        ("[3, 2, 1]", None, "[3,2,1]"),
        ("[784, 256, 128, 10]", None, "[784,256,128,10]"),
        ("[12288, 20, 7, 5, 1]", None, "[12288,20,7,5,1]"),
        ("[4096, 4096, 1000]", None, "[4096,4096,1000]"),
        ("[8192, 8192, 8192, 1000]", None, "[8192,8192,8192,1000]"),
    ],
    "**`Generator`, `normal`**": [
        ("(2, 3)", "normal((2, 3)", "PCG64"),
        ("(256, 784)", "normal((256, 784)", "PCG64"),
        ("(2000, 2000)", "normal((2000, 2000)", "PCG64"),
        ("(2000, 2000), float32", "normal((2000, 2000)", "PCG64, float32"),
    ],
    "**`Generator`, `uniform`**": [
        ("(2000, 2000)", "uniform((2000, 2000)", "PCG64"),
        ("(2000, 2000), float32", "uniform((2000, 2000)", "PCG64, float32"),
    ],
}
"""By heading: what a row is called, the call whose table it is from, and its name there. Where
there is no call, it is a column of the networks' table."""

Times = tuple[str, str, str]
"""The shortest times of NumPy, of paraminit on one thread, and on all, as the results say them."""


def table(results: str, above: str) -> dict[str, dict[str, str]]:
    """Return a table of the results.

    Parameters
    ----------
    results : str
        A Markdown document.
    above : str
        What stands above the table.

    Returns
    -------
    dict
        The cells by row and column. Empty if there is no such table.
    """
    below = results.partition(above)[2].splitlines()[1:]
    lines = takewhile(_is_row, dropwhile(lambda line: not _is_row(line), below))
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[2:]}


def _is_row(line: str) -> bool:
    return line.startswith("|")


def machine(results: str) -> dict[str, str]:
    """Return where the results were measured.

    Parameters
    ----------
    results : str
        A Markdown document.

    Returns
    -------
    dict of str to str
        What its first table says, and as "Vectors" for which vectors the kernel was.
    """
    found = {name: cells[""] for name, cells in table(results, "# Benchmark").items()}
    return found | {"Vectors": found["CPU"].partition(" with ")[2]}


def network_times(results: str, name: str) -> Times:
    """Return the times of a network.

    Parameters
    ----------
    results : str
        A Markdown document.
    name : str
        The heading of the network's column.

    Returns
    -------
    tuple of str
        NumPy's, ours on one thread, ours on all.
    """
    times = table(results, "Time, median (minimum)")
    rows = "the notebook's NumPy", "paraminit, 1 thread", "paraminit, all threads"
    numpy, one, everyone = (_shortest(times[row][name]) for row in rows)
    return numpy, one, everyone


def stream_times(results: str, call: str, name: str) -> Times:
    """Return the times of a function that draws an array.

    Parameters
    ----------
    results : str
        A Markdown document.
    call : str
        How the call begins that stands above the table.
    name : str
        The stream's row.

    Returns
    -------
    tuple of str
        NumPy's, ours on one thread, ours on all.
    """
    cells = table(results, f"`{call}")[name]
    columns = "NumPy's formula", "paraminit, 1 thread", "paraminit, all threads"
    numpy, one, everyone = (_shortest(cells[column]) for column in columns)
    return numpy, one, everyone


def _shortest(cell: str) -> str:
    """Return the minimum of "median (minimum)"."""
    return cell.partition("(")[2].rstrip(")")


def _ratios(results: str, call: str | None, name: str) -> tuple[float, float]:
    """Return how many times as fast as NumPy paraminit is, on one thread and on all."""
    times = stream_times(results, call, name) if call else network_times(results, name)
    numpy, one, everyone = map(float, times)
    return numpy / one, numpy / everyone


def _cell(ratios: tuple[float, float]) -> str:
    return "\N{NO-BREAK SPACE}/\N{NO-BREAK SPACE}".join(f"{ratio:.1f}" for ratio in ratios)


def _lines(documents: list[str]) -> Iterator[str]:
    machines = [machine(results) for results in documents]
    slower = False
    yield f"| times as fast as NumPy | {' | '.join(each['Vectors'] for each in machines)} |"
    yield "|---|" + "--:|" * len(machines)
    for heading, rows in ROWS.items():
        yield f"| {heading} |" + " |" * len(machines)
        for row, call, name in rows:
            found = [_ratios(each, call, name) for each in documents]
            yield f"| {row} | {' | '.join(map(_cell, found))} |"
            slower |= any(everyone < 0.95 * one for one, everyone in found)
    yield ""
    if slower:
        yield "Where the second figure is lower, more threads cost more there than they saved."
        yield ""
    for each in machines:
        paraminit, numpy, *_ = each["Packages"].split(", ")
        yield f"- {each['CPU']}: {each['CPUs']} CPUs, {paraminit}, {numpy}, {each['Date']}"


def quotation() -> str:
    """Return what the README has to say.

    Returns
    -------
    str
        A table in Markdown, with a line for each machine below it.
    """
    documents = [path.read_text(encoding="utf-8") for path in RESULTS]
    return "\n".join(_lines(documents)) + "\n"


def quoted() -> str:
    """Return what the README says.

    Returns
    -------
    str
        The lines between the two comments.
    """
    return README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    """Write into the README what it has to say."""
    text = README.read_text(encoding="utf-8")
    README.write_text(text.replace(BEGIN + quoted() + END, BEGIN + quotation() + END), "utf-8")


if __name__ == "__main__":
    main()
