"""The tables of the results."""

import datetime
import importlib.metadata
import os
import platform
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Comparison, weights
from peers import ALL_THREADS, NOTEBOOK, ONE_THREAD, mkl_random
from streams import FORMULA, OTHERS, ROWS, name, torch

__all__ = ["Results", "machine", "markdown", "median_and_minimum", "number", "table"]


@dataclass(frozen=True)
class Results:
    """All that was measured.

    Attributes
    ----------
    networks : list of Comparison
        All peers, a small network first and the largest last.
    memory : dict of str to int or None
        By the peer's name: bytes besides the result at the peak, for the largest network.
    functions : dict of str to Comparison
        By the function's short name: paraminit and the notebook, on a tiny network.
    growth : list of Comparison
        Networks of one layer that grow, the first with a single weight.
    streams : dict of str to list of Comparison
        By the function's name: all streams, for one shape after the other.
    threads : dict of str to list of Comparison
        By function and stream: all threads and one, for growing arrays.
    """

    networks: list[Comparison]
    memory: dict[str, int | None]
    functions: dict[str, Comparison]
    growth: list[Comparison]
    streams: dict[str, list[Comparison]]
    threads: dict[str, list[Comparison]]


def markdown(results: Results) -> str:
    """Write down the results.

    Parameters
    ----------
    results : Results
        What was measured.

    Returns
    -------
    str
        A Markdown document.
    """
    sections = (
        _head(),
        _networks(results),
        _functions(results),
        _growth(results),
        _streams(results),
        _threads(results),
    )
    return "\n\n".join(sections) + "\n"


def _head() -> str:
    skipped = "" if mkl_random else "`mkl_random` is missing: it could not be installed here.\n"
    return f"""# Benchmark

{machine()}

`make bench` measured this and wrote it down. All peers of a table were measured in the same run of
one process: in each round every one of them has its turn, in an order that is drawn anew. How many
times as fast one is as another is the median of the quotients of each round, or what the shortest
times say if that is less: what disturbs a machine meets more rounds of a slow peer than of a quick
one. A turn makes new arrays in each call and lets them go; what is done once in a process was done
before. For each network, paraminit was first held against the notebook's functions: the arrays, and
what NumPy's stream gives after them, had to be equal bit for bit. The other generators draw other
numbers.
{skipped}""".rstrip()


def machine(*others: str) -> str:
    """Describe the machine, and what is compared.

    Parameters
    ----------
    *others : str
        Further packages whose versions matter.

    Returns
    -------
    str
        A Markdown table.
    """
    packages = ["paraminit", "numpy", *others, *(["mkl_random"] if mkl_random else [])]
    packages += ["torch"] if torch else []
    libc = " ".join(platform.libc_ver())
    rows = [
        ["CPU", _cpu()],
        ["CPUs", str(_cpus())],
        ["System", ", ".join(filter(None, (_system(), platform.machine(), libc)))],
        ["Python", f"{platform.python_version()} ({platform.python_implementation()})"],
        ["Packages", ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)],
        ["Date", datetime.datetime.now(datetime.UTC).date().isoformat()],
    ]
    return table(["Machine", ""], rows, align="<")


def _cpu() -> str:
    """Name the CPU, and the vector instructions for which there is a kernel."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    about = {
        name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    name = about.get("model name") or platform.processor() or platform.machine()
    flags = about.get("flags", "").split()
    vectors = "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else ""
    if vectors and "cpu family" in about:
        name += f" (family {about['cpu family']}, model {about['model']})"
    return f"{name} with {vectors or 'plain loops'}"


def _cpus() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return f"{platform.system()} {platform.release()}"


def _networks(results: Results) -> str:
    networks, peers = results.networks, list(results.memory)
    sizes = [_list(network.layers_dims) for network in networks]
    times = [[name, *(median_and_minimum(each, name) for each in networks)] for name in peers]
    units = ["", *(_unit(network)[1] for network in networks)]
    rounds = ["rounds", *(str(network.rounds) for network in networks)]
    ratios = [
        [
            name,
            *(number(each.times_as_fast(name, NOTEBOOK)) for each in networks),
            _mebibytes(results.memory[name]),
        ]
        for name in peers
    ]
    largest = networks[-1]
    result = _mebibytes(8 * (weights(largest.layers_dims) + sum(largest.layers_dims[1:])))
    return f"""## He initialization

