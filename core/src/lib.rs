//! Initial parameters of neural networks from NumPy's random streams: the same bits, faster.
//!
//! Four initializations of a fully connected network ([`initialize_parameters_zeros`],
//! [`initialize_parameters_random`], [`initialize_parameters_he`] and
//! [`initialize_parameters_xavier`]) take the sizes of its layers ([`LayerSizes`]) and a source of
//! standard normals ([`random::Normals`]): NumPy's legacy stream, bit for bit
//! ([`random::RandomState`]), or any generator and distribution of the rand family. The streams of
//! `np.random.Generator` are in [`random::generator`].
//!
//! [`scheme`] has the initializers of single weight arrays, over any stream of NumPy's.
//!
//! # Example
//!
//! ```
//! use paraminit_core::{LayerSizes, initialize_parameters_he, random::RandomState};
//!
//! let sizes = LayerSizes::new([2, 10, 5, 1])?;
//! let mut stream = RandomState::seed(3); // np.random.seed(3)
//! let parameters = initialize_parameters_he(&sizes, &mut stream)?;
//! assert_eq!(parameters.len(), 3);
//! assert_eq!(parameters[0].weights.dim(), (10, 2));
//! assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6);
//! # Ok::<(), paraminit_core::Error>(())
//! ```

mod error;
mod layers;
mod notebook;
mod output;
mod parameters;
pub mod random;
pub mod scheme;

pub use error::Error;
pub use layers::{LayerShape, LayerSizes};
pub use notebook::{
    initialize_parameters_he, initialize_parameters_random, initialize_parameters_xavier,
    initialize_parameters_zeros,
};
pub use parameters::Layer;
pub use scheme::Scheme;
