use std::time::{Duration, Instant};

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;

use paraminit_core::Interrupted;

/// How often a long call looks for an interrupt.
const PERIOD: Duration = Duration::from_millis(20);

/// How often it is asked before it looks at the clock, which takes as long as drawing ten numbers.
const ASKED_PER_LOOK: u32 = 8;

/// Looks for interrupts from time to time.
pub(super) struct Interrupts {
    asked: u32,
    looked: Instant,
    raised: Option<PyErr>,
}

impl Interrupts {
    /// Runs `work` with the GIL released. What a signal's handler raises meanwhile is the result.
    pub(super) fn detached<T: Send>(
        py: Python<'_>,
        work: impl FnOnce(&mut Self) -> Result<T, Interrupted> + Send,
    ) -> PyResult<T> {
        py.detach(|| {
            let mut interrupts = Self { asked: 0, looked: Instant::now(), raised: None };
            let outcome = work(&mut interrupts);
            match (interrupts.raised, outcome) {
                (Some(raised), _) => Err(raised),
                (None, outcome) => outcome.map_err(|_| PyKeyboardInterrupt::new_err(())),
            }
        })
    }

    /// Whether `work` should stop.
    pub(super) fn arrived(&mut self) -> bool {
        self.asked = self.asked.wrapping_add(1);
        if self.asked.is_multiple_of(ASKED_PER_LOOK) && self.looked.elapsed() >= PERIOD {
            self.looked = Instant::now();
            self.raised = Python::try_attach(|py| py.check_signals().err()).flatten();
        }
        self.raised.is_some()
    }
}
