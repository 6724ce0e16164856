use std::num::NonZero;
use std::sync::OnceLock;
use std::thread;

use pyo3::intern;
use pyo3::prelude::*;

use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

/// How many threads a long call may use: as many as the process has CPUs, or fewer if the
/// environment variable `PARAMINIT_NUM_THREADS` is a positive number.
pub(super) fn threads(py: Python<'_>, numpy: &NumPy) -> PyResult<NonZero<usize>> {
    // A container's limit is read once: that takes as long as drawing ten thousand weights.
    static CPUS: OnceLock<NonZero<usize>> = OnceLock::new();
    let most = NonZero::<usize>::MAX;
    let cpus =
        *CPUS.get_or_init(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));
    let os = numpy.os.bind(py);
    let affine = match &numpy.cpu_affinity {
        Some(cpu_affinity) => NonZero::new(cpu_affinity.bind(py).call1((0,))?.len()?),
        None => None,
    };
    // Not by the C function: another thread that sets a variable may move them all.
    let get = os.getattr(intern!(py, "environ"))?.getattr(intern!(py, "get"))?;
    let name = intern!(py, "PARAMINIT_NUM_THREADS");
    let asked = call_waiting(&get, (name,))?;
    let asked = asked.extract::<String>().ok().and_then(|value| value.parse().ok());
    Ok(cpus.min(affine.unwrap_or(most)).min(asked.unwrap_or(most)))
}
