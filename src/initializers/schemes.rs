//! Weights whose variance is a number divided by a fan: the schemes, and what they are cases of.

use pyo3::prelude::*;

use super::call::initializer;
use super::recipe::Function;
use paraminit_core::scheme::VarianceScaling;

/// Functions for each purpose, with normal and with uniform numbers.
macro_rules! schemes {
    ($(
        $purpose:literal, variance: $variance:literal, fan: $fan:literal, why: $why:literal,
        references: $references:literal,
        $($name:ident: $constant:ident, $numbers:ident $root:literal, twin: $twin:ident,
        elsewhere: $elsewhere:literal, examples: $example:literal);*
    )*) => {
        /// The schemes by their names in Python.
        pub(super) const SCHEMES: &[(&str, VarianceScaling)] =
            &[$($((stringify!($name), VarianceScaling::$constant)),*),*];

        $($(initializer! {
            #[doc = docstring! {
                weights $name:
                    concat!("Draw ", stringify!($numbers), " weights for ", $purpose, "."),
                formula: concat!($fan, "\n    ", schemes!(@formula $numbers $root)),
                returns: concat!("with mean 0 and variance ``", $variance, "``"),
                see_also: concat!(stringify!($twin), ", variance_scaling, initialize_parameters"),
                float32: $numbers,
                notes: concat!($why, "\n\n", $elsewhere),
                references: $references,
                examples: concat!(
                    ">>> ", stringify!($name), "((2, 3), rng=np.random.default_rng(3))\n", $example
                ),
            }]
            $name, Function::Scheme(VarianceScaling::$constant), (),
            (in_axis, out_axis, batch_axis),
            "(shape, *, in_axis=1, out_axis=0, batch_axis=(), rng=None, dtype='float64', out=None)"
        })*)*
    };
    (@formula normal $root:literal) => {
        concat!("std = np.sqrt(", $root, ")\n    weights = rng.standard_normal(shape) * std")
    };
    (@formula uniform $root:literal) => {
        concat!("bound = np.sqrt(", $root, ")\n    weights = rng.uniform(-bound, bound, shape)")
    };
}

schemes! {
    "rectifiers (He)", variance: "2 / fan_in",
    fan: "
    fan_in = np.prod(shape) // shape[out_axis]",
    why: "\
A rectifier sets half of its inputs to zero and so halves the second moment
of a signal. The factor 2 makes up for it: signals neither vanish nor explode
with depth [1]_. This suits ReLU and similar activations: leaky ReLU,
GELU and SiLU.",
    references: "\
.. [1] K. He, X. Zhang, S. Ren and J. Sun (2015), \"Delving Deep into
   Rectifiers: Surpassing Human-Level Performance on ImageNet
   Classification\", section 2.2, https://arxiv.org/abs/1502.01852",
    he_normal: HE_NORMAL, normal "2 / fan_in", twin: he_uniform,
    elsewhere: "\
torch calls it ``kaiming_normal_``. Keras' ``HeNormal`` and JAX's ``he_normal``
have this variance but are cut at two standard deviations: they are
``variance_scaling(shape, 2, distribution=\"truncated_normal\")``.", examples: "\
array([[ 1.66640348, -2.08669176,  0.34137628],
       [-0.46358194, -0.3695866 , -0.17603435]])";
    he_uniform: HE_UNIFORM, uniform "6 / fan_in", twin: he_normal,
    elsewhere: "\
torch calls it ``kaiming_uniform_``, Keras ``HeUniform`` and JAX ``he_uniform``.
But torch's ``Linear`` and ``Conv2d`` call theirs with ``a=sqrt(5)``, which makes
the bound :math:`\\sqrt{1 / n}`: that is
``variance_scaling(shape, 1 / 3, distribution=\"uniform\")``.", examples: "\
array([[-1.17196113, -0.7444123 ,  0.85213287],
       [ 0.23238933, -1.14797756, -0.18914558]])"

    "tanh (Glorot, Xavier)", variance: "2 / (fan_in + fan_out)",
    fan: "
    fan_in = np.prod(shape) // shape[out_axis]
    fan_out = np.prod(shape) // shape[in_axis]
    fan_avg = (fan_in + fan_out) / 2",
    why: "\
The variance is a compromise: one over the fan-in would keep the variance of
the signals that go forward through units that are linear around 0, and one
over the fan-out that of the gradients that come back [1]_. This suits tanh, and
the softmax of a last layer.",
    references: "\
.. [1] X. Glorot and Y. Bengio (2010), \"Understanding the difficulty of
   training deep feedforward neural networks\", section 4.2, Proceedings of
   Machine Learning Research 9, 249-256,
   https://proceedings.mlr.press/v9/glorot10a.html",
    glorot_normal: GLOROT_NORMAL, normal "1 / fan_avg", twin: glorot_uniform,
    elsewhere: "\
torch calls it ``xavier_normal_``. Keras' ``GlorotNormal`` and JAX's
``glorot_normal`` have this variance but are cut at two standard deviations:
they are
``variance_scaling(shape, 1, \"fan_avg\", distribution=\"truncated_normal\")``.", examples: "\
array([[ 1.29079059, -1.61634449,  0.26442893],
       [-0.35908903, -0.28628055, -0.13635562]])";
    glorot_uniform: GLOROT_UNIFORM, uniform "3 / fan_avg", twin: glorot_normal,
    elsewhere: "\
torch calls it ``xavier_uniform_``, JAX ``glorot_uniform`` and Keras
``GlorotUniform``, the default of its layers.", examples: "\
array([[-0.90779719, -0.57661929,  0.66005928],
       [ 0.180008  , -0.88921959, -0.14651153]])"

    "SELU and linear units (LeCun)", variance: "1 / fan_in",
    fan: "
    fan_in = np.prod(shape) // shape[out_axis]",
    why: "\
This keeps the variance of the signals that go forward through units that are
linear around 0 [1]_. It suits linear units, and SELU, whose paper asks for it.",
    references: "\
.. [1] Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller (1998), \"Efficient
   BackProp\", section 4.6, Neural Networks: Tricks of the Trade,
   https://doi.org/10.1007/3-540-49430-8_2",
    lecun_normal: LECUN_NORMAL, normal "1 / fan_in", twin: lecun_uniform,
    elsewhere: "\
torch has it as ``kaiming_normal_(nonlinearity=\"linear\")``; its gain for SELU
is 3/4 instead of 1. Keras' ``LecunNormal`` and JAX's ``lecun_normal`` have this
variance but are cut at two standard deviations: they are
``variance_scaling(shape, 1, distribution=\"truncated_normal\")``.", examples: "\
array([[ 1.1783252 , -1.47551389,  0.24138948],
       [-0.32780193, -0.26133719, -0.12447508]])";
    lecun_uniform: LECUN_UNIFORM, uniform "3 / fan_in", twin: lecun_normal,
    elsewhere: "\
torch has it as ``kaiming_uniform_(nonlinearity=\"linear\")``, Keras as
``LecunUniform`` and JAX as ``lecun_uniform``.", examples: "\
array([[-0.82870167, -0.52637899,  0.60254893],
       [ 0.16432407, -0.81174272, -0.13374612]])"
}

