#![expect(unsafe_code, reason = "the fields of NumPy's objects")]

use std::ptr;
use std::sync::{Arc, Mutex};

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use super::cached_normal::CachedNormal;
use super::objects::{Drawer, Fields, Source, once};
use super::rng::{Rng, StreamType, type_of};
use super::states::{InNumPy, Kind, State};
use super::words::Words;
use crate::arguments::refused;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;

impl StreamType {
    /// Where such a stream has what it draws with, if that is known. Python code runs the first time.
    fn drawer(self, py: Python<'_>, numpy: &NumPy) -> PyResult<Option<&'static Drawer>> {
        static DRAWERS: [PyOnceLock<Option<Drawer>>; 2] = [const { PyOnceLock::new() }; 2];
        once(&DRAWERS[self as usize], py, || {
            let its_type = self.in_numpy(numpy).bind(py);
            let mut drawer = Drawer::find(its_type, numpy)?;
            if self == Self::RandomState {
                drawer.cached_normal = Some(CachedNormal::find(its_type, drawer.interface)?);
            }
            Ok(drawer)
        })
    }
}

/// A lock, with the methods that would take a good part of a small call to look up.
struct Lock {
    /// Kept alive, so that no other object can be mistaken for it.
    object: Py<PyAny>,
    acquire: Py<PyAny>,
    release: Py<PyAny>,
}

impl Lock {
    /// That of a stream; the one that such a stream used last is kept. `None` if it is not of one of the
    /// two types of locks that NumPy makes.
    fn of(
        object: &Bound<'_, PyAny>,
        stream_type: StreamType,
        numpy: &NumPy,
    ) -> PyResult<Option<Arc<Self>>> {
        static LAST: [Mutex<Option<Arc<Lock>>>; 2] = [const { Mutex::new(None) }; 2];
        let last = &LAST[stream_type as usize];
        let used = last.try_lock().ok().and_then(|last| last.clone());
        if let Some(lock) = used
            && lock.object.is(object)
        {
            return Ok(Some(lock));
        }
        let its_type = object.get_type();
        if !numpy.lock_types.iter().any(|lock_type| its_type.is(lock_type)) {
            return Ok(None);
        }
        let lock = Arc::new(Self {
            acquire: object.getattr(intern!(object.py(), "acquire"))?.unbind(),
            release: object.getattr(intern!(object.py(), "release"))?.unbind(),
            object: object.clone().unbind(),
        });
        let before = last.try_lock().ok().and_then(|mut last| last.replace(lock.clone()));
        drop(before); // not under the mutex
        Ok(Some(lock))
    }
}

/// A stream as it was verified, until this is dropped: its lock is held.
pub(super) struct Held<'py> {
    stream: Bound<'py, PyAny>,
    drawer: &'static Drawer,
    pub(super) kind: Kind,
    fields: Fields,
    /// Which the stream may let go of meanwhile.
    bit_generator: Bound<'py, PyAny>,
    source: &'static Source,
    lock: Arc<Lock>,
}

impl<'py> Held<'py> {
    /// Verifies a stream and takes its lock. While it waits for that, the GIL is released.
    ///
    /// `None` if the stream is not one that may be drawn from here.
    pub(super) fn of(rng: &Rng<'py>, numpy: &'static NumPy) -> PyResult<Option<Self>> {
        let (stream, stream_type) = (rng.object(), rng.stream_type());
        let py = stream.py();
        if !rng.is_exact() {
            return Ok(None);
        }
        let Some(drawer) = stream_type.drawer(py, numpy)? else { return Ok(None) };
        loop {
            // SAFETY: the stream is of this type.
            let fields = unsafe { drawer.read(stream) };
            let Some([bit_generator, lock]) = fields.objects(py) else { return Ok(None) };
            let Some(kind) = Kind::of(&bit_generator, numpy) else { return Ok(None) };
            let Some(source) = kind.source(py)? else { return Ok(None) };
            let Some(lock) = Lock::of(&lock, stream_type, numpy)? else { return Ok(None) };
            call_waiting(lock.acquire.bind(py), ())?;
            let stream = stream.clone();
            let held = Self { stream, drawer, kind, fields, bit_generator, source, lock };
            // While this thread waited, another one may have initialised the stream anew.
            if held.is_unchanged() {
                return Ok(held.is_verified().then_some(held));
            }
        }
    }

    /// Whether the stream draws from the bit generator's own state, by NumPy's functions, under its lock.
    #[inline(always)] // a small call feels it
    fn is_verified(&self) -> bool {
        // SAFETY: the bit generator is of the type to which `source` belongs.
        let lock = unsafe { self.source.lock(&self.bit_generator) };
        lock == self.fields.lock && self.source.gave(&self.fields.interface, &self.bit_generator)
    }

