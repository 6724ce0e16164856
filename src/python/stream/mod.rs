//! NumPy's global stream: its lock, its words and its cached normal.
//!
//! Two facts shape this module. NumPy holds the bit generator's lock, not the interpreter, while
//! it draws; so must we. And the normal that the polar method keeps for the next call lies in the
//! `RandomState`, where only `get_state` and `set_state` reach it, each slower than to draw ten
//! thousand weights. So NumPy itself empties and fills that cache, by its scalar draws, where it can.
#![expect(unsafe_code, reason = "the state of a bit generator, by the pointers that NumPy gives")]

use std::ffi::c_int;
use std::num::NonZero;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use numpy::npyffi::bitgen_t;
use numpy::{PyArray1, PyArrayMethods};
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::ffi::{PyGC_Disable, PyGC_Enable};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyCapsule;

use super::np::NumPy;
use crate::random::{Bulk, Mt19937, RandomState, Weights, polar};

/// From so many weights on a call takes long enough to be interrupted, and to let other threads have
/// the interpreter.
const LONG: usize = 1 << 16;

/// So few weights are drawn by NumPy's function for uniform numbers: quicker than to copy the state.
const FEW: usize = 32;

/// How often a long call looks for an interrupt.
const INTERRUPT_PERIOD: Duration = Duration::from_millis(20);

/// Draws the weights as `np.random.randn` would, and leaves the stream as it would be left.
///
/// On an error the stream is as it was. (But a thread that waits for the lock of a NumPy older
/// than 2.4 and is interrupted there may have drawn two normals.)
pub(super) fn draw(py: Python<'_>, mut weights: Weights<'_>) -> PyResult<()> {
    let numpy = NumPy::get(py)?;
    while !weights.is_empty() {
        let stream = Stream::current(py, numpy)?;
        let bulk = calibrated(py, numpy)?;
        if let (Some(bulk), Some(twister)) = (bulk, stream.source.twister)
            && weights.len() < LONG
            && stream.draw_short(bulk, twister, &mut weights)?
        {
            return Ok(());
        }
        let _held = stream.hold()?;
        let undisturbed = Undisturbed::new(py, numpy);
        // Another thread may have exchanged the bit generator while this one waited.
        if !stream.is_current()? {
            continue;
        }
        if let (Some(bulk), Some(twister)) = (bulk, stream.source.twister) {
            return stream.draw_long(undisturbed, bulk, twister, weights);
        }
        let before = stream.state()?;
        drop(undisturbed);
        // The state of some bit generators is made of large integers, and in between Python looks
        // for signals, whose handlers may do anything.
        if stream.is_current()? {
            return match bulk {
                Some(bulk) => stream.draw_by_uniforms(&before, bulk, weights),
                None => stream.draw_by_numpy(&before, weights),
            };
        }
    }
    Ok(())
}

/// The way to draw in bulk that gives NumPy's bits on this machine, found out once.
fn calibrated(py: Python<'_>, numpy: &NumPy) -> PyResult<Option<Bulk>> {
    const SEED: u32 = 0;
    const NORMALS: usize = 4096;
    static BULK: PyOnceLock<Option<Bulk>> = PyOnceLock::new();
    BULK.get_or_try_init(py, || {
        let stream = numpy.random_state_type.bind(py).call1((SEED,))?;
        let normals = stream.call_method1("standard_normal", (NORMALS,))?;
        let normals = normals.cast_into::<PyArray1<f64>>()?.readonly();
        Ok(Bulk::calibrate(SEED, normals.as_slice()?))
    })
    .copied()
}

/// How many threads a long call may use: as many as the process has CPUs, or fewer if the
/// environment variable `PARAMINIT_NUM_THREADS` is a positive number.
fn threads(py: Python<'_>, numpy: &NumPy) -> PyResult<NonZero<usize>> {
    // A container's share is not asked for again: that takes as long as ten thousand weights.
    static CPUS: OnceLock<NonZero<usize>> = OnceLock::new();
    let most = NonZero::<usize>::MAX;
    let cpus =
        *CPUS.get_or_init(|| thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN));
    let affine = match &numpy.cpu_affinity {
        Some(cpu_affinity) => NonZero::new(cpu_affinity.bind(py).call1((0,))?.len()?),
        None => None,
    };
    let asked = std::env::var("PARAMINIT_NUM_THREADS").ok().and_then(|value| value.parse().ok());
    Ok(cpus.min(affine.unwrap_or(most)).min(asked.unwrap_or(most)))
}

