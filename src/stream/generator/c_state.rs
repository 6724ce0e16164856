//! The C states of NumPy's bit generators: faster to read and to write than the public ones.
//!
//! NumPy does not document these structures, so the first call for each type checks, on a bit
//! generator of its own, that they show what the public state shows, and that what is written into
//! them shows there. Where anything differs, the public state is used.
#![expect(unsafe_code, reason = "the structures that NumPy gives pointers to")]

use std::ffi::c_int;
use std::marker::PhantomData;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use super::state::Stored;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use crate::stream::bitgen::Interface;
use crate::stream::handle::Kind;
use crate::stream::lock::Locked;
use crate::stream::object_memory::ObjectMemory;
use paraminit_core::bit_generator::{BufferedUint32, Pcg64, Pcg64Dxsm, Philox, Sfc64, StateError};

/// A bit generator with a C state.
pub(super) trait InPlace: Stored + PartialEq + 'static {
    const KIND: Kind;
    /// The structure.
    type Raw: Raw<Self>;

    fn numpy_type(numpy: &NumPy) -> &Py<PyType>;
    /// Whether the structure is the installed NumPy's, once that is known.
    fn checked() -> &'static PyOnceLock<bool>;
}

/// A structure of NumPy's.
pub(super) trait Raw<B>: Copy {
    /// Whether its pointers point into the object itself.
    fn is_within(&self, memory: &ObjectMemory) -> bool;

    /// # Safety
    ///
    /// The pointers are valid, and nobody writes meanwhile.
    unsafe fn read(&self) -> Result<B, StateError>;

    /// # Safety
    ///
    /// The pointers are valid, and nobody else reads or writes meanwhile.
    unsafe fn write(&mut self, bits: &B);
}

/// Proof that the installed NumPy's structure for a bit generator is the one that is known here.
pub(super) struct Known<B>(PhantomData<B>);

impl<B: InPlace> Known<B> {
    /// The proof, if it is so. Python code may run.
    pub(super) fn check(py: Python<'_>, numpy: &NumPy) -> PyResult<Option<Self>> {
        let is_known = *B::checked().get_or_try_init(py, || Self::is_known(py, numpy))?;
        Ok(is_known.then_some(Self(PhantomData)))
    }

    fn is_known(py: Python<'_>, numpy: &NumPy) -> PyResult<bool> {
        const SEED: u32 = 20;
        let bit_generator =
            call_waiting(B::numpy_type(numpy).bind(py), &(SEED,).into_pyobject(py)?)?;
        let memory = ObjectMemory::of(&bit_generator)?;
        let raw = Interface::of(&bit_generator)?.state().cast::<B::Raw>();
        // SAFETY: the structure lies within an object that lives, and any bits are numbers.
        if !memory.holds(raw) || !unsafe { (*raw).is_within(&memory) } {
            return Ok(false);
        }
        let state = bit_generator.getattr(intern!(py, "state"))?;
        let mut bits = B::read(&state)?;
        bits.next_u32(); // the other half of its word is buffered
        bits.write(&state)?;
        bit_generator.setattr(intern!(py, "state"), state)?;
        // SAFETY: the pointers stay within the object, which nobody else has.
        if unsafe { (*raw).read() }.as_ref() != Ok(&bits) {
            return Ok(false);
        }
        bits.next_u64();
        bits.next_u32();
        // SAFETY: as above.
        unsafe { (*raw).write(&bits) };
        Ok(B::read(&bit_generator.getattr(intern!(py, "state"))?)? == bits)
    }
}

/// A bit generator's C state, while its lock is held.
pub(super) struct CState<'a, B: InPlace> {
    raw: *mut B::Raw,
    _locked: PhantomData<&'a ()>,
}

impl<'a, B: InPlace> CState<'a, B> {
    /// `None` if the bit generator is another one.
    pub(super) fn of(locked: &'a Locked<'_, '_>, _: &Known<B>) -> Option<Self> {
        let raw = locked.state_of(B::KIND)?.cast();
        Some(Self { raw, _locked: PhantomData })
    }

    pub(super) fn read(&self) -> Result<B, StateError> {
        // SAFETY: the structure is known, and the lock is held for 'a.
        unsafe { (*self.raw).read() }
    }

    pub(super) fn write(&self, bits: &B) {
        // SAFETY: as above.
        unsafe { (*self.raw).write(bits) }
    }
}

macro_rules! in_place {
    ($($bits:ident: $raw:ty, $numpy_type:ident;)+) => {$(
        impl InPlace for $bits {
            const KIND: Kind = Kind::$bits;
            type Raw = $raw;

            fn numpy_type(numpy: &NumPy) -> &Py<PyType> {
                &numpy.$numpy_type
            }

            fn checked() -> &'static PyOnceLock<bool> {
                static CHECKED: PyOnceLock<bool> = PyOnceLock::new();
                &CHECKED
            }
        }
    )+};
}

