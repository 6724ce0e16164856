use std::fmt;

/// Why parameters could not be made.
///
/// Layers are counted as in the keys of the notebook: layer `l` connects entry `l - 1` of the
/// layer sizes with entry `l`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A layer's weights would take more bytes than an address can count. As in NumPy, a size
    /// of 0 counts as 1 here.
    TooLarge {
        /// The layer, from 1.
        layer: usize,
        /// Rows and columns of its weight matrix.
        shape: (usize, usize),
    },
    /// The allocator had no room for a layer.
    OutOfMemory {
        /// The layer, from 1.
        layer: usize,
        /// Rows and columns of the matrix that did not fit.
        shape: (usize, usize),
    },
    /// The formula of the scale divides by a fan of 0.
    ZeroFan {
        /// The layer, from 1.
        layer: usize,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { layer, shape: (rows, columns) } => write!(
                f,
                "the weights of layer {layer}, {rows} x {columns}, exceed the address space"
            ),
            Self::OutOfMemory { layer, shape: (rows, columns) } => {
                write!(f, "unable to allocate {rows} x {columns} numbers for layer {layer}")
            }
            Self::ZeroFan { layer } => {
                write!(f, "division by zero in the scale of layer {layer}: its fan is 0")
            }
        }
    }
}

impl std::error::Error for Error {}
