//! The Python module `paraminit._core`: what it exports, and nothing else.

mod arguments;
mod arrays;
mod draw;
mod initializers;
mod interpreter;
mod notebook;
mod numpy;
mod parameters;
mod skip;
mod stream;

use pyo3::prelude::*;

/// On a free-threaded interpreter this module needs no GIL. What it keeps is set once
/// (`PyOnceLock`) or behind a mutex. What it shares with other threads are NumPy's streams, each under
/// the lock under which NumPy's methods draw, and arrays: new ones are known to nobody, and those of the
/// caller are borrowed for the call.
#[pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;
    use pyo3::types::PyCFunction;

    use super::numpy::NumPy;
    use super::{initializers, interpreter};

    #[pymodule_export]
    use super::initializers::{
        checked_gain, glorot_normal, glorot_uniform, he_normal, he_uniform, initialize_parameters,
        lecun_normal, lecun_uniform, normal, plan, truncated_normal, uniform, variance_scaling,
    };
    #[pymodule_export]
    use super::notebook::{
        initialize_parameters_he, initialize_parameters_random, initialize_parameters_xavier,
        initialize_parameters_zeros,
    };

    #[pymodule_export]
    use super::skip::skip;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        interpreter::assert_first(module.py())?;
        NumPy::get(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        // The package is where users, and pickle, find the functions.
        for (_, function) in module.dict() {
            if function.is_instance_of::<PyCFunction>() {
                function.setattr("__module__", "paraminit")?;
            }
        }
        initializers::remember(module)?;
        Ok(())
    }
}
