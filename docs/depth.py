"""Draw how signals and gradients grow or fade with depth, by activation and initializer.

``python docs/depth.py FILE`` writes two SVGs that are put into a page as they are: one for the
width of a column of text, one for that of a phone; the style sheet shows one of them. Letters have
the size of the page's there. Text and axes have the colour of the page's text, those of the lines
can be told from a light and from a dark page.
"""

import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from math import sqrt
from pathlib import Path

import matplotlib as mpl
import numpy as np
import paraminit
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullLocator
from numpy.typing import NDArray

Array = NDArray[np.float64]
Activation = tuple[Callable[[Array], Array], Callable[[Array], Array], float]

SEED = 3
DEPTH = 50
WIDTH = 256
SAMPLES = 64
LIMITS = 1e-6, 1e6

SLOPE = 0.2
ALPHA, LAMBDA = 1.6732632423543772, 1.0507009873554805  # Klambauer et al. (2017), equation 14

STYLE = """
.depth text { font-family: system-ui, sans-serif !important; }
"""
DESCRIPTION = (
    "Ten panels with logarithmic scales: activations on the left, gradients on the right, for "
    "ReLU, leaky ReLU, tanh, SELU and the identity. The text below says what they show."
)


@dataclass(frozen=True)
class Size:
    """A picture's name and its sizes, in CSS pixels."""

    name: str
    width: int
    height: int
    letters: float
    legend_columns: int


SIZES = Size("wide", 736, 900, 13.5, 3), Size("narrow", 358, 820, 11, 1)

TEXT = "#010203"  # stands for the colour of the page's text until the end


def selu(z: Array) -> Array:
    """Return the scaled exponential linear unit."""
    return LAMBDA * np.where(z > 0, z, ALPHA * np.expm1(np.minimum(z, 0)))


def selu_slope(z: Array) -> Array:
    """Return the derivative of `selu`."""
    return LAMBDA * np.where(z > 0, 1, ALPHA * np.exp(np.minimum(z, 0)))


# The function, its derivative, and the gain that makes up for what it takes from a signal.
ACTIVATIONS: dict[str, Activation] = {
    "ReLU": (lambda z: np.maximum(z, 0), lambda z: np.where(z > 0, 1.0, 0.0), sqrt(2)),
    f"leaky ReLU {SLOPE}": (
        lambda z: np.where(z > 0, z, SLOPE * z),
        lambda z: np.where(z > 0, 1, SLOPE),
        sqrt(2 / (1 + SLOPE**2)),
    ),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2, 1.0),
    "SELU": (selu, selu_slope, 1.0),
    "identity": (lambda z: z, np.ones_like, 1.0),
}


def schemes(gain: float) -> Iterator[tuple[str, Callable[..., Array], str, str]]:
    """Yield label, initializer, colour and style of each line, for an activation of this gain."""
    yield "he_normal", paraminit.he_normal, "#2a7fd4", "-"
    yield "glorot_normal, lecun_normal", paraminit.glorot_normal, "#d9730d", "-"
    yield "orthogonal, with the gain", partial(paraminit.orthogonal, gain=gain), "#c64f96", "-."
    third = partial(paraminit.variance_scaling, scale=1 / 3, distribution="uniform")
    yield "torch\N{RIGHT SINGLE QUOTATION MARK}s layers", third, "#1a9b77", "-"
    yield "normal, 0.01", partial(paraminit.normal, std=0.01), "#8a8a8a", "-"