`initialize_parameters_he`; the notebook's function; its formula with the normal numbers of other
generators, `standard_normal(...) * scale`; and `np.full`, which stores one number everywhere in
arrays of the same shapes: where they are large, no other way to fill them takes much less.

Time, median (minimum); a weight is an entry of a W. Where the one is far from the other, something
else was running.

{table(["", *sizes], [units, *times, rounds])}

How many times as fast as the notebook's function. In the last column, for the largest network and
each peer in a process of its own: how many MiB were resident at the peak of a call besides its
result, which takes {result} MiB. (NumPy computes `randn(...) * scale` in place if it can see that
nothing else holds the normal numbers. Where it cannot, they are a second array.)

{table(["", *sizes, "MiB"], ratios)}"""


def _functions(results: Results) -> str:
    rows = [
        [
            f"`{name}`",
            median_and_minimum(each, ONE_THREAD),
            median_and_minimum(each, NOTEBOOK),
            number(each.times_as_fast(ONE_THREAD, NOTEBOOK)),
        ]
        for name, each in results.functions.items()
    ]
    layers_dims = next(iter(results.functions.values())).layers_dims
    return f"""## The smallest network

Each function for {_list(layers_dims)}, in µs a call, median (minimum), and how many times as fast
as the notebook's it is:

{table(["", "paraminit", NOTEBOOK, "times"], rows)}"""


def _growth(results: Results) -> str:
    single, *growth = results.growth
    fixed = single.median(ONE_THREAD)
    peers = (ONE_THREAD, ALL_THREADS, NOTEBOOK)
    rows = [
        [
            f"{weights(each.layers_dims):,}",
            *(number(each.median(name) / _unit(each)[0]) for name in peers),
            *(number(each.times_as_fast(name, NOTEBOOK)) for name in peers[:2]),
            f"{fixed / each.median(ONE_THREAD):.1%}",
        ]
        for each in growth
    ]
    header = ["weights", *peers, "times, 1 thread", "times, all", "fixed"]
    small = _from(growth, lambda each: fixed < 0.1 * each.median(ONE_THREAD))
    many = _from(growth, lambda each: each.times_as_fast(ALL_THREADS, ONE_THREAD) > 1.05)
    return f"""## How the cost grows

`initialize_parameters_he` for networks of one layer, in ns a weight, medians; and how many times as
fast as the notebook's function it is, on one thread and on all. A call for a single weight takes
{number(fixed * 1e6)} µs; "fixed" is the share of the time on one thread that this would be.

{table(header, rows)}

- The cost of the call itself is less than a tenth of the time on one thread {small}.
- All threads are more than 5 % faster than one {many}."""


def _streams(results: Results) -> str:
    tables = [
        f"`{function}(({each.layers_dims[1]}, {each.layers_dims[0]}), 0.05, rng=rng)`, in "
        f"{_unit(each)[1].replace('a weight', 'a number')}, {each.rounds} rounds:\n\n"
        + table(
            ["", ONE_THREAD, ALL_THREADS, FORMULA, "times, 1 thread", "times, all"], _rows(each)
        )
        for function, comparisons in results.streams.items()
        for each in comparisons
    ]
    text = """## Any stream

