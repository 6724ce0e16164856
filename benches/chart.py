"""The README's chart, on a light background and on a dark one.

``python benches/chart.py`` draws ``results.svg`` and ``results-dark.svg`` of what
``results-avx2.md`` says; ``make bench`` ends with it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from quote import Times, machine, network_times, stream_times

__all__ = ["draw"]

HERE = Path(__file__).parent


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
    results = (HERE / "results-avx2.md").read_text(encoding="utf-8")
    panels = {
        "np.random: He, [784, 256, 128, 10]": network_times(results, "[784,256,128,10]"),
        "np.random: He, [8192, 8192, 8192, 1000]": network_times(results, "[8192,8192,8192,1000]"),
        "Generator: normal, (2000, 2000)": stream_times(results, "normal((2000, 2000)", "PCG64"),
        "Generator: normal, (2000, 2000), float32": stream_times(
            results, "normal((2000, 2000)", "PCG64, float32"
        ),
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
            for ax, (title, times) in zip(axes, panels.items(), strict=True):
                _panel(ax, title, times, theme)
            figure.supxlabel(
                "shortest times, and how many times as fast as NumPy;\n"
                f"{at['CPU']}, {at['CPUs']} CPUs",
                x=0.015,
                ha="left",
                fontsize="medium",
            )
            metadata = {"Date": None, "Creator": None}
            figure.savefig(HERE / f"results{theme.suffix}.svg", metadata=metadata)


def _panel(ax: Axes, title: str, times: Times, theme: _Theme) -> None:
    """Draw three bars. A label has its time as the results print it, and the ratio of these."""
    numpy, *ours = times
    labels = [numpy]
    for time in ours:
        ratio = float(numpy) / float(time)
        labels.append(f"{time}  ({ratio:.1f}\N{MULTIPLICATION SIGN})")
    names = ["NumPy", "paraminit, 1 thread", "paraminit, all threads"]
    colors = [theme.numpy, theme.ours, theme.ours]
    bars = ax.barh(names, list(map(float, times)), height=0.78, color=colors)
    ax.bar_label(bars, labels, padding=5)
    ax.invert_yaxis()
    ax.set_title(title, loc="left", fontsize=13, fontweight="bold")
    ax.tick_params(left=False, bottom=False, labelbottom=False, labelcolor=theme.text)
    ax.spines[:].set_visible(False)


if __name__ == "__main__":
    draw()
