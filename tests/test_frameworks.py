"""Our distributions are those of torch, JAX and Keras, or differ as the docstrings say.

Skipped without them; ``make bench-frameworks`` installs them and runs this.
"""

import math
import os
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import paraminit
import pytest

os.environ.setdefault("KERAS_BACKEND", "jax")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what they say of each other's versions
    torch = pytest.importorskip("torch", reason="takes torch")
    jax = pytest.importorskip("jax", reason="takes JAX")
    keras = pytest.importorskip("keras", reason="takes Keras")
    stats = pytest.importorskip("scipy.stats", reason="takes scipy")

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore")]

SEED = 7

Shape = tuple[int, ...]
Draw = Callable[[Shape], Any]
"""Draws weights of a shape in torch's layout, which is ours: (out, in, *kernel)."""

SHAPES = {"dense": (300, 700), "convolution": (96, 32, 5, 7)}
every_shape = pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)


def turned(shape: Shape) -> Shape:
    """Return the shape of the same weights in the layout of Keras and JAX: (*kernel, in, out)."""
    return (*shape[2:], shape[1], shape[0])


def ours(name: str, *arguments: Any, **named: Any) -> Draw:
    """Return a function of ours."""
    function = getattr(paraminit, name)
    return lambda shape: function(shape, *arguments, rng=SEED, dtype=np.float32, **named)


def ours_turned(name: str, *arguments: Any) -> Draw:
    """Return a function of ours that draws in the layout of Keras and JAX."""
    draw = ours(name, *arguments, in_axis=-2, out_axis=-1)
    return lambda shape: draw(turned(shape))


def in_torch(name: str, **named: Any) -> Draw:
    """Return an initializer of torch's."""

    def draw(shape: Shape) -> Any:
        torch.manual_seed(SEED)
        return getattr(torch.nn.init, name)(torch.empty(shape), **named).detach().numpy()

    return draw


def in_jax(name: str, *arguments: Any) -> Draw:
    """Return an initializer of JAX's."""
    initializer = getattr(jax.nn.initializers, name)(*arguments)
    return lambda shape: np.asarray(initializer(jax.random.key(SEED), turned(shape)))


def in_keras(name: str, *arguments: Any) -> Draw:
    """Return an initializer of Keras'."""
    initializer = getattr(keras.initializers, name)(*arguments, seed=SEED)
    return lambda shape: np.asarray(initializer(turned(shape)))


def assert_same(first: Any, second: Any) -> None:
    """Compare mean, standard deviation and distribution of two samples of one size."""
    assert first.size == second.size
    first, second = (sample.ravel().astype(np.float64) for sample in (first, second))
    root = math.sqrt(first.size)
    assert abs(first.mean() - second.mean()) < 5 * math.sqrt(2) * first.std() / root
    # The deviation of the quotient is 1 / root for normals, and less for what is cut.
    assert first.std() / second.std() == pytest.approx(1, abs=5 / root)
    assert stats.ks_2samp(first, second).pvalue > 1e-3


UNBOUNDED = {
    "torch kaiming_normal_": (ours("he_normal"), in_torch("kaiming_normal_", nonlinearity="relu")),
    "torch kaiming_normal_, fan_out": (
        ours("variance_scaling", 2, "fan_out"),
        in_torch("kaiming_normal_", mode="fan_out", nonlinearity="relu"),
    ),
    "torch kaiming_normal_, linear": (
        ours("lecun_normal"),
        in_torch("kaiming_normal_", nonlinearity="linear"),
    ),
    "torch kaiming_normal_, selu": (
        ours("variance_scaling", (3 / 4) ** 2),
        in_torch("kaiming_normal_", nonlinearity="selu"),
    ),
    "torch xavier_normal_": (ours("glorot_normal"), in_torch("xavier_normal_")),
    "torch normal_": (ours("normal", 0.3), in_torch("normal_", std=0.3)),
    "JAX variance_scaling, normal": (
        ours_turned("variance_scaling", 2, "fan_in", "normal"),
        in_jax("variance_scaling", 2, "fan_in", "normal"),
    ),
    "JAX normal": (ours("normal", 0.01), in_jax("normal")),
    "Keras VarianceScaling, untruncated_normal": (
        ours_turned("variance_scaling", 1, "fan_avg", "normal"),
        in_keras("VarianceScaling", 1, "fan_avg", "untruncated_normal"),
    ),
    "Keras RandomNormal": (ours("normal", 0.05), in_keras("RandomNormal")),
}