/// A bit generator, with what is needed of it.
struct Source {
    bit_generator: Py<PyAny>,
    acquire_lock: Py<PyAny>,
    release_lock: Py<PyAny>,
    /// The lock's holder may take it again.
    reentrant: bool,
    uniforms: Uniforms,
    /// The state if this is NumPy's own Mersenne Twister.
    twister: Option<Twister>,
}

impl Source {
    fn new(bit_generator: Bound<'_, PyAny>, numpy: &NumPy) -> PyResult<Self> {
        let py = bit_generator.py();
        let lock = bit_generator.getattr(intern!(py, "lock"))?;
        let uniforms = Uniforms::of(&bit_generator)?;
        let is_twister = bit_generator.get_type().is(&numpy.mt19937);
        Ok(Self {
            acquire_lock: lock.getattr("acquire")?.unbind(),
            release_lock: lock.getattr("release")?.unbind(),
            reentrant: lock.get_type().is(&numpy.reentrant_lock),
            twister: is_twister.then(|| Twister(uniforms.0.state.cast())),
            uniforms,
            bit_generator: bit_generator.unbind(),
        })
    }
}

/// The global stream with the bit generator that it has at a moment.
struct Stream<'py> {
    py: Python<'py>,
    numpy: &'static NumPy,
    source: Arc<Source>,
}

impl<'py> Stream<'py> {
    fn current(py: Python<'py>, numpy: &'static NumPy) -> PyResult<Self> {
        // Looking up what a source is made of takes a good part of a small call. The source keeps
        // its bit generator alive, so another one cannot be mistaken for it.
        static LAST: Mutex<Option<Arc<Source>>> = Mutex::new(None);
        let bit_generator = numpy.get_bit_generator.bind(py).call0()?;
        let last = LAST.try_lock().ok().and_then(|last| last.clone());
        if let Some(source) = last
            && source.bit_generator.is(&bit_generator)
        {
            return Ok(Self { py, numpy, source });
        }
        let source = Arc::new(Source::new(bit_generator, numpy)?);
        let before = LAST.try_lock().ok().and_then(|mut last| last.replace(source.clone()));
        drop(before); // which may run any code, so not under the lock
        Ok(Self { py, numpy, source })
    }

    fn is_current(&self) -> PyResult<bool> {
        Ok(self.numpy.get_bit_generator.bind(self.py).call0()?.is(&self.source.bit_generator))
    }

    /// Takes the lock; waits for it without the interpreter.
    fn hold(&self) -> PyResult<Held<'_, 'py>> {
        self.source.acquire_lock.bind(self.py).call0()?;
        Ok(Held(self))
    }

    /// Takes the lock if it is free.
    fn try_hold(&self) -> PyResult<Option<Held<'_, 'py>>> {
        let taken = self.source.acquire_lock.bind(self.py).call1((false,))?;
        Ok(if taken.is_truthy()? { Some(Held(self)) } else { None })
    }

    /// One normal, drawn by NumPy itself.
    fn scalar(&self) -> PyResult<f64> {
        self.numpy.standard_normal.bind(self.py).call0()?.extract()
    }

