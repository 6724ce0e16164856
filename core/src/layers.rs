use crate::error::Error;

/// The sizes of a network's layers, input first, checked once.
///
/// `[3, 2, 1]` is three inputs, two hidden units and one output: two layers of parameters, with
/// weights of shape (2, 3) and (1, 2). No entry or one entry is a network without parameters.
///
/// # Example
///
/// ```
/// use paraminit_core::LayerSizes;
///
/// let dims = LayerSizes::new([3, 2, 1])?;
/// let shapes: Vec<_> = dims.layers().map(|layer| layer.shape()).collect();
/// assert_eq!(shapes, [(2, 3), (1, 2)]);
/// assert!(LayerSizes::new([1 << 62, 0]).is_err());
/// # Ok::<(), paraminit_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LayerSizes(Vec<usize>);

/// One layer of parameters: which one it is and how many units it connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayerShape {
    /// The layer, from 1.
    pub layer: usize,
    /// Units of the layer before: columns of the weight matrix.
    pub fan_in: usize,
    /// Units of this layer: rows of the weight matrix.
    pub fan_out: usize,
}

impl LayerSizes {
    /// Takes the sizes of all layers, input first.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] for the first layer whose weights no address space could hold. NumPy
    /// counts a size of 0 as 1 there, and so does this.
    pub fn new(sizes: impl Into<Vec<usize>>) -> Result<Self, Error> {
        let dims = Self(sizes.into());
        for layer in dims.layers() {
            let bytes = layer
                .fan_out
                .max(1)
                .checked_mul(layer.fan_in.max(1))
                .and_then(|numbers| numbers.checked_mul(size_of::<f64>()));
            if bytes.is_none_or(|bytes| isize::try_from(bytes).is_err()) {
                return Err(Error::TooLarge { layer: layer.layer, shape: layer.shape() });
            }
        }
        Ok(dims)
    }

    /// The layers of parameters, from the first to the last: one fewer than there are sizes.
    #[must_use]
    pub fn layers(&self) -> impl ExactSizeIterator<Item = LayerShape> {
        self.0.windows(2).enumerate().map(|(before, sizes)| LayerShape {
            layer: before + 1,
            fan_in: sizes[0],
            fan_out: sizes[1],
        })
    }
}

impl LayerShape {
    /// Rows and columns of the weight matrix: (fan-out, fan-in).
    #[must_use]
    pub const fn shape(self) -> (usize, usize) {
        (self.fan_out, self.fan_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_size_or_one_is_a_network_without_parameters() {
        for sizes in [vec![], vec![7]] {
            assert_eq!(LayerSizes::new(sizes).map(|dims| dims.layers().len()), Ok(0));
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
}