BOUNDED = {
    "torch kaiming_uniform_": (
        ours("he_uniform"),
        in_torch("kaiming_uniform_", nonlinearity="relu"),
    ),
    "torch kaiming_uniform_, linear": (
        ours("lecun_uniform"),
        in_torch("kaiming_uniform_", nonlinearity="linear"),
    ),
    "torch kaiming_uniform_, a=sqrt(5)": (
        ours("variance_scaling", 1 / 3, distribution="uniform"),
        in_torch("kaiming_uniform_", a=math.sqrt(5)),
    ),
    "torch xavier_uniform_": (ours("glorot_uniform"), in_torch("xavier_uniform_")),
    "torch trunc_normal_, its ends given": (
        ours("truncated_normal", 0.3),
        in_torch("trunc_normal_", std=0.3, a=-0.6, b=0.6),
    ),
    "JAX he_uniform": (ours_turned("he_uniform"), in_jax("he_uniform")),
    "JAX lecun_uniform": (ours_turned("lecun_uniform"), in_jax("lecun_uniform")),
    "JAX glorot_uniform": (ours_turned("glorot_uniform"), in_jax("glorot_uniform")),
    "JAX truncated_normal": (ours("truncated_normal", 0.3), in_jax("truncated_normal", 0.3)),
    "Keras HeUniform": (ours_turned("he_uniform"), in_keras("HeUniform")),
    "Keras LecunUniform": (ours_turned("lecun_uniform"), in_keras("LecunUniform")),
    "Keras GlorotUniform": (ours_turned("glorot_uniform"), in_keras("GlorotUniform")),
    "Keras RandomUniform": (ours("uniform", 0.05), in_keras("RandomUniform")),
    "Keras TruncatedNormal": (
        ours("truncated_normal", 0.3),
        in_keras("TruncatedNormal", 0.0, 0.3),
    ),
    # What both of them mean by these names.
    **{
        f"{framework} {name}": (
            ours_turned("variance_scaling", scale, mode, "truncated_normal"),
            theirs,
        )
        for scale, mode, names in (
            (2, "fan_in", ("he_normal", "HeNormal")),
            (1, "fan_in", ("lecun_normal", "LecunNormal")),
            (1, "fan_avg", ("glorot_normal", "GlorotNormal")),
        )
        for framework, name, theirs in (
            ("JAX", names[0], in_jax(names[0])),
            ("Keras", names[1], in_keras(names[1])),
        )
    },
    "JAX variance_scaling, fan_geo_avg": (
        ours_turned("variance_scaling", 3, "fan_geo_avg", "uniform"),
        in_jax("variance_scaling", 3, "fan_geo_avg", "uniform"),
    ),
    "Keras VarianceScaling, normal": (
        ours_turned("variance_scaling", 3, "fan_out", "truncated_normal"),
        in_keras("VarianceScaling", 3, "fan_out", "normal"),
    ),
}


@every_shape
@pytest.mark.parametrize("name", UNBOUNDED)
def test_same(name: str, shape: Shape) -> None:
    """Have one distribution."""
    mine, theirs = (draw(shape) for draw in UNBOUNDED[name])
    assert_same(mine, theirs)