    /// Draws all weights without reading the cache, if nothing is in the way.
    ///
    /// A lock that is not re-entrant cannot be held while NumPy draws a scalar. Then the scalars
    /// come before and after, without letting go of the interpreter; if another thread waits for the
    /// lock all the same, the rest of the weights is left to draw, as a long call.
    fn draw_short(
        &self,
        bulk: Bulk,
        twister: Twister,
        weights: &mut Weights<'_>,
    ) -> PyResult<bool> {
        let held = if self.source.reentrant { Some(self.hold()?) } else { self.try_hold()? };
        let _undisturbed = Undisturbed::new(self.py, self.numpy);
        let Some(mut held) = held else { return Ok(false) };
        if !self.is_current()? {
            return Ok(false);
        }
        if self.source.reentrant {
            self.empty_cache(twister, weights)?;
        } else {
            drop(held);
            self.empty_cache(twister, weights)?;
            match self.try_hold()? {
                Some(again) if self.is_current()? => held = again,
                _ => return Ok(false),
            }
        }
        if weights.len() < FEW {
            let mut uniform = || self.source.uniforms.next();
            while weights.len() > 1 {
                weights.extend(&polar::pair(bulk.contraction(), &mut uniform));
            }
        } else {
            let mut generator = twister.read()?;
            let pairs = weights.split_front(weights.len() / 2 * 2);
            let _ = bulk.fill(&mut generator, pairs, &mut || false); // never interrupted
            twister.write(&generator);
        }
        // The last one of an odd number; the pair's other normal then is in the cache, as it should be.
        if !weights.is_empty() {
            let _held = self.source.reentrant.then_some(held); // or else NumPy could not take the lock
            weights.push(self.scalar()?);
        }
        Ok(true)
    }

    /// Draws one or two normals, after which the cache is empty.
    fn empty_cache(&self, twister: Twister, weights: &mut Weights<'_>) -> PyResult<()> {
        let before = twister.position()?;
        weights.push(self.scalar()?);
        // If words were used, a pair was drawn, and its second normal is in the cache now.
        if twister.position()? != before && !weights.is_empty() {
            weights.push(self.scalar()?);
        }
        Ok(())
    }

    /// Draws all weights from a copy of the stream, then brings the stream up to it.
    fn draw_long(
        &self,
        undisturbed: Undisturbed<'py>,
        bulk: Bulk,
        twister: Twister,
        weights: Weights<'_>,
    ) -> PyResult<()> {
        let cache = self.cache(twister)?;
        let mut copy = RandomState::from_state(twister.read()?, cache.kept());
        drop(undisturbed);
        let bulk = bulk.with_threads(threads(self.py, self.numpy)?);
        Interrupts::detached(self.py, |interrupts| {
            copy.fill_with(&bulk, weights, &mut || interrupts.arrived())
        })?;
        let _undisturbed = Undisturbed::new(self.py, self.numpy);
        self.exchange_cache(cache, Cache::of(copy.kept()))?;
        twister.write(copy.generator());
        Ok(())
    }

    /// Draws all weights by the bit generator's own function for uniform numbers.
    fn draw_by_uniforms(
        &self,
        before: &Bound<'py, PyAny>,
        bulk: Bulk,
        weights: Weights<'_>,
    ) -> PyResult<()> {
        let cache = Cache::read(before)?;
        let (uniforms, kept) = (&self.source.uniforms, cache.kept());
        let drawn = Interrupts::detached(self.py, |interrupts| {
            let uniform = || uniforms.next();
            let interrupted = &mut || interrupts.arrived();
            polar::fill_by_uniforms(bulk.contraction(), kept, uniform, weights, interrupted)
        });
        let _undisturbed = Undisturbed::new(self.py, self.numpy);
        let drawn = drawn.and_then(|kept| self.exchange_cache(cache, Cache::of(kept)));
        if drawn.is_err() {
            self.set_words(before)?;
        }
        drawn
    }

    /// Draws all weights by NumPy's own normals, from a copy of the stream.
    fn draw_by_numpy(&self, before: &Bound<'py, PyAny>, mut weights: Weights<'_>) -> PyResult<()> {
        const CHUNK: usize = 1 << 16;
        let py = self.py;
        let deepcopy = py.import("copy")?.getattr("deepcopy")?;
        let bit_generator = deepcopy.call1((&self.source.bit_generator,))?;
        let copy = self.numpy.random_state_type.bind(py).call1((bit_generator,))?;
        copy.call_method1("set_state", (before,))?;
        while !weights.is_empty() {
            let len = weights.len().min(CHUNK);
            let normals = copy.call_method1("standard_normal", (len,))?;
            let normals = normals.cast_into::<PyArray1<f64>>()?.readonly();
            weights.extend(normals.as_slice()?);
            py.check_signals()?;
        }
        let state = copy.call_method1("get_state", (false,))?;
        let _undisturbed = Undisturbed::new(py, self.numpy);
        if self.is_current()? { self.set_state(&state) } else { self.set_words(&state) }
    }

