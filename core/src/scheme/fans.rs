use std::fmt;
use std::str::FromStr;

use super::float;
use crate::error::Error;

/// How many inputs a unit sums up, and how many outputs an input goes to.
///
/// # Example
///
/// ```
/// use paraminit_core::scheme::{Fans, Mode};
///
/// // A kernel of 3 x 3 from 16 channels to 32, in the layout of torch and in that of Keras.
/// let torch = Fans::of(&[32, 16, 3, 3], 1, 0)?;
/// let keras = Fans::of(&[3, 3, 16, 32], -2, -1)?;
/// assert_eq!(torch, Fans { fan_in: 144, fan_out: 288 });
/// assert_eq!(keras, torch);
/// assert_eq!(torch.by(Mode::FanAvg), Some(216.0));
/// # Ok::<(), paraminit_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fans {
    /// The size of the axis of inputs times all sizes but those of the two axes.
    pub fan_in: usize,
    /// The size of the axis of outputs times all sizes but those of the two axes.
    pub fan_out: usize,
}

impl Fans {
    /// The fans of weights of this shape. A negative axis counts from the end.
    ///
    /// A grouped convolution counts by the shape of its weights, whose inputs are those of one group.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewAxes`] for a shape of fewer than two axes, [`Error::NoSuchAxis`], and
    /// [`Error::SameAxis`] if both axes are one.
    pub fn of(shape: &[usize], in_axis: isize, out_axis: isize) -> Result<Self, Error> {
        let axes = shape.len();
        if axes < 2 {
            return Err(Error::TooFewAxes { axes });
        }
        let index = |name, axis: isize| {
            let from_start =
                if axis < 0 { axes.checked_add_signed(axis) } else { usize::try_from(axis).ok() };
            from_start.filter(|&index| index < axes).ok_or(Error::NoSuchAxis { name, axis, axes })
        };
        let in_index = index("in_axis", in_axis)?;
        let out_index = index("out_axis", out_axis)?;
        if in_index == out_index {
            return Err(Error::SameAxis { axis: in_index });
        }
        let but = |left_out| {
            let sizes = shape.iter().enumerate().filter(|&(index, _)| index != left_out);
            // No array is so large that this saturates, unless it is empty.
            sizes.fold(1_usize, |product, (_, &size)| product.saturating_mul(size))
        };
        Ok(Self { fan_in: but(out_index), fan_out: but(in_index) })
    }

    /// The number that a variance is divided by, or `None` if it is 0: then there are no weights.
    #[must_use]
    pub fn by(self, mode: Mode) -> Option<f64> {
        let [fan_in, fan_out] = [self.fan_in as u128, self.fan_out as u128];
        let fan = match mode {
            Mode::FanIn => float(fan_in),
            Mode::FanOut => float(fan_out),
            Mode::FanAvg => float(fan_in + fan_out) / 2.0,
            Mode::FanGeoAvg => float(fan_in * fan_out).sqrt(),
        };
        (fan > 0.0).then_some(fan)
    }
}

/// Which fan a variance is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The fan-in: keeps the variance of signals.
    FanIn,
    /// The fan-out: keeps the variance of gradients.
    FanOut,
    /// The mean of both.
    FanAvg,
    /// The geometric mean of both.
    FanGeoAvg,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 4] = [Self::FanIn, Self::FanOut, Self::FanAvg, Self::FanGeoAvg];

    /// What it is called in Python.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::FanIn => "fan_in",
            Self::FanOut => "fan_out",
            Self::FanAvg => "fan_avg",
            Self::FanGeoAvg => "fan_geo_avg",
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Mode {
    type Err = Error;

    /// The mode of this name.
    ///
    /// # Errors
    ///
    /// [`Error::UnknownName`]
    fn from_str(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|mode| mode.name() == name);
        known.ok_or_else(|| Error::UnknownName {
            argument: "mode",
            name: name.to_owned(),
            known: Self::ALL.map(Self::name).to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fans_leave_out_the_other_axis() {
        let fans = |in_axis, out_axis| Fans::of(&[2, 3, 5], in_axis, out_axis);
        assert_eq!(fans(1, 0), Ok(Fans { fan_in: 15, fan_out: 10 }));
        assert_eq!(fans(0, 1), Ok(Fans { fan_in: 10, fan_out: 15 }));
        assert_eq!(fans(-1, -3), Ok(Fans { fan_in: 15, fan_out: 6 }));
    }

    #[test]
    fn refuses_what_has_no_fans() {
        assert_eq!(Fans::of(&[], 1, 0), Err(Error::TooFewAxes { axes: 0 }));
        assert_eq!(Fans::of(&[7], 0, 0), Err(Error::TooFewAxes { axes: 1 }));
        for axis in [2, -3, isize::MIN, isize::MAX] {
            let error = |name| Err(Error::NoSuchAxis { name, axis, axes: 2 });
            assert_eq!(Fans::of(&[2, 3], axis, 0), error("in_axis"));
            assert_eq!(Fans::of(&[2, 3], 0, axis), error("out_axis"));
        }
        assert_eq!(Fans::of(&[2, 3], 0, -2), Err(Error::SameAxis { axis: 0 }));
    }

    #[test]
    fn modes_divide_by_nothing_less_than_one() {
        let by = |fan_in, fan_out| Mode::ALL.map(|mode| Fans { fan_in, fan_out }.by(mode));
        assert_eq!(by(4, 9), [Some(4.0), Some(9.0), Some(6.5), Some(6.0)]);
        assert_eq!(by(0, 9), [None, Some(9.0), Some(4.5), None]);
        let most = [18_446_744_073_709_551_616.0; 4].map(Some);
        assert_eq!(by(usize::MAX, usize::MAX), most);
    }

    #[test]
    fn names_are_read_and_written() {
        for mode in Mode::ALL {
            assert_eq!(mode.to_string().parse(), Ok(mode));
        }
        assert!("fanin".parse::<Mode>().is_err());
    }
}
