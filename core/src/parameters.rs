use ndarray::Array2;

use crate::error::Error;
use crate::layers::LayerSizes;
use crate::output::{Output, Scale};
use crate::random::Normals;
use crate::scheme::Scheme;

/// The parameters of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Weights, shape (fan-out, fan-in): `W1`, `W2`, ... of the notebook.
    pub weights: Array2<f64>,
    /// Bias, shape (fan-out, 1), all 0: `b1`, `b2`, ...
    pub bias: Array2<f64>,
}

/// All weights and biases 0.
pub(crate) fn zeros(sizes: &LayerSizes) -> Result<Vec<Layer>, Error> {
    sizes
        .layers()
        .map(|layer| {
            let matrix = |shape| matrix(layer.layer, shape);
            Ok(Layer { weights: matrix(layer.shape())?, bias: matrix((layer.fan_out, 1))? })
        })
        .collect()
}

/// All that can fail comes before the first number is drawn.
pub(crate) fn draw(
    scheme: Scheme,
    sizes: &LayerSizes,
    normals: &mut (impl Normals + ?Sized),
) -> Result<Vec<Layer>, Error> {
    let scales = sizes
        .layers()
        .map(|layer| {
            scheme
                .scale(layer.fan_in, layer.fan_out)
                .map(Scale)
                .ok_or(Error::ZeroFan { layer: layer.layer })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut parameters = zeros(sizes)?;
    let weights = parameters.iter_mut().filter_map(|layer| layer.weights.as_slice_mut());
    normals.fill(Output::new(weights.zip(scales)));
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
