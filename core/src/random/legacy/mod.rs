//! NumPy's legacy stream, `np.random.RandomState`: a bit generator read by the polar method.
//!
//! [`polar`] has the method, one number at a time; it is the reference. [`batch`] draws the same
//! numbers from many words at once: a [`stretch`] of words goes through the passes of a
//! [`kernel`], and large calls share the work ([`threads`]). [`calibration`] finds out which of these ways
//! gives the installed NumPy's bits.

mod batch;
mod calibration;
mod contraction;
mod kernel;
mod polar;
mod random_state;
mod stretch;
mod threads;

pub use batch::Batch;
pub use contraction::Contraction;
pub use kernel::Kernel;
pub use polar::PolarNormal;
pub use random_state::RandomState;
#[doc(hidden)]
pub use stretch::Stretch;
