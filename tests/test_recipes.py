"""The recipes of docs/recipes.md: each has code, which test_pages.py runs, and is what it says."""

import doctest
import re
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import paraminit
import pytest

pytestmark = pytest.mark.once

PAGE = (Path(__file__).parents[1] / "docs" / "recipes.md").read_text(encoding="utf-8")
INTRODUCTION, *SECTIONS = re.split(r"^## (?=.*$)", PAGE, flags=re.M)
RECIPES = {section.splitlines()[0]: section for section in SECTIONS}


def names(recipe: str) -> dict[str, Any]:
    """Return the names that a reader has after a recipe, which is run by itself."""
    session: dict[str, Any] = {}
    for text in (INTRODUCTION, RECIPES[recipe]):
        for block in re.findall(r"^```python\n(.*?)^```$", text, re.M | re.S):
            if "import torch" in block:
                pytest.importorskip("torch", reason="the recipe is torch's")
            if "sklearn" in block:
                pytest.importorskip("sklearn", reason="the recipe is scikit-learn's")
            for example in doctest.DocTestParser().get_examples(block):
                exec(compile(example.source, recipe, "single"), session)
    return session


@pytest.mark.parametrize("recipe", RECIPES)
def test_complete(recipe: str) -> None:
    """Need nothing but the page's first lines, and no other recipe."""
    assert len(names(recipe)) > len({"np", "paraminit", "partial", "rng", "__builtins__"})


def test_torch_layer() -> None:
    """Draw weights and biases one after the other, by the formula of torch's layers."""
    weights, biases = names("Biases, as torch draws them")["linear"](
        20, 30, np.random.default_rng(5)
    )
    rng = np.random.default_rng(5)
    numbers = rng.random(20 * 30 + 30, dtype=np.float32)
    low, width = np.float32(-1 / sqrt(20)), np.float32(2 / sqrt(20))
    np.testing.assert_array_equal(np.r_[weights.ravel(), biases], low + width * numbers)


@pytest.mark.parametrize("shape", [(8, 8, 3, 3), (8, 5, 1, 7)])
def test_delta_orthogonal(shape: tuple[int, int, int, int]) -> None:
    """Keep the length of each position's signal, under a convolution that wraps round."""
    rng = np.random.default_rng(5)
    recipe = names("Delta-orthogonal")["delta_orthogonal"]
    kernel = recipe(*shape, rng)
    image = rng.standard_normal((shape[1], 9, 9))
    height, width = shape[2:]
    result = sum(
        np.einsum("oi,ihw->ohw", kernel[..., y, x], np.roll(image, (h, w), axis=(1, 2)))
        for y, h in enumerate(range(height // 2, -(height // 2) - 1, -1))
        for x, w in enumerate(range(width // 2, -(width // 2) - 1, -1))
    )
    np.testing.assert_allclose((result**2).sum(axis=0), (image**2).sum(axis=0))
    with pytest.raises(ValueError, match="at least as many outputs"):
        recipe(4, 5, 3, 3, rng)


@pytest.mark.parametrize(("sparsity", "zeros"), [(0.0, 0), (0.1, 1), (0.55, 6), (1.0, 10)])
def test_sparse(sparsity: float, zeros: int) -> None:
    """Have so many zeros in each column, in rows that differ, and leave the rest as drawn."""
    weights = names("Sparse")["sparse"](10, 40, sparsity, np.random.default_rng(5))
    assert (np.count_nonzero(weights == 0, axis=0) == zeros).all()
    drawn = paraminit.normal((10, 40), 0.01, rng=np.random.default_rng(5))
    np.testing.assert_array_equal(weights[weights != 0], drawn[weights != 0])
    if 0 < zeros < 10:
        assert len(np.unique(weights != 0, axis=1).T) > 5


def test_gains() -> None:
    """Have the gains that torch has, where the page does not say otherwise."""
    torch = pytest.importorskip("torch", reason="the gains are torch's")
    gain = torch.nn.init.calculate_gain
    assert gain("tanh") ** 2 == pytest.approx(25 / 9)
    assert gain("relu") ** 2 == pytest.approx(2)
    assert gain("leaky_relu", 0.2) ** 2 == pytest.approx(2 / (1 + 0.2**2))
    assert gain("selu") ** 2 == pytest.approx(9 / 16)
    assert gain("sigmoid") == gain("linear") == 1