`normal` and `uniform` against the NumPy that defines them, `rng.standard_normal(shape) * std` and
`rng.uniform(-bound, bound, shape)`, each on a stream of its own: a `Generator` on this bit
generator, or a `RandomState`; median (minimum). The bits were compared
before. The last rows, if any, are on one thread. They draw other normals, but for the last: that
is paraminit with every logarithm from the C library, as on Windows and macOS, where no bound of its
error is known. This one and `rand_distr` are Rust programs, without the cost of a call from Python.
"times" is then against the formula on PCG64 in float64, or on a `RandomState`."""
    return "\n\n".join([text, *tables])


def _rows(each: Comparison) -> list[list[str]]:
    ways = (ONE_THREAD, ALL_THREADS, FORMULA)
    rows = [
        [
            row.name,
            *(median_and_minimum(each, name(row, way)) for way in ways),
            *(number(each.times_as_fast(name(row, way), name(row, FORMULA))) for way in ways[:2]),
        ]
        for row in ROWS
    ]
    formulas = {row.name: name(row, FORMULA) for row in ROWS}
    others = [
        [other, median_and_minimum(each, other), "", "", times, ""]
        for other, stream in OTHERS.items()
        if other in each.seconds and (times := number(each.times_as_fast(other, formulas[stream])))
    ]
    return [*rows, *others]


def _threads(results: Results) -> str:
    sizes = [weights(each.layers_dims) for each in next(iter(results.threads.values()))]
    rows = [
        [name, *(number(each.times_as_fast(ALL_THREADS, ONE_THREAD)) for each in comparisons)]
        for name, comparisons in results.threads.items()
    ]
    return f"""## More threads

How many times as fast as one thread all threads are, for so many numbers. Where the words of a
stream are most of the work and cannot be skipped, more threads would only wait for each other, and
one draws: the ratio is 1, but for what disturbs the machine.

{table(["", *(f"{size:,}" for size in sizes)], rows)}"""


def _from(growth: Sequence[Comparison], holds: Callable[[Comparison], bool]) -> str:
    """Name the network from which on something holds for all that are larger, too."""
    first = None
    for each in reversed(growth):
        if not holds(each):
            break
        first = each
    return f"from {weights(first.layers_dims):,} weights on" if first else "at none of these sizes"


def _unit(comparison: Comparison) -> tuple[float, str]:
    """Return a unit of time and its name: a call's of a tiny network, else a weight's."""
    if weights(comparison.layers_dims) < 100:
        return 1e-6, "µs a call"
    return 1e-9 * weights(comparison.layers_dims), "ns a weight"


def median_and_minimum(comparison: Comparison, name: str) -> str:
    """Return a peer's times as a cell.

    Parameters
    ----------
    comparison : Comparison
        The times of all.
    name : str
        Of the peer.

    Returns
    -------
    str
        In the unit of the comparison's table.
    """
    unit, _ = _unit(comparison)
    median, minimum = comparison.median(name), comparison.minimum(name)
    return f"{number(median / unit)} ({number(minimum / unit)})"


def number(value: float) -> str:
    """Return a number with three digits.

    Parameters
    ----------
    value : float
        At least 0.

    Returns
    -------
    str
        As it stands in a cell.
    """
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:,.0f}"


def _mebibytes(size: int | None) -> str:
    return "?" if size is None else f"{max(size, 0) / 2**20:,.1f}"


def _list(layers_dims: Sequence[int]) -> str:
    return "[" + ",".join(map(str, layers_dims)) + "]"


def table(header: Sequence[str], rows: Sequence[Sequence[str]], align: str = ">") -> str:
    """Write a Markdown table that is a table in plain text, too.

    Parameters
    ----------
    header : sequence of str
        The cells of the first row.
    rows : sequence of sequence of str
        Those of the others.
    align : str
        Of all columns but the first: ``"<"`` or ``">"``.

    Returns
    -------
    str
        The table.
    """
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    aligns = ["<"] + [align] * (len(widths) - 1)
    rules = [
        "-" * (width + 1) + (":" if side == ">" else "-")
        for width, side in zip(widths, aligns, strict=True)
    ]
    lines = [
        "| "
        + " | ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, aligns, widths, strict=True)
        )
        + " |"
        for row in (header, *rows)
    ]
    lines.insert(1, "|" + "|".join(rules) + "|")
    return "\n".join(lines)
