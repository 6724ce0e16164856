use ndarray::Array2;

use crate::random::{Normals, Weights};
use crate::{Error, LayersDims};

/// How the weights of a layer follow from standard normals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Initialization {
    /// All weights 0.
    Zeros,
    /// Standard deviation 0.01.
    Random,
    /// Variance 2 / fan-in, for rectifiers: He et al. (2015), arXiv:1502.01852, equation 10.
    He,
    /// Variance 2 / (fan-in + fan-out): Glorot and Bengio (2010), PMLR 9:249-256, equation 12.
    Xavier,
}

impl Initialization {
    /// What each standard normal is multiplied by: the standard deviation of the weights.
    ///
    /// `None` where the formula divides by 0. The order of the operations is the notebook's, so
    /// the result has its bits for all sizes below 2^53.
    #[must_use]
    pub fn scale(self, fan_in: usize, fan_out: usize) -> Option<f64> {
        let he = |fan: usize| (fan > 0).then(|| (2.0 / exact(fan)).sqrt());
        match self {
            Self::Zeros => Some(0.0),
            Self::Random => Some(0.01),
            Self::He => he(fan_in),
            Self::Xavier => he(fan_in.saturating_add(fan_out)),
        }
    }
}

/// A size as the float nearest to it: itself, below 2^53.
#[expect(clippy::cast_precision_loss, reason = "documented on `Initialization::scale`")]
const fn exact(size: usize) -> f64 {
    size as f64
}

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
/// use paraminit::{LayersDims, initialize_parameters_zeros};
///
/// let parameters = initialize_parameters_zeros(&LayersDims::new([3, 2, 1])?)?;
/// assert_eq!(parameters[0].weights, ndarray::Array2::<f64>::zeros((2, 3)));
/// assert_eq!(parameters[1].bias, ndarray::Array2::<f64>::zeros((1, 1)));
/// # Ok::<(), paraminit::Error>(())
/// ```
pub fn initialize_parameters_zeros(dims: &LayersDims) -> Result<Vec<Layer>, Error> {
    dims.layers()
        .map(|layer| {
            let zeros = |shape| zeros(layer.layer, shape);
            Ok(Layer { weights: zeros(layer.shape())?, bias: zeros((layer.fan_out, 1))? })
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
/// use paraminit::{LayersDims, initialize_parameters_random, random::RandomState};
///
/// let dims = LayersDims::new([3, 2, 1])?;
/// let parameters = initialize_parameters_random(&dims, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 0.017_886_284_734_303_186);
/// # Ok::<(), paraminit::Error>(())
/// ```
pub fn initialize_parameters_random(
    dims: &LayersDims,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    draw(Initialization::Random, dims, normals)
}

/// Weights of variance 2 / fan-in, biases of 0: W = n sqrt(2 / fan-in) with n standard normal.
///
/// A rectifier passes half of its input's variance on; the factor 2 makes up for it, so signals
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
/// use paraminit::{LayersDims, initialize_parameters_he, random::RandomState};
/// use rand::SeedableRng;
/// use rand_distr::{Distribution, StandardNormal};
///
/// let dims = LayersDims::new([2, 4, 1])?;
/// let parameters = initialize_parameters_he(&dims, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6); // np.random.randn()
///
/// let rng = rand::rngs::SmallRng::seed_from_u64(3);
/// let other = initialize_parameters_he(&dims, &mut StandardNormal.sample_iter(rng))?;
/// assert_eq!(other[0].weights.dim(), (4, 2));
/// # Ok::<(), paraminit::Error>(())
/// ```
pub fn initialize_parameters_he(
    dims: &LayersDims,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    draw(Initialization::He, dims, normals)
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
/// use paraminit::{LayersDims, initialize_parameters_xavier, random::RandomState};
///
/// let dims = LayersDims::new([1, 1])?;
/// let parameters = initialize_parameters_xavier(&dims, &mut RandomState::seed(3))?;
/// assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6); // the scale is 1
/// # Ok::<(), paraminit::Error>(())
/// ```
pub fn initialize_parameters_xavier(
    dims: &LayersDims,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    draw(Initialization::Xavier, dims, normals)
}

/// All that can fail comes before the first number is drawn.
fn draw(
    initialization: Initialization,
    dims: &LayersDims,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    let scales = dims
        .layers()
        .map(|layer| {
            initialization
                .scale(layer.fan_in, layer.fan_out)
                .ok_or(Error::ZeroFan { layer: layer.layer })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut parameters = initialize_parameters_zeros(dims)?;
    let weights = parameters.iter_mut().filter_map(|layer| layer.weights.as_slice_mut());
    normals.fill(Weights::new(weights.zip(scales)));
    Ok(parameters)
}

/// A matrix of zeros; unlike `Array2::zeros` it reports a lack of memory instead of aborting.
fn zeros(layer: usize, shape: (usize, usize)) -> Result<Array2<f64>, Error> {
    let out_of_memory = Error::OutOfMemory { layer, shape };
    let numbers = shape.0 * shape.1; // cannot overflow: `LayersDims` checked it
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
    use crate::random::RandomState;

    fn dims(sizes: &[usize]) -> LayersDims {
        LayersDims::new(sizes).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn scales_are_the_formulas() {
        use Initialization::{He, Random, Xavier, Zeros};
        assert_eq!(Zeros.scale(3, 2), Some(0.0));
        assert_eq!(Random.scale(3, 2), Some(0.01));
        assert_eq!(He.scale(2, 9), Some(1.0));
        assert_eq!(He.scale(0, 9), None);
        assert_eq!(Xavier.scale(3, 5), Some(0.5));
        assert_eq!(Xavier.scale(0, 2), Some(1.0));
        assert_eq!(Xavier.scale(0, 0), None);
    }

    #[test]
    fn layers_share_one_run_of_the_stream() {
        let parameters = initialize_parameters_xavier(&dims(&[1, 1, 1]), &mut RandomState::seed(3));
        let drawn: Vec<_> =
            parameters.into_iter().flatten().map(|layer| layer.weights[(0, 0)]).collect();
        assert_eq!(drawn, [1.788_628_473_430_318_6, 0.436_509_850_511_989_43]);
    }

    #[test]
    fn a_refused_call_draws_nothing() {
        let mut stream = RandomState::seed(3);
        assert_eq!(
            initialize_parameters_he(&dims(&[2, 2, 0, 2]), &mut stream),
            Err(Error::ZeroFan { layer: 3 })
        );
        // The address space has room for it, the machine does not.
        let shape = (1 << 38, 1 << 20);
        assert_eq!(
            initialize_parameters_random(&dims(&[1, 1 << 20, 1 << 38]), &mut stream),
            Err(Error::OutOfMemory { layer: 2, shape })
        );
        assert_eq!(stream, RandomState::seed(3));
    }
}
