//! The kinds of CPUs for which code is compiled, and the proof that this CPU is of one.
//!
//! A value of [`Avx2`], [`Avx512`] or [`Neon`] exists only where the CPU has the instructions, so
//! whoever holds one may use them. [`Cpu::run`] compiles a piece of [`Work`] for each kind. Every
//! feature that the program asks for stands here, once.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "work compiled for a CPU, behind the proof that this is one")
)]

/// A kind of CPU for which there is code, and which this one is.
///
/// All kinds give the same bits.
///
/// # Example
///
/// ```
/// use paraminit_core::Cpu;
///
/// let names: Vec<_> = Cpu::available().map(Cpu::name).collect();
/// assert_eq!(names.last(), Some(&"portable"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cpu(Kind);

/// Any CPU: plain loops.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Portable;

/// Work to be compiled for a kind of CPU.
pub(crate) trait Work<C> {
    type Result;

    /// To be inlined, with all that it calls, into a function that is compiled for the CPU.
    fn run(self, cpu: C) -> Self::Result;
}

/// The kinds but the portable one, the fastest first.
macro_rules! kinds {
    ($($kind:ident: $name:literal),*) => {
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum Kind {
            $($kind($kind),)*
            Portable,
        }

        /// Work for every kind of CPU.
        pub(crate) trait WorkAnywhere<R>:
            $(Work<$kind, Result = R> +)* Work<Portable, Result = R>
        {
        }

        impl<R, W> WorkAnywhere<R> for W where
            W: $(Work<$kind, Result = R> +)* Work<Portable, Result = R>
        {
        }

        impl Cpu {
            /// Plain loops, which every CPU runs.
            pub const PORTABLE: Self = Self(Kind::Portable);

            /// The kinds that this CPU is of, the fastest first and the portable one last.
            pub fn available() -> impl Iterator<Item = Self> {
                [$($kind::detect().map(Kind::$kind),)* Some(Kind::Portable)]
                    .into_iter()
                    .flatten()
                    .map(Self)
            }

            /// "avx512", "avx2", "neon" or "portable".
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self.0 {
                    $(Kind::$kind(_) => $name,)*
                    Kind::Portable => "portable",
                }
            }

            /// Runs work, compiled for the CPU.
            pub(crate) fn run<R>(self, work: impl WorkAnywhere<R>) -> R {
                match self.0 {
                    $(Kind::$kind(cpu) => cpu.run(work),)*
                    Kind::Portable => work.run(Portable),
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
kinds!(Avx512: "avx512", Avx2: "avx2");
#[cfg(target_arch = "aarch64")]
kinds!(Neon: "neon");
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
kinds!();

impl std::fmt::Debug for Cpu {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Cpu").field(&self.name()).finish()
    }
}

#[cfg(target_arch = "x86_64")]
macro_rules! x86_with {
    ($name:ident, [$($feature:tt),+]) => {
        #[doc = concat!("Proof that the CPU has ", $($feature, " "),+)]
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name(());

        impl $name {
            pub(crate) fn detect() -> Option<Self> {
                ($(is_x86_feature_detected!($feature))&&+).then_some(Self(()))
            }

            pub(crate) fn run<W: Work<Self>>(self, work: W) -> W::Result {
                $(#[target_feature(enable = $feature)])+
                fn compiled<W: Work<$name>>(cpu: $name, work: W) -> W::Result {
                    work.run(cpu)
                }
                // SAFETY: `self` is proof that the CPU has the features.
                unsafe { compiled(self, work) }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
x86_with!(Avx2, ["avx2", "fma", "bmi2", "popcnt"]);
#[cfg(target_arch = "x86_64")]
x86_with!(Avx512, ["avx512f", "avx512dq", "avx512bw", "avx512vl", "avx2", "fma", "bmi2", "popcnt"]);
// Not a kind of its own: of all work, only what makes words is compiled for it.
#[cfg(target_arch = "x86_64")]
x86_with!(Avx512Ifma, ["avx512f", "avx512dq", "avx512ifma", "bmi2"]);

#[cfg(target_arch = "x86_64")]
impl From<Avx512> for Avx2 {
    /// What [`Avx512`] proves has all of it.
    fn from(_: Avx512) -> Self {
        Self(())
    }
}

/// Proof that the CPU has NEON.
#[cfg(target_arch = "aarch64")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Neon(());

#[cfg(target_arch = "aarch64")]
impl Neon {
    /// Nothing need be asked while the program runs: all code for the target may use NEON.
    fn detect() -> Option<Self> {
        cfg!(target_feature = "neon").then_some(Self(()))
    }

    fn run<W: Work<Self>>(self, work: W) -> W::Result {
        work.run(self)
    }
}
