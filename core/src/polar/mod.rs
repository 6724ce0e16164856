//! The polar method: the normals of `np.random.RandomState`.
//!
//! [`pair`] draws two normals; it is the reference. A [stretch](PolarStretch) of words goes through the
//! same steps many at a time, in three [`passes`].

mod contraction;
mod logarithm;
mod passes;
mod portable;
mod stretch;
#[cfg(any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little")))]
mod vector;

pub use contraction::Contraction;
pub use logarithm::Logarithm;
pub(crate) use stretch::PolarStretch;

/// Whether a point lies in the unit disc, its centre excluded: what the polar method accepts.
#[inline(always)]
pub(crate) fn accepted(r2: f64) -> bool {
    r2 < 1.0 && r2 != 0.0
}

/// The two normals of an accepted point, in the order in which they are drawn.
#[inline(always)]
pub(crate) fn normals(x1: f64, x2: f64, r2: f64, ln_r2: f64) -> [f64; 2] {
    let f = (-2.0 * ln_r2 / r2).sqrt();
    [f * x2, f * x1]
}

/// Draws points, of two uniform numbers in \[0, 1) each, until one is accepted, and returns its two
/// normals.
///
/// A point (x1, x2) lies in the square \[-1, 1)². It is accepted if it is in the unit disc, but not its
/// centre. With r² = x1² + x2² the two normals are x2 f and x1 f, where f = √(-2 ln(r²) / r²).
#[inline]
pub(crate) fn pair(contraction: Contraction, mut uniform: impl FnMut() -> f64) -> [f64; 2] {
    loop {
        let x1 = 2.0 * uniform() - 1.0;
        let x2 = 2.0 * uniform() - 1.0;
        let r2 = contraction.sum_of_squares(x1, x2);
        if accepted(r2) {
            return normals(x1, x2, r2, r2.ln());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rejects_the_centre_and_the_rim() {
        let mut points = [0.5, 0.5, 0.0, 0.5, 0.75, 0.5].into_iter();
        let drawn = pair(Contraction::None, || points.next().unwrap_or(f64::NAN));
        assert_eq!(drawn, [0.0, (-2.0 * 0.25_f64.ln()).sqrt()]);
        assert!(!accepted(1.0) && accepted(1.0 - f64::EPSILON / 2.0));
    }
}
