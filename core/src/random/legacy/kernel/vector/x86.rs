//! What all kinds of x86 CPUs share.

/// Implements the methods of [`Lanes`] that are the same for all x86 CPUs, but for the features of
/// which the type is proof.
macro_rules! x86_with {
    ($name:literal, [$($feature:tt),+]) => {
        const NAME: &'static str = $name;

        fn detect() -> Option<&'static Self> {
            ($(is_x86_feature_detected!($feature))&&+).then_some(&Self(()))
        }

        fn run<P: Pass>(self, pass: P) -> P::Outcome {
            $(#[target_feature(enable = $feature)])+
            fn compiled<L: Lanes, P: Pass>(lanes: L, pass: P) -> P::Outcome {
                pass.run(lanes)
            }
            // SAFETY: `self` is proof that the CPU has the features.
            unsafe { compiled(self, pass) }
        }

        #[inline(always)]
        fn expect_writes(self, to: &mut [std::mem::MaybeUninit<f64>]) {
            for line in to.chunks_mut(8) {
                let line = line.as_mut_ptr();
                // SAFETY: every 64-bit x86 CPU takes the instruction, if only as one that does
                // nothing. It is a hint, and changes neither memory nor registers.
                unsafe {
                    std::arch::asm!("prefetchw [{}]", in(reg) line, options(nostack, preserves_flags));
                }
            }
        }
    };
}

pub(super) use x86_with;
