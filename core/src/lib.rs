//! NumPy's random streams, bit for bit and in bulk, and the initial weights of neural networks drawn
//! from them.
//!
//! Words come from a [bit generator](bit_generator); a method makes numbers of them. A [`Generator`]
//! has the methods of `np.random.Generator`: [`StandardNormal`] and [`StandardUniform`]. A [`RandomState`] is NumPy's legacy stream, which draws normals by the polar
//! method. Each method stands as a reference that draws one number after the other, and a [`Sampler`]
//! draws the same numbers many at a time, for the CPU at hand and on several threads, or
//! [skips](Arrays::skipped) them.
//!
//! [`scheme`] has the initializations of weights. A [`Stream`] fills [`Arrays`] with them: memory of
//! ndarray, of NumPy or of one's own, initialized or not. Four functions initialize a fully connected
//! network whole ([`initialize_parameters_he`] and the others), from NumPy's streams or any generator of
//! the rand family ([`FromRng`]).
//!
//! # Example
//!
//! ```
//! use paraminit_core::{LayerSizes, RandomState, initialize_parameters_he};
//!
//! let sizes = LayerSizes::new([2, 10, 5, 1])?;
//! let mut stream = RandomState::seed(3); // np.random.seed(3)
//! let parameters = initialize_parameters_he(&sizes, &mut stream)?;
//! assert_eq!(parameters.len(), 3);
//! assert_eq!(parameters[0].weights.dim(), (10, 2));
//! assert_eq!(parameters[0].weights[(0, 0)], 1.788_628_473_430_318_6);
//! # Ok::<(), paraminit_core::Error>(())
//! ```

pub mod bit_generator;
mod calibration;
mod cpu;
mod doubts;
mod error;
mod fixed_point;
mod generator;
mod method;
mod network;
mod number;
mod output;
mod polar;
mod random_state;
mod sampler;
pub mod scheme;
mod stream;
mod stretch;
mod threads;
mod uniform;
mod words;
mod ziggurat;

pub use calibration::{Calibrated, Reference};
pub use cpu::Cpu;
pub use error::{Error, Interrupted};
pub use generator::Generator;
pub use method::Method;
pub use network::{
    Layer, LayerSizes, initialize_parameters_he, initialize_parameters_random,
    initialize_parameters_xavier, initialize_parameters_zeros,
};
pub use number::Number;
pub use output::Arrays;
pub use polar::{Contraction, Logarithm};
pub use random_state::RandomState;
pub use sampler::{Rounding, Sampler};
pub use stream::{FromRng, Stream};
pub use uniform::StandardUniform;
pub use ziggurat::StandardNormal;

/// The page about this crate: its examples are run with the others.
#[cfg(doctest)]
#[doc = include_str!("../../docs/rust.md")]
struct RustPage;