in_place! {
    Pcg64: RawPcg, pcg64;
    Pcg64Dxsm: RawPcg, pcg64dxsm;
    Philox: RawPhilox, philox;
    Sfc64: RawSfc, sfc64;
}

/// How each structure ends.
#[repr(C)]
#[derive(Clone, Copy)]
struct RawBuffered {
    has_uint32: c_int,
    uinteger: u32,
}

impl RawBuffered {
    const fn read(self) -> BufferedUint32 {
        BufferedUint32 { has_uint32: self.has_uint32 != 0, uinteger: self.uinteger }
    }

    fn new(buffered: BufferedUint32) -> Self {
        Self { has_uint32: buffered.has_uint32.into(), uinteger: buffered.uinteger }
    }
}

/// `pcg64_state` of NumPy's pcg64.h.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct RawPcg {
    /// `pcg64_random_t`: the state and the increment.
    pcg_state: *mut [Raw128; 2],
    buffered: RawBuffered,
}

/// `pcg128_t`: an integer of 128 bits, or two of 64 where the compiler has none as long.
#[repr(C)]
#[derive(Clone, Copy)]
struct Raw128([u64; 2]);

impl Raw128 {
    const HIGH_FIRST: bool = cfg!(any(target_endian = "big", target_env = "msvc"));

    fn read(self) -> u128 {
        let Self([first, second]) = self;
        let (high, low) = if Self::HIGH_FIRST { (first, second) } else { (second, first) };
        u128::from(high) << 64 | u128::from(low)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    const fn new(x: u128) -> Self {
        let (high, low) = ((x >> 64) as u64, x as u64);
        Self(if Self::HIGH_FIRST { [high, low] } else { [low, high] })
    }
}

macro_rules! raw_pcg {
    ($($bits:ident),+) => {$(
        impl Raw<$bits> for RawPcg {
            fn is_within(&self, memory: &ObjectMemory) -> bool {
                memory.holds(self.pcg_state)
            }

            unsafe fn read(&self) -> Result<$bits, StateError> {
                // SAFETY: the pointer is valid, as the caller promises.
                let [state, inc] = unsafe { *self.pcg_state }.map(Raw128::read);
                Ok($bits::from_state(state, inc, self.buffered.read()))
            }

            unsafe fn write(&mut self, bits: &$bits) {
                // SAFETY: the pointer is valid and nobody else's, as the caller promises.
                unsafe { *self.pcg_state = [bits.state(), bits.inc()].map(Raw128::new) };
                self.buffered = RawBuffered::new(bits.buffered());
            }
        }
    )+};
}

raw_pcg!(Pcg64, Pcg64Dxsm);

/// `philox_state` of NumPy's philox.h.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct RawPhilox {
    counter: *mut [u64; 4],
    key: *mut [u64; 2],
    buffer_pos: c_int,
    buffer: [u64; 4],
    buffered: RawBuffered,
}

impl Raw<Philox> for RawPhilox {
    fn is_within(&self, memory: &ObjectMemory) -> bool {
        memory.holds(self.counter) && memory.holds(self.key)
    }

    unsafe fn read(&self) -> Result<Philox, StateError> {
        // SAFETY: the pointers are valid, as the caller promises.
        let (counter, key) = unsafe { (*self.counter, *self.key) };
        Philox::from_state(counter, key, self.buffer, self.buffer_pos.into(), self.buffered.read())
    }

    unsafe fn write(&mut self, bits: &Philox) {
        // SAFETY: the pointer is valid and nobody else's, as the caller promises.
        unsafe { *self.counter = bits.counter() };
        self.buffer_pos = c_int::try_from(bits.buffer_pos()).unwrap_or(4); // it is 4 at most
        self.buffer = bits.buffer();
        self.buffered = RawBuffered::new(bits.buffered());
    }
}

/// `sfc64_state` of NumPy's sfc64.h.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct RawSfc {
    words: [u64; 4],
    buffered: RawBuffered,
}

impl Raw<Sfc64> for RawSfc {
    fn is_within(&self, _: &ObjectMemory) -> bool {
        true
    }

    unsafe fn read(&self) -> Result<Sfc64, StateError> {
        Ok(Sfc64::from_state(self.words, self.buffered.read()))
    }

    unsafe fn write(&mut self, bits: &Sfc64) {
        *self = Self { words: bits.words(), buffered: RawBuffered::new(bits.buffered()) };
    }
}
