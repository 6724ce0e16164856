/// Why parameters could not be made.
///
/// Layers are counted as in the keys of the notebook: layer `l` connects entry `l - 1` of the
/// layer sizes with entry `l`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A layer's weights would take more bytes than an address can count. As in NumPy, a size
    /// of 0 counts as 1 here.
    #[error("the weights of layer {layer}, {} x {}, exceed the address space", shape.0, shape.1)]
    TooLarge {
        /// The layer, from 1.
        layer: usize,
        /// Rows and columns of its weight matrix.
        shape: (usize, usize),
    },
    /// The allocator had no room for a layer.
    #[error("unable to allocate {} x {} numbers for layer {layer}", shape.0, shape.1)]
    OutOfMemory {
        /// The layer, from 1.
        layer: usize,
        /// Rows and columns of the matrix that did not fit.
        shape: (usize, usize),
    },
    /// The formula of the scale divides by a fan of 0.
    #[error("division by zero in the scale of layer {layer}: its fan is 0")]
    ZeroFan {
        /// The layer, from 1.
        layer: usize,
    },
    /// A shape of fewer than two axes has no fans.
    #[error(
        "shape must have at least two axes, not {axes}: fans are those of a weight matrix or a kernel \
         (biases are zeros)"
    )]
    TooFewAxes {
        /// How many it has.
        axes: usize,
    },
    /// The shape has no such axis.
    #[error("{name}: axis {axis} is out of bounds for array of dimension {axes}")]
    NoSuchAxis {
        /// The argument that names it: `in_axis`, `out_axis` or `batch_axis`.
        name: &'static str,
        /// Which one it should be.
        axis: isize,
        /// How many there are.
        axes: usize,
    },
    /// An axis is named twice.
    #[error("{}", same_axis(*axis, *names))]
    SameAxis {
        /// The axis, from 0.
        axis: usize,
        /// The two arguments that name it, or one of them twice.
        names: [&'static str; 2],
    },
    /// A name that is none of those that are known.
    #[error("{argument} must be one of '{}', not '{name}'", known.join("', '"))]
    UnknownName {
        /// What it should name.
        argument: &'static str,
        /// The name.
        name: String,
        /// All that are known.
        known: Vec<&'static str>,
    },
}

fn same_axis(axis: usize, [first, second]: [&str; 2]) -> String {
    if first == second {
        return format!("{first} names axis {axis} twice");
    }
    // What comes first to mind for `x @ W`, where the other one has its default.
    let hint = match (axis, first, second) {
        (0, "in_axis", "out_axis") => "; for weights (in, out), in_axis=0 and out_axis=1",
        _ => "",
    };
    format!("{first} and {second} must be different axes, but both name axis {axis}{hint}")
}

/// A call was told to stop before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("interrupted before all numbers were drawn")]
pub struct Interrupted;
