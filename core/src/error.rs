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
    /// A shape of fewer than two axes has no fans.
    TooFewAxes {
        /// How many it has.
        axes: usize,
    },
    /// The shape has no such axis.
    NoSuchAxis {
        /// The argument that names it: `in_axis`, `out_axis` or `batch_axis`.
        name: &'static str,
        /// Which one it should be.
        axis: isize,
        /// How many there are.
        axes: usize,
    },
    /// An axis is named twice.
    SameAxis {
        /// The axis, from 0.
        axis: usize,
        /// The two arguments that name it, or one of them twice.
        names: [&'static str; 2],
    },
    /// A name that is none of those that are known.
    UnknownName {
        /// What it should name.
        argument: &'static str,
        /// The name.
        name: String,
        /// All that are known.
        known: Vec<&'static str>,
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
            Self::TooFewAxes { axes } => write!(
                f,
                "shape must have at least two axes, not {axes}: fans are those of a weight matrix \
                 or a kernel (biases are zeros)"
            ),
            Self::NoSuchAxis { name, axis, axes } => {
                write!(f, "{name}: axis {axis} is out of bounds for array of dimension {axes}")
            }
            Self::SameAxis { axis, names: [first, second] } if first == second => {
                write!(f, "{first} names axis {axis} twice")
            }
            Self::SameAxis { axis, names: [first, second] } => {
                write!(
                    f,
                    "{first} and {second} must be different axes, but both name axis {axis}"
                )?;
                // What comes first to mind for `x @ W`, where the other one has its default.
                match (*axis, *first, *second) {
                    (0, "in_axis", "out_axis") => {
                        write!(f, "; for weights (in, out), in_axis=0 and out_axis=1")
                    }
                    _ => Ok(()),
                }
            }
            Self::UnknownName { argument, name, known } => {
                let known = known.join("', '");
                write!(f, "{argument} must be one of '{known}', not '{name}'")
            }
        }
    }
}

impl std::error::Error for Error {}