    /// The state of the stream, as a dict.
    fn state(&self) -> PyResult<Bound<'py, PyAny>> {
        self.numpy.random_state.bind(self.py).call_method1("get_state", (false,))
    }

    /// Sets the state of the stream.
    fn set_state(&self, state: &Bound<'py, PyAny>) -> PyResult<()> {
        self.numpy.random_state.bind(self.py).call_method1("set_state", (state,))?;
        Ok(())
    }

    /// What is in the cache.
    fn cache(&self, twister: Twister) -> PyResult<Cache> {
        if !self.source.reentrant {
            return Cache::read(&self.state()?);
        }
        // To read the state takes as long as to draw ten thousand weights. So NumPy draws a normal, or
        // a pair, and then all is put back.
        let (words, empty) = (twister.read()?, Cache::of(None));
        let normal = self.scalar()?;
        if usize::try_from(twister.position()?) == Ok(words.position()) {
            let full = Cache::of(Some(normal));
            self.exchange_cache(empty, full)?;
            return Ok(full);
        }
        self.scalar()?;
        twister.write(&words);
        Ok(empty)
    }

    /// Sets what is in the cache, and nothing else.
    ///
    /// In the midst of a call another thread may exchange the bit generator, lock or not. The cache
    /// belongs to the new one then.
    fn exchange_cache(&self, old: Cache, new: Cache) -> PyResult<()> {
        if new == old || !self.is_current()? {
            return Ok(());
        }
        let state = self.state()?;
        state.set_item("has_gauss", new.has_gauss)?;
        state.set_item("gauss", f64::from_bits(new.gauss))?;
        // A signal's handler, too, may exchange it, see `draw`.
        if self.is_current()? { self.set_state(&state) } else { Ok(()) }
    }

    /// Sets the state of the bit generator alone.
    fn set_words(&self, state: &Bound<'py, PyAny>) -> PyResult<()> {
        self.source.bit_generator.bind(self.py).setattr("state", state)
    }
}

/// Until this is dropped no other code runs, unless the interpreter is let go of: the garbage collector
/// rests. That of Python 3.11 may run in any function that makes an object, and the finalizers that it
/// calls may do anything, or let another thread do it. Later ones run between such functions only.
struct Undisturbed<'py> {
    _py: Python<'py>,
    collecting: bool,
}

impl<'py> Undisturbed<'py> {
    fn new(py: Python<'py>, numpy: &NumPy) -> Self {
        // SAFETY: the interpreter is held, as `py` shows.
        let collecting = numpy.collected_anywhere && unsafe { PyGC_Disable() } != 0;
        Self { _py: py, collecting }
    }
}

impl Drop for Undisturbed<'_> {
    fn drop(&mut self) {
        if self.collecting {
            // SAFETY: as above.
            unsafe { PyGC_Enable() };
        }
    }
}

/// The lock, until this is dropped.
struct Held<'a, 'py>(&'a Stream<'py>);

impl Drop for Held<'_, '_> {
    fn drop(&mut self) {
        let release = self.0.source.release_lock.bind(self.0.py);
        if let Err(error) = release.call0() {
            error.write_unraisable(self.0.py, Some(release));
        }
    }
}

/// What NumPy keeps of the last pair.
#[derive(Clone, Copy, PartialEq)]
struct Cache {
    has_gauss: c_int,
    /// As bits, to be compared.
    gauss: u64,
}

impl Cache {
    fn of(kept: Option<f64>) -> Self {
        // NumPy, too, leaves a 0 where it takes the normal.
        Self { has_gauss: kept.is_some().into(), gauss: kept.unwrap_or(0.0).to_bits() }
    }

