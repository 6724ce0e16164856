//! Numbers of a given size, whatever the shape.

use pyo3::prelude::*;

use super::call::initializer;
use super::recipe::Function;
use paraminit_core::scheme::Distribution;

initializer! {
    #[doc = docstring! {
        numbers normal: "Draw normal numbers with mean 0.",
        formula: "
    weights = rng.standard_normal(shape) * std",
        parameters: "std : float, optional\n    Standard deviation.",
        returns: "with variance ``std**2``",
        refuses: "`std` is negative or not finite",
        see_also: "truncated_normal, uniform, variance_scaling",
        float32: normal,
        notes: "\
In float64, ``rng.normal(0, std, shape)`` has the same bits, but for the sign
of a zero. Mind the order: the shape comes first, and there is no mean.
``normal(2, 3)`` is two numbers with the standard deviation 3, where
``np.random.randn(2, 3)`` is a matrix, and ``normal(0, 0.01)`` is an empty array.

torch calls it ``normal_``, Keras ``RandomNormal`` (0.05 by default) and JAX
``normal`` (0.01).",
        examples: "\
>>> normal((2, 3), 0.01, rng=np.random.default_rng(3))
array([[ 0.02040919, -0.02555665,  0.00418099],
       [-0.0056777 , -0.00452649, -0.00215597]])"
    }]
    normal, Function::Numbers(Distribution::Normal), (std), (),
    "(shape, std=1.0, *, rng=None, dtype='float64', out=None)"
}

initializer! {
    #[doc = docstring! {
        numbers truncated_normal:
            "Draw normal numbers with mean 0, without those beyond two standard deviations.",
        formula: "
    size = np.prod(shape, dtype=int)
    kept = np.empty(0)
    while len(kept) < size:
        drawn = rng.standard_normal(size - len(kept))
        kept = np.append(kept, drawn[np.abs(drawn) <= 2])
    weights = kept.reshape(shape) * std",
        parameters: "\
std : float, optional
    Standard deviation before the cut, which is at twice this number.",
        returns: "from ``-2 * std`` to ``2 * std``, with variance ``0.7737 * std**2``",
        refuses: "`std` is negative or not finite",
        see_also: "normal, variance_scaling",
        float32: "
    kept = np.empty(0, dtype=np.float32)
    while len(kept) < size:
        drawn = rng.standard_normal(size - len(kept), dtype=np.float32)
        kept = np.append(kept, drawn[np.abs(drawn) <= 2])
    weights = kept.reshape(shape) * np.float32(std)",
        notes: "\
The cut leaves out 4.6 % of the numbers. What remains has a standard deviation of
``0.8796 * std``. :func:`variance_scaling` makes up for it; this function
does not.

Keras calls it ``TruncatedNormal`` and JAX ``truncated_normal``, with the same
meaning of `std`. torch's ``trunc_normal_`` cuts at -2 and 2 whatever the
`std`, unless told otherwise.",
        examples: "\
>>> truncated_normal((2, 3), 0.01, rng=np.random.default_rng(3))
array([[ 0.00418099, -0.0056777 , -0.00452649],
       [-0.00215597, -0.00231932, -0.00865213]])"
    }]
    truncated_normal, Function::Numbers(Distribution::TruncatedNormal), (std), (),
    "(shape, std=1.0, *, rng=None, dtype='float64', out=None)"
}

initializer! {
    #[doc = docstring! {
        numbers uniform: "Draw uniform numbers, around 0 or between two bounds.",
        formula: "
    low, high = bound if isinstance(bound, tuple) else (-bound, bound)
    weights = rng.uniform(low, high, shape)",
        parameters: "\
bound : float or (float, float), optional
    The numbers are from ``-bound`` to ``bound``, or from ``low`` to ``high``, if
    it is a pair ``(low, high)``.",
        returns: "with variance ``bound**2 / 3``, or ``(high - low)**2 / 12``",
        raises: "\
OverflowError
    If ``high - low`` is not finite.",
        refuses: "\
`bound` is negative or not finite, or a pair whose first number is the larger
    one",
        see_also: "normal, variance_scaling",
        float32: ("low", "high - low"),
        notes: "\
``uniform(shape, (0, 1), rng=rng)`` is ``rng.random(shape)``.

torch's ``uniform_`` is from 0 to 1 by default, and JAX's ``uniform`` from 0 to
its scale; Keras' ``RandomUniform`` is from -0.05 to 0.05.",
        examples: "\
>>> uniform((2, 3), 0.5, rng=np.random.default_rng(3))
array([[-0.41435083, -0.26318949,  0.30127447],
       [ 0.08216204, -0.40587136, -0.06687306]])"
    }]
    uniform, Function::Numbers(Distribution::Uniform), (bound), (),
    "(shape, bound=1.0, *, rng=None, dtype='float64', out=None)"
}
