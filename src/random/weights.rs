use std::vec;

/// The weights that are still to be drawn, layer after layer, each layer with its scale.
///
/// Normals go in unscaled and land scaled: `weight = normal * scale`, rounded once.
///
/// # Example
///
/// ```
/// use paraminit::random::Weights;
///
/// let (mut first, mut second) = ([0.0; 2], [0.0; 1]);
/// let mut weights = Weights::new([(&mut first[..], 10.0), (&mut second[..], 0.5)]);
/// weights.push(1.0);
/// weights.extend(&[2.0, 3.0]);
/// assert!(weights.is_empty());
/// assert_eq!((first, second), ([10.0, 20.0], [1.5]));
/// ```
#[derive(Debug)]
pub struct Weights<'a> {
    layer: Layer<'a>,
    rest: vec::IntoIter<Layer<'a>>,
    len: usize,
}

type Layer<'a> = (&'a mut [f64], f64);

impl<'a> Weights<'a> {
    /// The weights of a network: each layer's in row-major order, and what to multiply them by.
    pub fn new(layers: impl IntoIterator<Item = (&'a mut [f64], f64)>) -> Self {
        let layers: Vec<_> = layers.into_iter().collect();
        Self {
            len: layers.iter().map(|(weights, _)| weights.len()).sum(),
            layer: Default::default(),
            rest: layers.into_iter(),
        }
    }

    /// How many weights there are left to draw.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether all weights are drawn.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Sets the next weight from a normal.
    ///
    /// One normal more than there are weights is not stored.
    pub fn push(&mut self, normal: f64) {
        self.extend(&[normal]);
    }

    /// Sets the next weights from normals.
    ///
    /// Normals beyond the last weight are not stored.
    #[inline(always)] // into kernels, to be compiled for their vectors
    pub fn extend(&mut self, mut normals: &[f64]) {
        while !normals.is_empty() && !self.is_empty() {
            let (weights, scale) = self.take_from_layer(normals.len());
            let (these, others) = normals.split_at(weights.len());
            for (weight, normal) in weights.iter_mut().zip(these) {
                *weight = normal * scale;
            }
            normals = others;
        }
    }

    /// Takes the next `LEN` weights, and their scale, if they are of one layer.
    #[inline(always)]
    pub(super) fn take_chunk<const LEN: usize>(&mut self) -> Option<(&'a mut [f64; LEN], f64)> {
        if self.layer.0.len() < LEN {
            return None;
        }
        let (weights, scale) = self.take_from_layer(LEN);
        Some((weights.try_into().ok()?, scale))
    }

    /// Takes the next `len` weights, or all if there are fewer, off the front.
    pub(crate) fn split_front(&mut self, len: usize) -> Self {
        let layer = self.take_from_layer(len);
        let mut taken = layer.0.len();
        let mut rest = Vec::new();
        while taken < len && !self.is_empty() {
            let layer = self.take_from_layer(len - taken);
            taken += layer.0.len();
            rest.push(layer);
        }
        Self { layer, rest: rest.into_iter(), len: taken }
    }

    /// Takes up to `len` weights off the first layer that has any left.
    #[inline(always)]
    fn take_from_layer(&mut self, len: usize) -> Layer<'a> {
        while self.layer.0.is_empty() {
            match self.rest.next() {
                Some(layer) => self.layer = layer,
                None => return Default::default(),
            }
        }
        let (weights, scale) = &mut self.layer;
        let mid = len.min(weights.len());
        let (front, back) = std::mem::take(weights).split_at_mut(mid);
        *weights = back;
        self.len -= mid;
        (front, *scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_of_one_layer() {
        let (mut first, mut second) = ([0.0; 3], [0.0; 2]);
        let mut weights = Weights::new([(&mut first[..], 2.0), (&mut second[..], 3.0)]);
        assert!(weights.take_chunk::<2>().is_none()); // no layer is begun
        weights.push(1.0);
        assert!(weights.take_chunk::<3>().is_none());
        assert_eq!(weights.take_chunk(), Some((&mut [0.0, 0.0], 2.0)));
        assert!(weights.take_chunk::<2>().is_none());
        weights.extend(&[1.0, 1.0]);
        assert!(weights.is_empty());
        assert_eq!((first, second), ([2.0, 0.0, 0.0], [3.0, 3.0]));
    }

    #[test]
    fn cuts_across_layers_and_skips_empty_ones() {
        let mut data = [0.0; 6];
        let (first, rest) = data.split_at_mut(1);
        let (third, fourth) = rest.split_at_mut(2);
        let mut weights = Weights::new([
            (first, 1.0),
            (&mut [][..], 7.0),
            (third, 10.0),
            (fourth, 100.0),
            (&mut [][..], 7.0),
        ]);
        let mut front = weights.split_front(4);
        assert_eq!((front.len(), weights.len()), (4, 2));
        front.extend(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert!(front.is_empty());
        let mut back = weights.split_front(9);
        assert_eq!((back.len(), weights.len()), (2, 0));
        back.push(5.0);
        back.push(6.0);
        back.push(7.0);
        assert!(weights.split_front(1).is_empty());
        assert_eq!(data, [1.0, 20.0, 30.0, 400.0, 500.0, 600.0]);
    }
}
