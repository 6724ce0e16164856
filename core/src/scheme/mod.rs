//! Schemes: what the weights of a layer are drawn from, and at which scale.
//!
//! [`NotebookScheme`] has the notebook's four. [`VarianceScaling`] is the family that frameworks offer:
//! the variance is a number over a fan of the layer, whatever the [`Distribution`]. Both know nothing of
//! where numbers come from; a [`Stream`](crate::Stream) does.

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