    fn read(state: &Bound<'_, PyAny>) -> PyResult<Self> {
        let gauss: f64 = state.get_item("gauss")?.extract()?;
        Ok(Self { has_gauss: state.get_item("has_gauss")?.extract()?, gauss: gauss.to_bits() })
    }

    fn kept(self) -> Option<f64> {
        (self.has_gauss != 0).then_some(f64::from_bits(self.gauss))
    }
}

/// NumPy's own C state of an MT19937, for as long as its bit generator lives.
#[derive(Clone, Copy)]
struct Twister(*mut TwisterState);

// SAFETY: the state may be used from any thread that holds the bit generator's lock.
unsafe impl Send for Twister {}
// SAFETY: as above.
unsafe impl Sync for Twister {}

/// `mt19937_state` in NumPy's mt19937.h; `bit_generator.ctypes.state_address` documents it.
#[repr(C)]
struct TwisterState {
    key: [u32; 624],
    pos: c_int,
}

impl Twister {
    /// The position, if it is one: `bit_generator.state` accepts any number.
    fn position(self) -> PyResult<c_int> {
        // SAFETY: the stream holds a reference to the bit generator, and no other thread writes:
        // each needs the lock, or the interpreter where this is called without the lock.
        let position = unsafe { (*self.0).pos };
        if (0..=624).contains(&position) {
            Ok(position)
        } else {
            Err(crate::Error::Position { position: position.into() }.into())
        }
    }

    fn read(self) -> PyResult<Mt19937> {
        let position = self.position()?;
        // SAFETY: as above, and the lock is held.
        let key = unsafe { (*self.0).key };
        Ok(Mt19937::from_state(key, position.into())?)
    }

    fn write(self, generator: &Mt19937) {
        let position = c_int::try_from(generator.position()).unwrap_or(624); // it is 624 at most
        // SAFETY: as above, and the lock is held.
        unsafe {
            (*self.0).key = *generator.key();
            (*self.0).pos = position;
        }
    }
}

/// The C interface of a bit generator, for as long as that lives:
/// <https://numpy.org/doc/stable/reference/random/extending.html>.
struct Uniforms(bitgen_t);

// SAFETY: its functions may be called from any thread that holds the bit generator's lock.
unsafe impl Send for Uniforms {}
// SAFETY: as above.
unsafe impl Sync for Uniforms {}

impl Uniforms {
    fn of(bit_generator: &Bound<'_, PyAny>) -> PyResult<Self> {
        let capsule = bit_generator.getattr("capsule")?.cast_into::<PyCapsule>()?;
        let interface = capsule.pointer_checked(Some(c"BitGenerator"))?.cast::<bitgen_t>();
        // SAFETY: the capsule's name says what it points to, and the bit generator keeps it alive.
        Ok(Self(unsafe { interface.read() }))
    }

    /// The next number in [0, 1).
    fn next(&self) -> f64 {
        // SAFETY: the function belongs to the state, and the caller holds the lock.
        unsafe { (self.0.next_double)(self.0.state) }
    }
}

/// Looks for interrupts from time to time.
struct Interrupts {
    looked: Instant,
    raised: Option<PyErr>,
}

impl Interrupts {
    /// Runs `work` without the interpreter. What a signal's handler raises meanwhile is the result.
    fn detached<T: Send>(
        py: Python<'_>,
        work: impl FnOnce(&mut Self) -> Result<T, crate::random::Interrupted> + Send,
    ) -> PyResult<T> {
        py.detach(|| {
            let mut interrupts = Self { looked: Instant::now(), raised: None };
            let outcome = work(&mut interrupts);
            match (interrupts.raised, outcome) {
                (Some(raised), _) => Err(raised),
                (None, outcome) => outcome.map_err(|_| PyKeyboardInterrupt::new_err(())),
            }
        })
    }

    fn arrived(&mut self) -> bool {
        if self.looked.elapsed() >= INTERRUPT_PERIOD {
            self.looked = Instant::now();
            self.raised = Python::try_attach(|py| py.check_signals().err()).flatten();
        }
        self.raised.is_some()
    }
}
