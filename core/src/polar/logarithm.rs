/// Where the logarithms of the polar method come from, for CPUs with vectors. Without any, the C library
/// computes them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Logarithm {
    /// Vectors compute them, and the C library those few that it may round otherwise. For a library
    /// whose error has a known bound.
    Vectors,
    /// The C library computes each.
    Library,
}

impl Logarithm {
    /// Those that give the bits of this platform's C library, the fastest first.
    ///
    /// [`Vectors`](Self::Vectors) does for glibc since 2.28 and musl since 1.2, whose source states a
    /// bound.
    pub const ALL: &[Self] =
        if cfg!(all(target_os = "linux", any(target_env = "gnu", target_env = "musl"))) {
            &[Self::Vectors, Self::Library]
        } else {
            &[Self::Library]
        };
}
