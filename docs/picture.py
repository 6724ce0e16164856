"""Draw the way of a normal from word to weight, with the numbers of a real call.

``python docs/picture.py FILE`` writes an SVG that is put into a page as it is. It takes its colours
from the page's theme, and has plain ones of its own where there is none.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from pathlib import Path

import numpy as np
import paraminit

SEED = 3
LAYERS_DIMS = [3, 1, 3]
ATTEMPTS = 4

WIDTH = 440
RADIUS = 38
PAIR = 116  # the width of a frame with two numbers
INDENT = 58  # of the text beside the name of a pass

STYLE = """
.way { max-width: 34rem; width: 100%; height: auto; }
.way text { font: 14px system-ui, sans-serif; fill: var(--color-foreground-primary, #444); }
.way text.number { font: 14px ui-monospace, monospace; }
.way text.number, .way text.middle { text-anchor: middle; }
.way text.pass { font-weight: 600; fill: var(--color-brand-content, #2a5adf); }
.way .frame { fill: none; stroke: var(--color-foreground-muted, #777); stroke-width: 1.2; }
.way .kept { fill: var(--color-brand-content, #2a5adf); }
.way .lost { fill: none; stroke: var(--color-foreground-primary, #444); stroke-width: 2; }
.way .arrow { fill: none; stroke: var(--color-foreground-muted, #777); stroke-width: 1.2; }
.way .tip { fill: var(--color-foreground-muted, #777); }
"""


@dataclass(frozen=True)
class Attempt:
    """Four words of the stream, the point that they make, and whether it counts."""

    words: list[int]
    x1: float
    x2: float

    @property
    def accepted(self) -> bool:
        """Whether the point lies in the unit disc, its centre excluded."""
        return 0.0 < self.x1 * self.x1 + self.x2 * self.x2 < 1.0

    @property
    def normals(self) -> tuple[float, float]:
        """The two normals of the point."""
        r2 = self.x1 * self.x1 + self.x2 * self.x2
        f = sqrt(-2.0 * log(r2) / r2)
        return f * self.x2, f * self.x1


def attempts() -> list[Attempt]:
    """Draw the first attempts of the stream."""
    shape = ATTEMPTS, 4
    words = np.random.RandomState(SEED).randint(2**32, size=shape, dtype=np.uint32).tolist()
    points = 2.0 * np.random.RandomState(SEED).random_sample((ATTEMPTS, 2)) - 1.0
    return [Attempt(row, *point) for row, point in zip(words, points.tolist(), strict=True)]


def evenly(count: int) -> list[float]:
    """Return the middles of so many columns."""
    return [WIDTH * (index + 0.5) / count for index in range(count)]


def text(x: float, y: float, content: str, kind: str) -> str:
    """Return a line of text."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{content}</text>'


def number(x: float, y: float, value: float) -> str:
    """Return a number with two decimals, its middle at x."""
    return text(x, y, f"{value:.2f}".replace("-", "\N{MINUS SIGN}"), "number")


def heading(y: float, name: str, *lines: str) -> Iterator[str]:
    """Yield the name of a pass, and beside it what the pass does."""
    yield text(0, y, name, "pass")
    for index, line in enumerate(lines):
        yield text(INDENT, y + 18 * index, line, "says")


def frame(x: float, y: float, width: float, height: float) -> str:
    """Return a frame with its middle at x."""
    left = x - width / 2
    return (
        f'<rect class="frame" x="{left:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="4"/>'
    )


def two(x: float, y: float, values: tuple[float, float]) -> Iterator[str]:
    """Yield a frame with two numbers."""
    yield frame(x, y, PAIR, 26)
    for value, place in zip(values, (x - PAIR / 4, x + PAIR / 4), strict=True):
        yield number(place, y + 18, value)


def arrow(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return an arrow that leaves and arrives upright."""
    middle = (y0 + y1) / 2
    curve = f"M{x0:g} {y0:g}C{x0:g} {middle:g} {x1:g} {middle:g} {x1:g} {y1 - 4:g}"
    return f'<path class="arrow" marker-end="url(#way-tip)" d="{curve}"/>'


def disc(x: float, y: float, attempt: Attempt) -> Iterator[str]:
    """Yield the square, the unit disc in it and the point."""
    yield frame(x, y - RADIUS, 2 * RADIUS, 2 * RADIUS)
    yield f'<circle class="frame" cx="{x:g}" cy="{y:g}" r="{RADIUS}"/>'
    px, py = x + RADIUS * attempt.x1, y - RADIUS * attempt.x2
    if attempt.accepted:
        yield f'<circle class="kept" cx="{px:.1f}" cy="{py:.1f}" r="4.5"/>'
    else:
        yield f'<path class="lost" d="M{px - 4:.1f} {py - 4:.1f}l8 8m0 -8l-8 8"/>'


def parts() -> Iterator[str]:
    """Yield all that is drawn, from top to bottom."""
    drawn = attempts()
    yield from heading(14, "twist", "makes the words of the stream.")
    for x, attempt in zip(evenly(ATTEMPTS), drawn, strict=True):
        yield frame(x, 26, 92, 76)
        for line, word in enumerate(attempt.words):
            yield text(x, 43 + 17 * line, f"{word:08x}", "number")
        yield arrow(x, 102, x, 122)

    yield from heading(142, "accept", "makes a point of every four words, and keeps the")
    yield text(INDENT, 160, "points in the unit disc, in order.", "says")
    kept = [attempt for attempt in drawn if attempt.accepted]
    columns = iter(evenly(len(kept)))
    for x, attempt in zip(evenly(ATTEMPTS), drawn, strict=True):
        yield from disc(x, 212, attempt)
        if attempt.accepted:
            yield arrow(x, 212 + RADIUS, next(columns), 282)
    for x, attempt in zip(evenly(len(kept)), kept, strict=True):
        yield from two(x, 282, (attempt.x1, attempt.x2))
        yield arrow(x, 308, x, 328)

    yield from heading(
        348,
        "emit",
        "makes two normals of each point, x\u2082 f and x\u2081 f, with",
        "r\u00b2 = x\u2081\u00b2 + x\u2082\u00b2 and f = \u221a(\u22122 ln r\u00b2 / r\u00b2),",
    )
    for x, attempt in zip(evenly(len(kept)), kept, strict=True):
        yield from two(x, 380, attempt.normals)
    yield text(INDENT, 430, "and multiplies each by its layer\u2019s scale.", "says")
    yield from weights([normal for attempt in kept for normal in attempt.normals])


def weights(normals: list[float]) -> Iterator[str]:
    """Yield the layers' weights, and make sure that they come from these normals."""
    np.random.seed(SEED)
    if not np.allclose(np.random.randn(len(normals)), normals, rtol=1e-14, atol=0.0):
        raise ValueError("these are not NumPy's normals")
    np.random.seed(SEED)
    parameters = paraminit.initialize_parameters_he(LAYERS_DIMS)
    step = WIDTH / len(normals)
    start = 0.0
    for layer, (fan_in, _) in enumerate(pairwise(LAYERS_DIMS), 1):
        values = parameters[f"W{layer}"].ravel().tolist()
        middle = start + step * len(values) / 2
        yield frame(middle, 442, step * len(values) - 8, 26)
        for index, value in enumerate(values):
            yield number(start + step * (index + 0.5), 460, value)
        yield text(middle, 488, f"W{layer}, scale \u221a(2/{fan_in})", "middle")
        start += step * len(values)


def main() -> None:
    """Write the picture."""
    lines = [
        f'<svg class="way" xmlns="http://www.w3.org/2000/svg" viewBox="-1 0 {WIDTH + 2} 496"',
        ' role="img" aria-labelledby="way-title way-description">',
        '<title id="way-title">From words to weights</title>',
        '<desc id="way-description">Sixteen words make four points. Three of the points lie in the',
        "unit disc. They make six normals, and those make the weights of two layers.</desc>",
        f"<style>{STYLE}</style>",
        '<defs><marker id="way-tip" viewBox="0 0 6 6" refX="2" refY="3" markerWidth="7"',
        ' markerHeight="7" orient="auto"><path class="tip" d="M0 0L6 3L0 6z"/></marker></defs>',
        *parts(),
        "</svg>",
    ]
    Path(sys.argv[1]).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