@every_shape
@pytest.mark.parametrize("name", BOUNDED)
def test_same_support(name: str, shape: Shape) -> None:
    """Have one distribution, which ends at the same places."""
    mine, theirs = (draw(shape) for draw in BOUNDED[name])
    assert_same(mine, theirs)
    # There is density at the ends, so of so many numbers one is close to either.
    for end in (np.min, np.max):
        assert end(mine) == pytest.approx(end(theirs), rel=2e-3)


@every_shape
@pytest.mark.parametrize(
    "theirs", [in_jax("he_normal"), in_keras("HeNormal")], ids=["JAX", "Keras"]
)
def test_their_he_normal_is_cut(theirs: Draw, shape: Shape) -> None:
    """Differ from theirs as documented: the same variance, and no numbers beyond two deviations."""
    mine, theirs_ = ours_turned("he_normal")(shape), theirs(shape)
    assert mine.std() == pytest.approx(theirs_.std(), rel=5 / math.sqrt(mine.size))
    end = 2 * math.sqrt(2 / math.prod(shape[1:])) / 0.87962566103423978
    assert np.abs(theirs_).max() <= end * (1 + 1e-6)
    assert np.abs(mine).max() > 1.5 * end
    assert stats.ks_2samp(mine.ravel(), theirs_.ravel()).pvalue < 1e-9


def test_torch_cuts_at_two_whatever_the_deviation() -> None:
    """Differ from `trunc_normal_` as documented."""
    theirs = in_torch("trunc_normal_", std=0.8)(SHAPES["dense"])
    assert 1.99 < np.abs(theirs).max() <= 2
    mine = ours("truncated_normal", 0.8)(SHAPES["dense"])
    assert 1.59 < np.abs(mine).max() <= 1.6 * (1 + 1e-6)


@pytest.mark.parametrize("kind", ["Linear", "Conv2d"])
def test_what_layers_of_torch_start_with(kind: str) -> None:
    """Be a third of LeCun's variance, as documented."""
    torch.manual_seed(SEED)
    layer = torch.nn.Linear(700, 300) if kind == "Linear" else torch.nn.Conv2d(32, 96, (5, 7))
    theirs = layer.weight.detach().numpy()
    mine = ours("variance_scaling", 1 / 3, distribution="uniform")(theirs.shape)
    assert_same(mine, theirs)
    assert mine.max() == pytest.approx(theirs.max(), rel=2e-3)


def test_what_layers_of_keras_start_with() -> None:
    """Be Glorot's uniform numbers, as documented."""
    keras.utils.set_random_seed(SEED)
    layer = keras.layers.Dense(300)
    layer.build((None, 700))
    assert_same(ours("glorot_uniform")((300, 700)), np.asarray(layer.kernel))


ORTHOGONAL: dict[str, Callable[[int], Any]] = {
    "torch": lambda seed: torch.nn.init.orthogonal_(
        torch.empty(4, 3), generator=torch.Generator().manual_seed(seed)
    ).numpy(),
    "JAX": lambda seed: np.asarray(jax.nn.initializers.orthogonal()(jax.random.key(seed), (4, 3))),
    "Keras": lambda seed: np.asarray(keras.initializers.Orthogonal(seed=seed)((4, 3))),
}


@pytest.mark.parametrize("framework", ORTHOGONAL)
def test_orthogonal(framework: str) -> None:
    """Have orthonormal columns, and each entry the distribution that theirs has."""
    count = 400
    mine = np.array([paraminit.orthogonal((4, 3), rng=seed) for seed in range(count)])
    theirs = np.array([ORTHOGONAL[framework](seed) for seed in range(count)])
    for matrices in (mine, theirs):
        products = matrices.transpose(0, 2, 1) @ matrices
        np.testing.assert_allclose(products, np.broadcast_to(np.eye(3), products.shape), atol=1e-5)
    for row in range(4):
        for column in range(3):
            pair = mine[:, row, column], theirs[:, row, column]
            assert stats.ks_2samp(*pair).pvalue > 1e-4