    /// Whether the stream still draws from this bit generator, under this lock.
    pub(super) fn is_unchanged(&self) -> bool {
        // SAFETY: the stream is of the type, as `of` has seen.
        (unsafe { self.drawer.read(&self.stream) }) == self.fields
    }

    pub(super) fn py(&self) -> Python<'py> {
        self.stream.py()
    }

    /// The cached normal, if it is a `RandomState`'s.
    pub(super) fn cached_normal(&self) -> Option<CachedNormal<'_>> {
        let place = self.drawer.cached_normal?;
        // SAFETY: the stream is of the type in which it was found there. `self`, which is borrowed, keeps it
        // alive and holds its lock.
        unsafe { CachedNormal::of(&self.stream, place, self.drawer.interface) }
    }

    /// The bit generator's state, if it is of this kind.
    pub(super) fn state<B: InNumPy>(&self) -> Option<State<'_, B>> {
        // SAFETY: `self`, which is borrowed, keeps the bit generator alive and holds its lock.
        let state = || unsafe { State::of(self.source, &self.bit_generator) };
        (self.kind == B::KIND).then(state).flatten()
    }

    /// The words, made where the state lies.
    ///
    /// # Errors
    ///
    /// If the state is an impossible one.
    #[inline(always)] // a small call feels it
    pub(super) fn words(&self) -> PyResult<Words<'_>> {
        self.kind.assert_possible(self.source, &self.bit_generator).map_err(refused)?;
        // SAFETY: `of` has seen that the interface is the bit generator's own, as NumPy made it. `self`,
        // which is borrowed, keeps the bit generator alive and holds its lock.
        Ok(unsafe { Words::new(&self.fields.interface) })
    }

    /// Writes the state after a call in which other threads could run.
    ///
    /// Nobody who draws can have touched it, since the lock is held. But `bit_generator.__init__` asks
    /// for no lock, and makes a new one. If it has set a new state, that stays: it came after the call.
    /// If it was refused, the state is the one from which the call began.
    /// (In a short call none can run, and no start need be kept.)
    pub(super) fn give_back<B: InNumPy>(&self, state: &State<'_, B>, start: Option<&B>, end: &B) {
        // SAFETY: the bit generator is of the type.
        let lock = unsafe { self.source.lock(&self.bit_generator) };
        if lock == self.fields.lock || state.read().ok().as_ref() == start {
            state.write(end);
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let release = self.lock.release.bind(self.py());
        if let Err(error) = release.call0() {
            error.write_unraisable(self.py(), Some(release));
        }
    }
}

impl Fields {
    /// The bit generator and the lock.
    fn objects<'py>(&self, py: Python<'py>) -> Option<[Bound<'py, PyAny>; 2]> {
        // SAFETY: the stream has a reference to each, or null. It can let go of them only when other
        // code runs, which has not since they were read. (On an interpreter without a GIL it has, where
        // a program initialises a stream anew while it draws; NumPy's own methods then read the same
        // fields without a lock.)
        unsafe {
            let bit_generator = Bound::from_borrowed_ptr_or_opt(py, self.bit_generator)?;
            Some([bit_generator, Bound::from_borrowed_ptr_or_opt(py, self.lock)?])
        }
    }
}

/// Refuses a stream from which NumPy's methods would read wherever an impossible state points to.
///
/// # Errors
///
/// `TypeError` if there is nothing to draw with, `ValueError` if the state is an impossible one.
pub(crate) fn assert_drawable(stream: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = stream.py();
    let numpy = NumPy::get(py)?;
    let Some((stream_type, _)) = type_of(stream)? else { return Ok(()) };
    let Some(drawer) = stream_type.drawer(py, numpy)? else { return Ok(()) };
    // SAFETY: the stream is of this type, or of one that is derived from it.
    let fields = unsafe { drawer.read(stream) };
    let Some([bit_generator, _]) = fields.objects(py) else { return Ok(()) };
    let kind = Kind::of_base(&bit_generator, numpy);
    let Fields { interface, .. } = fields;
    let name = bit_generator.get_type();
    if interface.functions.contains(&ptr::null()) {
        return Err(PyTypeError::new_err(format!(
            "{name} has no functions to draw with: its C interface is empty"
        )));
    }
    if interface.state.is_null() && kind.is_some() {
        return Err(PyTypeError::new_err(format!(
            "{name} has no state to draw from: it was not initialised when rng was made"
        )));
    }
    let Some(kind) = kind else { return Ok(()) };
    let Some(source) = kind.source(py)?.filter(|it| it.state(&bit_generator) == interface.state)
    else {
        return Ok(());
    };
    kind.assert_possible(source, &bit_generator).map_err(refused)
}