initializer! {
    #[doc = docstring! {
        weights variance_scaling:
            "Draw weights whose variance is a number divided by a fan of the layer.",
        formula: "
    fan_in = np.prod(shape) // shape[out_axis]
    fan_out = np.prod(shape) // shape[in_axis]
    fan = {
        \"fan_in\": fan_in,
        \"fan_out\": fan_out,
        \"fan_avg\": (fan_in + fan_out) / 2,
        \"fan_geo_avg\": np.sqrt(fan_in * fan_out),
    }[mode]
    if distribution == \"normal\":
        weights = normal(shape, np.sqrt(scale / fan), rng=rng, dtype=dtype)
    elif distribution == \"uniform\":
        weights = uniform(shape, np.sqrt(3 * scale / fan), rng=rng, dtype=dtype)
    else:
        std = np.sqrt(scale / fan) / 0.87962566103423978
        weights = truncated_normal(shape, std, rng=rng, dtype=dtype)",
        parameters: "\
scale : float, optional
    What is divided by the fan to give the variance.
mode : {\"fan_in\", \"fan_out\", \"fan_avg\", \"fan_geo_avg\"}, optional
    The fan by which it is divided: the fan-in, the fan-out, the mean of both, or
    the root of their product.
distribution : {\"normal\", \"truncated_normal\", \"uniform\"}, optional
    Which numbers are drawn; truncated normals are cut at two standard
    deviations.",
        returns: "with mean 0 and variance ``scale / fan``",
        refuses: "\
, `scale` is negative or not finite, there is no
    such `mode` or `distribution`",
        see_also: "he_normal, glorot_uniform, lecun_normal, normal, truncated_normal, uniform",
        notes: "\
Truncated normals get the standard deviation :math:`\\sqrt{s / n} / 0.8796` before
the cut, so that it is :math:`\\sqrt{s / n}` after it, with the fan :math:`n` and the
scale :math:`s`.

Keras has it as ``VarianceScaling`` and JAX as ``variance_scaling``. There
\"truncated_normal\" is the same, Keras' \"normal\" means that too, and its
\"untruncated_normal\" is \"normal\" here and in JAX. torch has no function of this
kind. What its ``Linear`` and ``Conv2d`` start with, ``kaiming_uniform_`` with
``a=sqrt(5)``, is ``variance_scaling(shape, 1 / 3, distribution=\"uniform\")``.",
        examples: "\
>>> rng = np.random.default_rng(3)
>>> variance_scaling((2, 4), 1 / 3, distribution=\"uniform\", rng=rng)
array([[-0.41435083, -0.26318949,  0.30127447,  0.08216204],
       [-0.40587136, -0.06687306, -0.0209487 , -0.34026109]])"
    }]
    variance_scaling, Function::VarianceScaling, (scale, mode, distribution),
    (in_axis, out_axis, batch_axis),
    "(shape, scale=1.0, mode='fan_in', distribution='normal', *, in_axis=1, out_axis=0, \
     batch_axis=(), rng=None, dtype='float64', out=None)"
}
