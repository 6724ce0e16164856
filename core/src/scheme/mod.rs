//! Schemes: what the weights of a layer are drawn from, and at which scale.
//!
//! [`NotebookScheme`] has the notebook's four. [`VarianceScaling`] is the family that frameworks offer:
//! the variance is a number over a fan of the layer, whatever the [`Distribution`]. Both know nothing of
//! where numbers come from; a [`Stream`](crate::Stream) does.
//!
//! # Example
//!
//! A convolution kernel of shape (out, in, height, width), as
//! `paraminit.he_normal((4, 3, 5, 5), rng=3)` draws it in Python:
//!
//! ```
//! use paraminit_core::scheme::{Fans, VarianceScaling};
//! use paraminit_core::{Arrays, Generator, Stream, bit_generator::Pcg64};
//! use rand::SeedableRng;
//!
//! let scheme = VarianceScaling::HE_NORMAL;
//! let parameters = scheme.parameters(Fans::of(&[4, 3, 5, 5], 1, 0)?).ok_or("no weights")?;
//! let mut weights = [0.0; 4 * 3 * 5 * 5];
//! let mut generator = Generator::new(Pcg64::seed_from_u64(3)); // np.random.default_rng(3)
//! generator.draw_all(scheme.distribution, Arrays::new([(&mut weights[..], parameters)]));
//! assert_eq!(weights[0], 2.040_919_121_385_182_5 * (2.0_f64 / 75.0).sqrt());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

/// Variants that have names in Python, by which they are read and written.
macro_rules! named {
    ($type:ident, $argument:literal, $($variant:ident: $name:literal),+) => {
        impl $type {
            /// Every one.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// What it is called in Python.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $type {
            type Err = Error;

            /// The one of this name.
            ///
            /// # Errors
            ///
            /// [`Error::UnknownName`]
            fn from_str(name: &str) -> Result<Self, Error> {
                let known = Self::ALL.into_iter().find(|one| one.name() == name);
                known.ok_or_else(|| Error::UnknownName {
                    argument: $argument,
                    name: name.to_owned(),
                    known: Self::ALL.map(Self::name).to_vec(),
                })
            }
        }
    };
}

mod distribution;
mod fans;
mod notebook;
mod variance_scaling;

pub use crate::output::Parameters;
pub use distribution::Distribution;
pub use fans::{Axes, Fans, Mode};
pub use notebook::NotebookScheme;
pub use variance_scaling::VarianceScaling;

/// A size as the float nearest to it: itself, below 2^53.
#[expect(clippy::cast_precision_loss, reason = "documented where it shows")]
const fn float(size: u128) -> f64 {
    size as f64
}
