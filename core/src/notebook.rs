//! The functions of the notebook, over any source of standard normals.

use crate::error::Error;
use crate::layers::LayerSizes;
use crate::parameters::{self, Layer};
use crate::random::Normals;
use crate::scheme::Scheme;

/// Weights and biases of 0: every unit of a layer computes the same, and learns the same.
///
/// # Errors
///
/// [`Error::OutOfMemory`] if a layer does not fit into memory.
///
/// # Example
///
/// ```
/// use paraminit_core::{LayerSizes, initialize_parameters_zeros};
///
/// let parameters = initialize_parameters_zeros(&LayerSizes::new([3, 2, 1])?)?;
/// assert_eq!(parameters[0].weights, ndarray::Array2::<f64>::zeros((2, 3)));
/// assert_eq!(parameters[1].bias, ndarray::Array2::<f64>::zeros((1, 1)));
/// # Ok::<(), paraminit_core::Error>(())
/// ```
pub fn initialize_parameters_zeros(sizes: &LayerSizes) -> Result<Vec<Layer>, Error> {
    parameters::zeros(sizes)
}

/// Weights of standard deviation 0.01, biases of 0: W = 0.01 n with n standard normal.
///
/// # Errors
///
/// [`Error::OutOfMemory`] if a layer does not fit into memory; nothing is drawn then.
///
/// # Example
///
/// ```
/// use paraminit_core::{LayerSizes, initialize_parameters_random, random::RandomState};
///
/// let sizes = LayerSizes::new([3, 2, 1])?;
/// let parameters = initialize_parameters_random(&sizes, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 0.017_886_284_734_303_186);
/// # Ok::<(), paraminit_core::Error>(())
/// ```
pub fn initialize_parameters_random(
    sizes: &LayerSizes,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    parameters::draw(Scheme::Random, sizes, normals)
}

/// Weights of variance 2 / fan-in, biases of 0: W = n sqrt(2 / fan-in) with n standard normal.
///
/// A rectifier halves the second moment of a signal; the factor 2 makes up for it, so signals
/// neither vanish nor explode with depth: He et al. (2015), arXiv:1502.01852.
///
/// # Errors
///
/// [`Error::ZeroFan`] for a fan-in of 0, [`Error::OutOfMemory`] if a layer does not fit into
/// memory; nothing is drawn then.
///
/// # Example
///
/// NumPy's own stream, or any generator of the rand family:
///
/// ```
/// use paraminit_core::{LayerSizes, initialize_parameters_he, random::RandomState};
/// use rand::SeedableRng;
/// use rand_distr::{Distribution, StandardNormal};
///
/// let sizes = LayerSizes::new([2, 4, 1])?;
/// let parameters = initialize_parameters_he(&sizes, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6); // np.random.randn()
///
/// let rng = rand::rngs::SmallRng::seed_from_u64(3);
/// let other = initialize_parameters_he(&sizes, &mut StandardNormal.sample_iter(rng))?;
/// assert_eq!(other[0].weights.dim(), (4, 2));
/// # Ok::<(), paraminit_core::Error>(())
/// ```
pub fn initialize_parameters_he(
    sizes: &LayerSizes,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    parameters::draw(Scheme::He, sizes, normals)
}

/// Weights of variance 2 / (fan-in + fan-out), biases of 0:
/// W = n sqrt(2 / (fan-in + fan-out)) with n standard normal.
///
/// The compromise that keeps the variance of signals and of gradients for activations that are
/// linear around 0, such as tanh: Glorot and Bengio (2010), PMLR 9:249-256.
///
/// # Errors
///
/// [`Error::ZeroFan`] if both fans are 0, [`Error::OutOfMemory`] if a layer does not fit into
/// memory; nothing is drawn then.
///
/// # Example
///
/// ```
/// use paraminit_core::{LayerSizes, initialize_parameters_xavier, random::RandomState};
///
/// let sizes = LayerSizes::new([1, 1])?;
/// let parameters = initialize_parameters_xavier(&sizes, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6); // the scale is 1
/// # Ok::<(), paraminit_core::Error>(())
/// ```
pub fn initialize_parameters_xavier(
    sizes: &LayerSizes,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    parameters::draw(Scheme::Xavier, sizes, normals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::RandomState;

    fn sizes(sizes: &[usize]) -> LayerSizes {
        LayerSizes::new(sizes).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn layers_share_one_run_of_the_stream() {
        let parameters =
            initialize_parameters_xavier(&sizes(&[1, 1, 1]), &mut RandomState::seed(3));
        let drawn: Vec<_> =
            parameters.into_iter().flatten().map(|layer| layer.weights[(0, 0)]).collect();
        assert_eq!(drawn, [1.788_628_473_430_318_6, 0.436_509_850_511_989_43]);
    }

    #[test]
    fn a_refused_call_draws_nothing() {
        let mut stream = RandomState::seed(3);
        assert_eq!(
            initialize_parameters_he(&sizes(&[2, 2, 0, 2]), &mut stream),
            Err(Error::ZeroFan { layer: 3 })
        );
        // The address space has room for it, the machine does not.
        let shape = (1 << 38, 1 << 20);
        assert_eq!(
            initialize_parameters_random(&sizes(&[1, 1 << 20, 1 << 38]), &mut stream),
            Err(Error::OutOfMemory { layer: 2, shape })
        );
        assert_eq!(stream, RandomState::seed(3));
    }
}
