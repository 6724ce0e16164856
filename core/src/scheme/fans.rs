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
    /// The sizes of the axes of inputs times those of all axes that are neither inputs, outputs nor
    /// batch.
    pub fan_in: usize,
    /// The sizes of the axes of outputs times the same.
    pub fan_out: usize,
}

/// Which axes of weights are what. Those that are not named are a receptive field.
///
/// # Example
///
/// ```
/// use paraminit_core::scheme::{Axes, Fans};
///
/// // The queries of 8 heads of 64 numbers from 512, in each of 12 layers.
/// let axes = Axes { in_axis: &[1], out_axis: &[2, 3], batch_axis: &[0] };
/// assert_eq!(Fans::of_axes(&[12, 512, 8, 64], axes)?, Fans { fan_in: 512, fan_out: 512 });
/// # Ok::<(), paraminit_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Axes<'a> {
    /// Those of inputs.
    pub in_axis: &'a [isize],
    /// Those of outputs.
    pub out_axis: &'a [isize],
    /// Those that only count copies: they are in neither fan.
    pub batch_axis: &'a [isize],
}

impl Fans {
    /// The fans of weights of this shape, with one axis of inputs and one of outputs. A negative axis
    /// counts from the end.
    ///
    /// A grouped convolution counts by the shape of its weights, whose inputs are those of one group.
    ///
    /// # Errors
    ///
    /// As of [`of_axes`](Self::of_axes).
    pub fn of(shape: &[usize], in_axis: isize, out_axis: isize) -> Result<Self, Error> {
        let axes = Axes { in_axis: &[in_axis], out_axis: &[out_axis], batch_axis: &[] };
        Self::of_axes(shape, axes)
    }

    /// The fans of weights of this shape, with any number of axes of each kind, as JAX counts them.
    ///
    /// # Errors
    ///
    /// [`Error::TooFewAxes`] for a shape of fewer than two axes, [`Error::NoSuchAxis`], and
    /// [`Error::SameAxis`] for an axis that is named twice.
    pub fn of_axes(shape: &[usize], axes: Axes<'_>) -> Result<Self, Error> {
        let ndim = shape.len();
        if ndim < 2 {
            return Err(Error::TooFewAxes { axes: ndim });
        }
        let index = |axis: isize| {
            let from_start =
                if axis < 0 { ndim.checked_add_signed(axis) } else { usize::try_from(axis).ok() };
            from_start.filter(|&index| index < ndim)
        };
        let lists = [
            ("in_axis", axes.in_axis),
            ("out_axis", axes.out_axis),
            ("batch_axis", axes.batch_axis),
        ];
        for (name, list) in lists {
            if let Some(&axis) = list.iter().find(|&&axis| index(axis).is_none()) {
                return Err(Error::NoSuchAxis { name, axis, axes: ndim });
            }
        }
        let mut fans = Self { fan_in: 1, fan_out: 1 };
        for (axis, &size) in shape.iter().enumerate() {
            let mut names = lists.iter().flat_map(|&(name, list)| {
                list.iter().filter(|&&named| index(named) == Some(axis)).map(move |_| name)
            });
            let name = match [names.next(), names.next()] {
                [Some(first), Some(second)] => {
                    return Err(Error::SameAxis { axis, names: [first, second] });
                }
                [name, _] => name,
            };
            // No array is so large that this saturates, unless it is empty.
            if matches!(name, None | Some("in_axis")) {
                fans.fan_in = fans.fan_in.saturating_mul(size);
            }
            if matches!(name, None | Some("out_axis")) {
                fans.fan_out = fans.fan_out.saturating_mul(size);
            }
        }
        Ok(fans)
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

named!(
    Mode, "mode",
    FanIn: "fan_in", FanOut: "fan_out", FanAvg: "fan_avg", FanGeoAvg: "fan_geo_avg"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_divide_by_nothing_less_than_one() {
        let by = |fan_in, fan_out| Mode::ALL.map(|mode| Fans { fan_in, fan_out }.by(mode));
        assert_eq!(by(4, 9), [Some(4.0), Some(9.0), Some(6.5), Some(6.0)]);
        assert_eq!(by(0, 9), [None, Some(9.0), Some(4.5), None]);
        let most = [18_446_744_073_709_551_616.0; 4].map(Some);
        assert_eq!(by(usize::MAX, usize::MAX), most);
    }
}
