"""The page about porting: each row of its tables holds, for 100 shapes and seeds."""

import re
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import paraminit
import pytest

from support.outcome import freeze, state_of

PAGE = (Path(__file__).parents[1] / "docs" / "port-your-network.md").read_text(encoding="utf-8")
CASES = 100


def sections() -> dict[str, str]:
    """Return the page's text by its headings."""
    parts = re.split(r"^##+ (.*)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(section: str) -> list[tuple[str, str]]:
    """Return the pairs of expressions of a section's table: somebody's, and ours."""
    return re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", sections()[section], re.MULTILINE)


ANY_STREAM = ["Normal numbers", "Uniform numbers", "Weights for `x @ W + b`", "Whole networks"]
LEGACY, GENERATOR = "With a RandomState or `np.random`", "With a Generator"
STREAMS: dict[str, Callable[[int], Any]] = {
    "np.random": lambda seed: np.random,
    "RandomState": np.random.RandomState,
    "Generator": np.random.default_rng,
}
ROWS = [
    *((row, kind) for name in [*ANY_STREAM, "float32"] for row in rows(name) for kind in STREAMS),
    *((row, kind) for row in rows(LEGACY) for kind in ("np.random", "RandomState")),
    *((row, "Generator") for row in rows(GENERATOR)),
]


def evaluate(expression: str, kind: str, case: int) -> tuple[Any, Any]:
    """Return what an expression of the page gives in a case, and the state that it leaves."""
    choices = np.random.default_rng(case)
    n, m, k = (int(size) for size in choices.integers(1, [60, 60, 5]))
    s, b = (float(number) for number in choices.uniform(0.01, 2, 2))
    sizes = [int(size) for size in choices.integers(1, 20, choices.integers(2, 5))]
    np.random.seed(case)
    rng = STREAMS[kind](case)

    def randn(*shape: int) -> Any:
        return rng.standard_normal(shape)

    def rand(*shape: int) -> Any:
        return rng.random(shape)

    names = {"n": n, "m": m, "k": k, "s": s, "b": b, "sizes": sizes, "rng": rng, "np": np}
    names |= {"randn": randn, "rand": rand, "partial": partial, **vars(paraminit)}
    value = eval(expression, names)
    return value, state_of(rng)


def bits(value: Any) -> Any:
    """Return a number, an array or a list of them in a form that == compares bit for bit."""
    return [bits(item) for item in value] if isinstance(value, list) else freeze(value)


def test_tables() -> None:
    """See all tables."""
    named = [*ANY_STREAM, "float32", LEGACY, GENERATOR, "Not the same"]
    assert all(rows(name) for name in named)
    assert sum(len(rows(name)) for name in named) == len(re.findall(r"^\| `", PAGE, re.MULTILINE))


@pytest.mark.parametrize(("row", "kind"), ROWS)
def test_same_bits(row: tuple[str, str], kind: str) -> None:
    """Have the bits of somebody's code, and leave the stream where that leaves it."""
    for case in range(CASES):
        expected, state = evaluate(row[0], kind, case)
        actual, left = evaluate(row[1], kind, case)
        assert bits(actual) == bits(expected)
        assert left == state


@pytest.mark.parametrize("row", rows("Not the same"))
@pytest.mark.parametrize("kind", STREAMS)
def test_not_the_same(row: tuple[str, str], kind: str) -> None:
    """Differ in last bits, in some cases at least: else the page warns of nothing."""
    differing = 0
    for case in range(CASES):
        (expected, _), (actual, _) = (evaluate(expression, kind, case) for expression in row)
        np.testing.assert_allclose(actual, expected, rtol=1e-5, atol=1e-7)
        differing += bits(actual) != bits(expected)
    assert differing


def test_spellings_of_functions() -> None:
    """Know that NumPy's functions of these names are methods of one stream."""
    for case in range(CASES):
        np.random.seed(case)
        expected = np.random.randn(3, 4), np.random.rand(3, 4), np.random.uniform(-1, 1, (3, 4))
        np.random.seed(case)
        rng: Any = np.random
        actual = rng.standard_normal((3, 4)), rng.random((3, 4)), 2 * rng.random((3, 4)) - 1
        assert [freeze(array) for array in actual] == [freeze(array) for array in expected]


@pytest.mark.parametrize("factor", [6, 2])
@pytest.mark.once
def test_scikit_learn(factor: int) -> None:
    """Draw what scikit-learn's networks start with."""
    network = pytest.importorskip("sklearn.neural_network", reason="scikit-learn's networks")
    (code,) = re.findall(r"^```python\n(def mlp.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {"np": np, "uniform": paraminit.uniform}
    exec(code, names)
    for case in range(CASES):
        choices = np.random.default_rng(case)
        sizes = [int(size) for size in choices.integers(1, 20, choices.integers(3, 5))]
        x, y = choices.normal(size=(8, sizes[0])), choices.normal(size=(8, sizes[-1]))
        model = network.MLPRegressor(
            hidden_layer_sizes=sizes[1:-1],
            activation="relu" if factor == 6 else "logistic",
            solver="sgd",
            learning_rate_init=1e-300,  # one step, too short to change a bit
            max_iter=1,
            random_state=case,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it has not converged
            model.fit(x, y.ravel() if sizes[-1] == 1 else y)
        layers = list(names["mlp"](sizes, case, factor))
        assert bits([weights for weights, _ in layers]) == bits(model.coefs_)
        assert bits([biases for _, biases in layers]) == bits(model.intercepts_)


@pytest.mark.once
def test_nnfs() -> None:
    """Draw what the book's code does, which draws by a replaced `np.random.randn`."""
    (pair,) = (pair for pair in rows(LEGACY) if "0.01" in pair[1])
    original = np.random.randn

    def randn(*shape: int) -> Any:
        return original(*shape).astype("float32")

    for case in range(CASES):
        actual, state = evaluate(pair[1], "np.random", case)
        np.random.seed(case)
        expected = 0.01 * randn(*actual.shape)
        assert bits(actual) == bits(expected)
        assert state == state_of(np.random)
