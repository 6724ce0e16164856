use std::ffi::c_int;

use pyo3::intern;
use pyo3::prelude::*;

use super::Stream;
use super::in_place::CachedInPlace;
use crate::stream::lock::Locked;
use crate::stream::mt19937_state::Twister;

/// The cached normal of a `RandomState`, or that there is none.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct CachedNormal {
    pub(super) has_gauss: c_int,
    /// As bits, to be compared.
    pub(super) gauss: u64,
}

impl CachedNormal {
    pub(super) fn of(normal: Option<f64>) -> Self {
        // As in NumPy, a 0 takes the place of the normal.
        Self { has_gauss: normal.is_some().into(), gauss: normal.unwrap_or(0.0).to_bits() }
    }

    /// That of a state, as `get_state` returns it.
    pub(super) fn read(state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = state.py();
        let gauss: f64 = state.get_item(intern!(py, "gauss"))?.extract()?;
        let has_gauss = state.get_item(intern!(py, "has_gauss"))?.extract()?;
        Ok(Self { has_gauss, gauss: gauss.to_bits() })
    }

    /// Writes itself into such a state.
    pub(super) fn write(self, state: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = state.py();
        state.set_item(intern!(py, "has_gauss"), self.has_gauss)?;
        state.set_item(intern!(py, "gauss"), f64::from_bits(self.gauss))
    }

    /// That of a Mersenne Twister's stream.
    pub(super) fn of_stream(
        stream: &Stream<'_, '_>,
        locked: &Locked<'_, '_>,
        twister: &Twister<'_>,
    ) -> PyResult<Self> {
        if let Some(cached) = CachedInPlace::of(stream, locked) {
            return Ok(cached.read());
        }
        if !stream.handle.reentrant {
            return Self::read(&stream.state()?);
        }
        // Reading the state takes as long as drawing ten thousand weights. So NumPy draws a normal, or
        // a pair, and then all is put back.
        let (words, none) = (twister.read()?, Self::of(None));
        let normal = stream.scalar()?;
        if twister.position()? == words.position() {
            let cached = Self::of(Some(normal));
            none.exchange_for(cached, stream, locked)?;
            return Ok(cached);
        }
        stream.scalar()?;
        twister.write(&words);
        Ok(none)
    }

    pub(super) fn normal(self) -> Option<f64> {
        (self.has_gauss != 0).then_some(f64::from_bits(self.gauss))
    }

    /// Puts `new` into the stream in place of this, and changes nothing else.
    ///
    /// Another thread may exchange the bit generator during a call, lock or not. The cached normal
    /// belongs to the new one then.
    pub(super) fn exchange_for(
        self,
        new: Self,
        stream: &Stream<'_, '_>,
        locked: &Locked<'_, '_>,
    ) -> PyResult<()> {
        if new == self || !stream.is_current()? {
            return Ok(());
        }
        if let Some(cached) = CachedInPlace::of(stream, locked) {
            cached.write(new);
            return Ok(());
        }
        let state = complete(stream.state()?)?;
        new.write(&state)?;
        // A signal's handler, too, may exchange it, see `super::draw`.
        if stream.is_current()? { stream.set_state(&state) } else { Ok(()) }
    }
}

/// The state in a form that `RandomState.set_state` accepts: it wants a key "state", which the
/// states of other packages' bit generators need not have.
pub(super) fn complete(state: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    let py = state.py();
    state.call_method1(intern!(py, "setdefault"), (intern!(py, "state"), py.None()))?;
    Ok(state)
}
