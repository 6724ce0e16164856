"""The README's chart, on a light background and on a dark one.

``python benches/chart.py`` draws ``results.svg`` and ``results-dark.svg`` of what ``results.md``
says; ``make bench`` ends with it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from quote import machine, table

__all__ = ["draw"]

HERE = Path(__file__).parent

Bars = dict[str, tuple[str, str]]
"""By name: a time in ns, and how many times as fast as NumPy that is if it is paraminit's."""


@dataclass(frozen=True)
class _Theme:
    suffix: str
    background: str
    text: str
    ours: str
    numpy: str


# The colours of Okabe and Ito stay apart for colour-blind readers. Every bar has its name, too.
_THEMES = (
    _Theme("", "#FFFFFF", "#1F2328", "#0072B2", "#D55E00"),
    _Theme("-dark", "#0D1117", "#E6EDF3", "#56B4E9", "#E69F00"),
)


def draw() -> None:
    """Draw the time of a number as bars, from the results that were written down."""
    results = (HERE / "results.md").read_text(encoding="utf-8")
    panels = {
        "np.random: He, [784, 256, 128, 10]": _network(results, "[784,256,128,10]"),
        "np.random: He, [8192, 8192, 8192, 1000]": _network(results, "[8192,8192,8192,1000]"),
        "Generator: normal, (2000, 2000)": _stream(results, "normal", "PCG64"),
        "Generator: normal, (2000, 2000), float32": _stream(results, "normal", "PCG64, float32"),
    }
    at = machine(results)
    for theme in _THEMES:
        style: dict[Any, Any] = {
            "axes.facecolor": theme.background,
            "figure.facecolor": theme.background,
            "font.size": 12.5,
            "svg.hashsalt": "paraminit",
            "text.color": theme.text,
        }
        with mpl.rc_context(style):
            # Narrow, with few and large letters, so that they can be read on a phone.
            layout = ConstrainedLayoutEngine(h_pad=0.08, w_pad=0.12)
            figure = Figure((6.4, 1.1 + 1.55 * len(panels)), layout=layout)
            figure.suptitle("Nanoseconds for a random weight", x=0.015, ha="left", fontsize=17)
            axes = figure.subplots(len(panels), sharex=True)
            for ax, (title, bars) in zip(axes, panels.items(), strict=True):
                _panel(ax, title, bars, theme)
            figure.supxlabel(
                f"medians, and how many times as fast as NumPy;\n{at['CPU']}, {at['CPUs']} CPUs",
                x=0.015,
                ha="left",
                fontsize="medium",
            )
            metadata = {"Date": None, "Creator": None}
            figure.savefig(HERE / f"results{theme.suffix}.svg", metadata=metadata)


def _network(results: str, name: str) -> Bars:
    times = table(results, "Time, median (minimum)")
    faster = table(results, "How many times as fast as the notebook's function.")
    one, everyone = "paraminit, 1 thread", "paraminit, all threads"
    return {
        "NumPy": (_median(times["the notebook's NumPy"][name]), ""),
        one: (_median(times[one][name]), faster[one][name]),
        everyone: (_median(times[everyone][name]), faster[everyone][name]),
    }


def _stream(results: str, function: str, name: str) -> Bars:
    cells = table(results, f"`{function}((2000, 2000)")[name]
    one, everyone = "paraminit, 1 thread", "paraminit, all threads"
    return {
        "NumPy": (_median(cells["NumPy's formula"]), ""),
        one: (_median(cells[one]), cells["times, 1 thread"]),
        everyone: (_median(cells[everyone]), cells["times, all"]),
    }


def _median(cell: str) -> str:
    return cell.partition(" ")[0]


def _panel(ax: Axes, title: str, bars: Bars, theme: _Theme) -> None:
    times = [float(time) for time, _ in bars.values()]
    labels = [
        f"{time}  ({faster}\N{MULTIPLICATION SIGN})" if faster else time
        for time, faster in bars.values()
    ]
    colors = [theme.ours if faster else theme.numpy for _, faster in bars.values()]
    ax.bar_label(ax.barh(list(bars), times, height=0.78, color=colors), labels, padding=5)
    ax.invert_yaxis()
    ax.set_title(title, loc="left", fontsize=13, fontweight="bold")
    ax.tick_params(left=False, bottom=False, labelbottom=False, labelcolor=theme.text)
    ax.spines[:].set_visible(False)


if __name__ == "__main__":
    draw()
