//! Fully connected networks: the functions of the notebook, over any stream.

use ndarray::Array2;

use crate::error::Error;
use crate::output::Arrays;
use crate::scheme::{Distribution, NotebookScheme};
use crate::stream::Stream;
use crate::stretch::boxed;

/// The sizes of a network's layers, input first, checked once.
///
/// `[3, 2, 1]` is three inputs, two hidden units and one output: two layers of parameters, with
/// weights of shape (2, 3) and (1, 2). No entry or one entry is a network without parameters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LayerSizes(Vec<usize>);

impl LayerSizes {
    /// Takes the sizes of all layers, input first.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] for the first layer whose weights no address space could hold. NumPy
    /// counts a size of 0 as 1 there, and so does this.
    pub fn new(sizes: impl Into<Vec<usize>>) -> Result<Self, Error> {
        let sizes = Self(sizes.into());
        for (layer, shape) in sizes.layers() {
            let numbers = shape.0.max(1).checked_mul(shape.1.max(1));
            let bytes = numbers.and_then(|numbers| numbers.checked_mul(size_of::<f64>()));
            if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
                return Err(Error::TooLarge { layer, shape });
            }
        }
        Ok(sizes)
    }

    /// The layers of parameters, from 1, and the shapes of their weights: (fan-out, fan-in).
    fn layers(&self) -> impl Iterator<Item = (usize, (usize, usize))> {
        (1..).zip(self.0.windows(2).map(|sizes| (sizes[1], sizes[0])))
    }
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
pub fn initialize_parameters_zeros(sizes: &LayerSizes) -> Result<Vec<Layer>, Error> {
    sizes
        .layers()
        .map(|(layer, shape)| {
            Ok(Layer { weights: zeros(layer, shape)?, bias: zeros(layer, (shape.0, 1))? })
        })
        .collect()
}

/// Weights of standard deviation 0.01, biases of 0: W = 0.01 n with n standard normal.
///
/// # Errors
///
/// [`Error::OutOfMemory`] if a layer does not fit into memory; nothing is drawn then.
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
        .map(|(layer, (fan_out, fan_in))| {
            let scale = scheme.scale(fan_in, fan_out).ok_or(Error::ZeroFan { layer })?;
            Ok(Distribution::Normal.parameters(scale))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut parameters = initialize_parameters_zeros(sizes)?;
    let weights = parameters.iter_mut().filter_map(|layer| layer.weights.as_slice_mut());
    stream.draw_all(Distribution::Normal, Arrays::new(weights.zip(scales)));
    Ok(parameters)
}

/// A matrix of zeros; unlike `Array2::zeros` it reports a lack of memory instead of aborting.
fn zeros(layer: usize, shape: (usize, usize)) -> Result<Array2<f64>, Error> {
    let numbers = shape.0 * shape.1; // cannot overflow: `LayerSizes` checked it
    boxed(0.0, numbers)
        .and_then(|data| Array2::from_shape_vec(shape, data.into_vec()).ok())
        .ok_or(Error::OutOfMemory { layer, shape })
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::RandomState;

    type Function = fn(&LayerSizes, &mut RandomState) -> Result<Vec<Layer>, Error>;

    fn sizes(sizes: &[usize]) -> LayerSizes {
        LayerSizes::new(sizes).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn layers_share_one_run_of_the_stream() {
        let functions: [(Function, f64); 4] = [
            (|sizes, _| initialize_parameters_zeros(sizes), 0.0),
            (initialize_parameters_random, 0.01),
            (initialize_parameters_he, 2.0_f64.sqrt()),
            (initialize_parameters_xavier, 1.0),
        ];
        for (function, scale) in functions {
            let expected = [1.788_628_473_430_318_6, 0.436_509_850_511_989_43]
                .map(|n| Layer { weights: array![[n * scale]], bias: array![[0.0]] });
            let layers = function(&sizes(&[1, 1, 1]), &mut RandomState::seed(3));
            assert_eq!(layers, Ok(expected.to_vec()));
        }
        let layers = initialize_parameters_zeros(&sizes(&[3, 2]));
        let expected = Layer { weights: Array2::zeros((2, 3)), bias: Array2::zeros((2, 1)) };
        assert_eq!(layers, Ok(vec![expected]));
        for none in [&[][..], &[7]] {
            assert_eq!(initialize_parameters_zeros(&sizes(none)), Ok(vec![]));
        }
    }

    #[test]
    fn refuses_what_no_address_space_could_hold() {
        let half = isize::MAX.unsigned_abs() / 16; // two of these numbers just fit
        assert!(LayerSizes::new([half, 2]).is_ok());
        for (sizes, layer) in [
            (vec![half + 1, 2], 1),
            (vec![0, usize::MAX], 1),
            (vec![usize::MAX, 0], 1),
            (vec![1, usize::MAX / 2, usize::MAX / 2], 1),
            (vec![1, 1, usize::MAX], 2),
        ] {
            let shape = (sizes[layer], sizes[layer - 1]);
            assert_eq!(LayerSizes::new(sizes), Err(Error::TooLarge { layer, shape }));
        }
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
