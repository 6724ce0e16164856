use pyo3::prelude::*;

use super::call::initializer;
use super::recipe::Function;

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
        refuses: concat!(unfit_weights!(), ", `scale` is negative or not finite, \
there is no such `mode` or
    `distribution`"),
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
