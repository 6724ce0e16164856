//! Fully connected networks: the functions of the notebook, over any stream.

use ndarray::Array2;

use crate::error::Error;
use crate::initialize::Stream;
use crate::layers::LayerSizes;
use crate::output::Arrays;
use crate::scheme::{Distribution, NotebookScheme};

/// The parameters of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Weights, shape (fan-out, fan-in): `W1`, `W2`, ... of the notebook.
    pub weights: Array2<f64>,
    /// Bias, shape (fan-out, 1), all 0: `b1`, `b2`, ...
    pub bias: Array2<f64>,
}

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
    sizes
        .layers()
        .map(|layer| {
            let matrix = |shape| matrix(layer.layer, shape);
            Ok(Layer { weights: matrix(layer.shape())?, bias: matrix((layer.fan_out, 1))? })
        })
        .collect()
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
/// use paraminit_core::{LayerSizes, RandomState, initialize_parameters_random};
///
/// let sizes = LayerSizes::new([3, 2, 1])?;
/// let parameters = initialize_parameters_random(&sizes, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 0.017_886_284_734_303_186);
/// # Ok::<(), paraminit_core::Error>(())
/// ```
pub fn initialize_parameters_random(
    sizes: &LayerSizes,
    stream: &mut impl Stream<f64>,
) -> Result<Vec<Layer>, Error> {
    draw(NotebookScheme::Random, sizes, stream)
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
/// use paraminit_core::{FromRng, LayerSizes, RandomState, initialize_parameters_he};
/// use rand::SeedableRng;
///
/// let sizes = LayerSizes::new([2, 4, 1])?;
/// let parameters = initialize_parameters_he(&sizes, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6); // np.random.randn()
///
/// let rng = rand::rngs::SmallRng::seed_from_u64(3);
/// let other = initialize_parameters_he(&sizes, &mut FromRng(rng))?;
/// assert_eq!(other[0].weights.dim(), (4, 2));
/// # Ok::<(), paraminit_core::Error>(())
/// ```
pub fn initialize_parameters_he(
    sizes: &LayerSizes,
    stream: &mut impl Stream<f64>,
) -> Result<Vec<Layer>, Error> {
    draw(NotebookScheme::He, sizes, stream)
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
/// use paraminit_core::{LayerSizes, RandomState, initialize_parameters_xavier};
///
/// let sizes = LayerSizes::new([1, 1])?;
/// let parameters = initialize_parameters_xavier(&sizes, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6); // the scale is 1
/// # Ok::<(), paraminit_core::Error>(())
/// ```
pub fn initialize_parameters_xavier(
    sizes: &LayerSizes,
    stream: &mut impl Stream<f64>,
) -> Result<Vec<Layer>, Error> {
    draw(NotebookScheme::Xavier, sizes, stream)
}

/// All that can fail comes before the first number is drawn.
fn draw(
    scheme: NotebookScheme,
    sizes: &LayerSizes,
    stream: &mut impl Stream<f64>,
) -> Result<Vec<Layer>, Error> {
    let scales = sizes
        .layers()
        .map(|layer| {
            let scale = scheme.scale(layer.fan_in, layer.fan_out);
            let scale = scale.ok_or(Error::ZeroFan { layer: layer.layer })?;
            Ok(Distribution::Normal.parameters(scale))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut parameters = initialize_parameters_zeros(sizes)?;
    let weights = parameters.iter_mut().filter_map(|layer| layer.weights.as_slice_mut());
    stream.draw_all(Distribution::Normal, Arrays::new(weights.zip(scales)));
    Ok(parameters)
}

/// A matrix of zeros; unlike `Array2::zeros` it reports a lack of memory instead of aborting.
fn matrix(layer: usize, shape: (usize, usize)) -> Result<Array2<f64>, Error> {
    let out_of_memory = Error::OutOfMemory { layer, shape };
    let numbers = shape.0 * shape.1; // cannot overflow: `LayerSizes` checked it
    let mut data = Vec::new();
    if data.try_reserve_exact(numbers).is_err() {
        return Err(out_of_memory);
    }
    data.resize(numbers, 0.0);
    Array2::from_shape_vec(shape, data).map_err(|_| out_of_memory)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RandomState;

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
