"""The figures of the notebooks.

Colours are those of Okabe and Ito, which stay apart for colour-blind readers; line styles and
markers repeat what they say. Figures have a light background of their own, so that they can be
read on a dark page too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from data import Samples
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib_inline.backend_inline import set_matplotlib_formats
from network import Activation, Array, Parameters, forward

__all__ = [
    "STYLES",
    "activation_histograms",
    "boundary",
    "layer_curves",
    "legend",
    "scatter",
    "use_style",
    "weight_history",
]

STYLES: dict[str, dict[str, Any]] = {
    "zeros": {"color": "#A0A0A0", "linestyle": "-", "linewidth": 5.0},
    "random": {"color": "#D55E00", "linestyle": "--", "linewidth": 2.0},
    "large": {"color": "#CC79A7", "linestyle": ":", "linewidth": 2.0},
    "He": {"color": "#0072B2", "linestyle": "-", "linewidth": 2.0},
    "Xavier": {"color": "#009E73", "linestyle": "-.", "linewidth": 2.0},
}
"""How the line of each initialization is drawn, in every figure. The one of zeros is wide, because
another one often covers it."""

_MARKERS = {"zeros": "s", "random": "v", "large": "^", "He": "o", "Xavier": "D"}

_CLASSES = (("#56B4E9", "o"), ("#E69F00", "^"))
_PROBABILITY = LinearSegmentedColormap.from_list(
    "probability", ["#9CCFEB", "#F4F4F2", "#F1C97A"], N=256
)


def use_style() -> None:
    """Set fonts, grid and background of all figures that follow; they are stored as SVG."""
    set_formats: Any = set_matplotlib_formats  # which has no types
    set_formats("svg", metadata={"Date": None})
    background = "#FAFAF8"
    plt.rcParams.update(
        {
            "axes.axisbelow": True,
            "axes.facecolor": background,
            "axes.grid": True,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlesize": 12,
            "figure.constrained_layout.use": True,
            "figure.dpi": 100,
            "figure.facecolor": background,
            "figure.titlesize": 13,
            "font.size": 11,
            "grid.color": "#DDDDDD",
            "grid.linewidth": 0.6,
            "legend.frameon": False,
            "lines.linewidth": 2.0,
            "savefig.facecolor": background,
            "svg.hashsalt": "paraminit",
        }
    )


def scatter(ax: Axes, samples: Samples) -> None:
    """Draw samples, one colour and marker per class.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    samples : Samples
        What to draw.
    """
    for label, (color, marker) in enumerate(_CLASSES):
        chosen = samples.y[0] == label
        ax.scatter(
            samples.x[0, chosen],
            samples.x[1, chosen],
            s=22,
            c=color,
            marker=marker,
            edgecolors="#222222",
            linewidths=0.5,
            label=f"class {label}",
        )
    ax.set_aspect("equal")


def boundary(
    ax: Axes, parameters: Parameters, samples: Samples, activation: Activation = "relu"
) -> None:
    """Draw the probability of class 1 as colour, the boundary as a line, and samples on top.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    parameters : dict
        Of a trained network with two inputs.
    samples : Samples
        What to draw on top.
    activation : {"relu", "tanh"}
        Of the hidden layers.
    """
    (x_low, y_low), (x_high, y_high) = samples.x.min(axis=1) - 0.3, samples.x.max(axis=1) + 0.3
    xs, ys = np.meshgrid(np.linspace(x_low, x_high, 200), np.linspace(y_low, y_high, 200))
    logits = forward(np.stack([xs.ravel(), ys.ravel()]), parameters, activation)[-1]
    logits = logits.reshape(xs.shape)
    ax.imshow(
        0.5 + 0.5 * np.tanh(0.5 * logits),
        cmap=_PROBABILITY,
        vmin=0.0,
        vmax=1.0,
        extent=(x_low, x_high, y_low, y_high),
        origin="lower",
        interpolation="bilinear",
    )
    if logits.min() < 0.0 < logits.max():
        ax.contour(xs, ys, logits, levels=[0.0], colors="#222222", linewidths=1.5)
    scatter(ax, samples)
    ax.grid(False)
    ax.set(xticks=[], yticks=[])


def weight_history(
    axes: Sequence[Axes], histories: Mapping[str, Array], steps: Array, label: str
) -> None:
    """Draw how the weights of some units change, one row of colour per unit.

    Parameters
    ----------
    axes : sequence of matplotlib.axes.Axes
        Where to draw, one for each history.
    histories : mapping of str to ndarray
        The title of each panel, and its weights, of shape (steps, units).
    steps : ndarray
        At which steps the weights were taken, evenly spaced.
    label : str
        What the colour stands for.
    """
    limit = max(np.abs(history).max() for history in histories.values())
    for ax, (title, history) in zip(axes, histories.items(), strict=True):
        units = history.shape[1]
        image = ax.imshow(
            history.T,
            cmap="cividis",
            vmin=-limit,
            vmax=limit,
            aspect="auto",
            interpolation="nearest",
            extent=(steps[0], steps[-1], units + 0.5, 0.5),
        )
        ax.set(title=title, xlabel="step", yticks=range(1, units + 1))
        ax.xaxis.set_major_locator(MaxNLocator(3, prune="upper"))
        ax.grid(False)
    axes[0].set_ylabel("hidden unit")
    figure = axes[-1].figure
    assert isinstance(figure, Figure)
    figure.colorbar(image, ax=list(axes), label=label, pad=0.02)


def layer_curves(ax: Axes, curves: Mapping[str, Array]) -> None:
    """Draw one number per hidden layer for each initialization, on a logarithmic scale.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    curves : mapping of str to ndarray
        The numbers by initialization.
    """
    for name, values in curves.items():
        style = STYLES[name] | {"marker": _MARKERS[name], "markersize": 4}
        ax.semilogy(range(1, len(values) + 1), values, label=name, **style)
    ax.set_xticks([1, *range(5, len(values) + 1, 5)])


def activation_histograms(
    activations: Mapping[str, Sequence[Array]], activation: Activation
) -> Figure:
    """Draw the activations in the hidden layers 1, 2, 3 and 20 of untrained networks.

    Parameters
    ----------
    activations : mapping of str to sequence of ndarray
        The arrays of `network.forward` by initialization, one row each.
    activation : {"relu", "tanh"}
        Of the hidden layers. ReLU's zeros are counted in a note and left out of the bars.

    Returns
    -------
    matplotlib.figure.Figure
        The figure.
    """
    layers = 1, 2, 3, 20
    low, high, title = (0.0, 4.0, "ReLU") if activation == "relu" else (-1.0, 1.0, "tanh")
    figure, axes = plt.subplots(
        len(activations), len(layers), figsize=(7.0, 1.1 + 1.4 * len(activations)), sharex=True
    )
    figure.suptitle(f"Before training: the activations in four layers, {title}")
    for row, (name, arrays) in zip(axes, activations.items(), strict=True):
        row[0].set_ylabel(name)
        for ax, layer in zip(row, layers, strict=True):
            values = arrays[layer].ravel()
            note = f"std {values.std():.2g}\n"
            if activation == "relu":
                note += f"{np.mean(values == 0.0):.0%} zero"
                values = values[values > 0.0]
            else:
                note += f"{np.mean(np.abs(values) > 0.95):.0%} at ends"
            bars, _, _ = ax.hist(
                values,
                np.linspace(low, high, 41),
                color=STYLES[name]["color"],
                histtype="stepfilled",
            )
            ax.set(yticks=[], ylim=(0.0, 1.65 * np.max(bars)))
            ax.set(xticks=[low, 0.5 * (low + high), high], xlim=(low - 0.1, high + 0.1))
            ax.text(1.0, 1.0, note, transform=ax.transAxes, ha="right", va="top")
            ax.spines["left"].set_visible(False)
            ax.grid(False)
    for top, bottom, layer in zip(axes[0], axes[-1], layers, strict=True):
        top.set_title(f"layer {layer}")
        bottom.set_xlabel("activation")
    return figure


def legend(figure: Figure, ax: Axes) -> None:
    """Put one legend for all panels below them.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Where to put it.
    ax : matplotlib.axes.Axes
        A panel that has every line.
    """
    handles, labels = ax.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
