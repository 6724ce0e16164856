//! What all kinds of x86 CPUs share.

/// [`Lanes::expect_writes`](super::lanes::Lanes::expect_writes)
macro_rules! expect_writes {
    () => {
        #[inline(always)]
        fn expect_writes(self, to: &mut [std::mem::MaybeUninit<f64>]) {
            for line in to.chunks_mut(8) {
                let line = line.as_mut_ptr();
                // SAFETY: a CPU with AVX2, of which `self` is proof, takes the instruction, if only as one
                // that does nothing. It is a hint, and changes neither memory nor registers.
                unsafe {
                    std::arch::asm!("prefetchw [{}]", in(reg) line, options(nostack, preserves_flags));
                }
            }
        }
    };
}

pub(super) use expect_writes;