def strengths(initializer: Callable[..., Array], activation: Activation) -> tuple[Array, Array]:
    """Return the root mean square of the activations and of the gradients, layer by layer.

    The input and the gradient at the last layer's activations are standard normals. A layer's
    gradient is that by what goes into its activation.
    """
    function, slope, _ = activation
    rng = np.random.default_rng(SEED)
    weights = [initializer((WIDTH, WIDTH), rng=rng) for _ in range(DEPTH)]
    signal = rng.standard_normal((WIDTH, SAMPLES))
    inputs, activations = [], []
    for matrix in weights:
        inputs.append(matrix @ signal)
        signal = function(inputs[-1])
        activations.append(rms(signal))
    gradient = rng.standard_normal((WIDTH, SAMPLES))
    gradients = []
    for matrix, z in zip(reversed(weights), reversed(inputs), strict=True):
        gradient = gradient * slope(z)
        gradients.append(rms(gradient))
        gradient = matrix.T @ gradient
    return np.array(activations), np.array(gradients[::-1])


def rms(values: Array) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(values * values)))


def panel(ax: Axes, title: str) -> None:
    """Give a panel its title, and axes that are the same in all of them."""
    ax.set_title(title, loc="left")
    ax.set(xlim=(0, DEPTH + 1), yscale="log", ylim=LIMITS, xticks=[1, 10, 20, 30, 40, 50])
    ax.yaxis.set_major_locator(LogLocator(1e3))
    ax.yaxis.set_minor_locator(NullLocator())
    ax.tick_params(length=2)
    ax.grid(color=TEXT, alpha=0.15, linewidth=0.6)
    ax.spines[["top", "right"]].set_visible(False)


def draw(size: Size) -> Figure:
    """Draw a row of two panels for each activation."""
    figure = Figure(figsize=(size.width / 72, size.height / 72), layout="constrained")
    axes = figure.subplots(len(ACTIVATIONS), 2, sharex=True, sharey=True)
    for (left, right), (name, activation) in zip(axes, ACTIVATIONS.items(), strict=True):
        panel(left, f"{name}: activations")
        panel(right, f"{name}: gradients")
        left.set_ylabel("RMS")
        for label, initializer, color, style in schemes(activation[2]):
            for ax, values in zip((left, right), strengths(initializer, activation), strict=True):
                ax.plot(range(1, DEPTH + 1), values, color=color, linestyle=style, label=label)
    for ax in axes[-1]:
        ax.set_xlabel("layer")
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="outside upper left", ncols=size.legend_columns, frameon=False
    )
    return figure


def svg(size: Size) -> str:
    """Return the figure as an element of a page, in the colour of the page's text."""
    for name in ("font.size", "axes.titlesize"):
        mpl.rcParams[name] = size.letters
    mpl.rcParams["svg.hashsalt"] = f"depth-{size.name}"
    file = io.StringIO()
    draw(size).savefig(file, format="svg", transparent=True, metadata={"Date": None})
    _, _, body = file.getvalue().partition("</metadata>")
    # Its rule for all elements would hold for those of the page, too.
    body = body.replace("*{", ".depth *{").replace(TEXT, "currentColor")
    # The names of its parts are those of the other size as well.
    body = re.sub(r'\bid="|(?<=href=")#|url\(#', rf"\g<0>{size.name}-", body)
    title, description = f"depth-{size.name}-title", f"depth-{size.name}-description"
    return (
        f'<svg class="depth depth-{size.name}" xmlns="http://www.w3.org/2000/svg"'
        f' viewBox="0 0 {size.width} {size.height}" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' role="img" aria-labelledby="{title} {description}">\n'
        f'<title id="{title}">Signals and gradients in {DEPTH} layers</title>\n'
        f'<desc id="{description}">{DESCRIPTION}</desc>\n<style>{STYLE}</style>{body}'
    )


def main() -> None:
    """Write the pictures."""
    mpl.rcParams.update(
        {
            "axes.edgecolor": TEXT,
            "axes.labelcolor": TEXT,
            "font.family": "sans-serif",
            "lines.linewidth": 1.8,
            "svg.fonttype": "none",
            "text.color": TEXT,
            "xtick.color": TEXT,
            "ytick.color": TEXT,
        }
    )
    Path(sys.argv[1]).write_text("".join(map(svg, SIZES)), encoding="utf-8")


if __name__ == "__main__":
    main()
