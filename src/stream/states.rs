//! The C states of NumPy's bit generators, read and written where they lie.
//!
//! NumPy does not document these structures. So the first call for each type checks, on a bit generator
//! of its own, that NumPy's functions draw the words of the state that is read there, leave the state that
//! these words lead to, and draw from what is written. Each call then checks that the state of its own bit
//! generator lies within that object.
#![expect(unsafe_code, reason = "the structures of NumPy's bit generators")]

use std::ffi::c_int;
use std::marker::PhantomData;
use std::mem::offset_of;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use rand::Rng;

use super::objects::{Memory, Source, found};
use super::words::Words;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use paraminit_core::bit_generator::{
    BitGenerator, BufferedUint32, BulkBitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64,
    StateError,
};

/// NumPy's own bit generators, each with the structure of its state and its type.
macro_rules! bit_generators {
    ($($bits:ident: $raw:ident, $numpy_type:ident;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Kind {
            $($bits,)+
        }

        impl Kind {
            const ALL: &[Self] = &[$(Self::$bits),+];

            const fn numpy_type(self, numpy: &NumPy) -> &Py<PyType> {
                match self {
                    $(Self::$bits => &numpy.$numpy_type,)+
                }
            }

            fn check(self, bit_generator_type: &Bound<'_, PyType>) -> PyResult<Option<Source>> {
                match self {
                    $(Self::$bits => check::<$bits>(bit_generator_type),)+
                }
            }
        }

        $(impl InNumPy for $bits {
            const KIND: Kind = Kind::$bits;
            type Raw = $raw;
        })+
    };
}

bit_generators! {
    Mt19937: RawMt19937, mt19937;
    Pcg64: RawPcg, pcg64;
    Pcg64Dxsm: RawPcg, pcg64dxsm;
    Philox: RawPhilox, philox;
    Sfc64: RawSfc, sfc64;
}

impl Kind {
    /// That of a bit generator which is exactly of NumPy's type.
    pub(super) fn of(bit_generator: &Bound<'_, PyAny>, numpy: &NumPy) -> Option<Self> {
        let its_type = bit_generator.get_type();
        Self::ALL.iter().copied().find(|kind| its_type.is(kind.numpy_type(numpy)))
    }

    /// That of a bit generator whose type is NumPy's or derived from it.
    pub(super) fn of_base(bit_generator: &Bound<'_, PyAny>, numpy: &NumPy) -> Option<Self> {
        let py = bit_generator.py();
        Self::ALL.iter().copied().find(|kind| {
            bit_generator.is_instance(kind.numpy_type(numpy).bind(py)).unwrap_or(false)
        })
    }

    /// Where such a bit generator has what is needed of it, if its structure is known. Python code runs
    /// the first time.
    pub(super) fn source(self, py: Python<'_>) -> PyResult<Option<&'static Source>> {
        static SOURCES: [PyOnceLock<Option<Source>>; Kind::ALL.len()] =
            [const { PyOnceLock::new() }; Kind::ALL.len()];
        let find = || found(py, self.check(self.numpy_type(NumPy::get(py)?).bind(py)));
        Ok(SOURCES[self as usize].get_or_try_init(py, find)?.as_ref())
    }

    /// Refuses a position from which NumPy's functions would read beyond their words.
    pub(super) fn assert_possible(
        self,
        source: &Source,
        bit_generator: &Bound<'_, PyAny>,
    ) -> Result<(), StateError> {
        let memory = source.memory(bit_generator);
        let state = source.state(bit_generator);
        // Another thread may be drawing, but it leaves and passes through possible positions only.
        let read = |position: *const c_int| {
            // SAFETY: it is read if it lies within an object that lives.
            memory.holds(position).then(|| i64::from(unsafe { position.read_volatile() }))
        };
        match self {
            Self::Mt19937 => {
                match read(state.wrapping_byte_add(offset_of!(RawMt19937, pos)).cast()) {
                    Some(0..=624) | None => Ok(()),
                    Some(position) => Err(StateError::Position { position }),
                }
            }
            Self::Philox => {
                match read(state.wrapping_byte_add(offset_of!(RawPhilox, buffer_pos)).cast()) {
                    Some(0..=4) | None => Ok(()),
                    Some(position) => Err(StateError::BufferPosition { position }),
                }
            }
            Self::Pcg64 | Self::Pcg64Dxsm | Self::Sfc64 => Ok(()),
        }
    }
}

/// Has NumPy's own functions draw from the state as it is, and then from one that is written.
fn check<B: InNumPy>(bit_generator_type: &Bound<'_, PyType>) -> PyResult<Option<Source>> {
    let seed = (20_u8,).into_pyobject(bit_generator_type.py())?;
    let bit_generator = call_waiting(bit_generator_type, &seed)?;
    let Some(source) = Source::find(&bit_generator)? else { return Ok(None) };
    // SAFETY: the bit generator is of the type.
    let interface = unsafe { source.interface(&bit_generator) };
    if interface.functions.iter().any(|function| function.is_null()) {
        return Ok(None); // a class that took the place of NumPy's
    }
    // SAFETY: nobody else has the bit generator, which lives until the end, and the interface is filled in.
    let (state, mut words) =
        unsafe { (State::<B>::of(&source, &bit_generator), Words::new(&interface)) };
    let Some(state) = state else { return Ok(None) };
    let Ok(mut bits) = state.read() else { return Ok(None) };
    // More than the 624 words of the largest state. The other half of the first one is kept.
    let mut is_drawn_from = |bits: &mut B| {
        words.next_u32() == bits.next_u32()
            && words.next_double() == bits.next_double()
            && (0..1000).all(|_| words.next_u64() == bits.next_u64())
            && state.read().as_ref() == Ok(bits)
    };
    if !is_drawn_from(&mut bits) {
        return Ok(None);
    }
    bits.next_u32();
    bits.next_u32(); // half of another word
    state.write(&bits);
    Ok(is_drawn_from(&mut bits).then_some(source))
}

/// A bit generator of NumPy's with the structure of its state.
pub(super) trait InNumPy: BulkBitGenerator + PartialEq {
    const KIND: Kind;
    type Raw: Raw<Self>;
}

/// A structure of NumPy's, any bits of which are numbers and pointers.
pub(super) trait Raw<B>: Copy {
    /// Whether its pointers point into the object itself.
    fn is_within(&self, memory: &Memory) -> bool;

    /// # Safety
    ///
    /// The pointers are valid, and nobody writes meanwhile.
    unsafe fn read(&self) -> Result<B, StateError>;

    /// # Safety
    ///
    /// The pointers are valid, and nobody else reads or writes meanwhile.
    unsafe fn write(&mut self, bits: &B);
}

/// The state of a bit generator, as long as that may be read and written.
pub(super) struct State<'a, B: InNumPy> {
    raw: *mut B::Raw,
    _held: PhantomData<&'a ()>,
}

impl<B: InNumPy> State<'_, B> {
    /// `None` if it does not lie within the bit generator.
    ///
    /// # Safety
    ///
    /// As long as 'a, the bit generator lives, and nobody else reads or writes its state.
    pub(super) unsafe fn of(source: &Source, bit_generator: &Bound<'_, PyAny>) -> Option<Self> {
        let memory = source.memory(bit_generator);
        let raw: *mut B::Raw = source.state(bit_generator).cast();
        // SAFETY: it lies within an object that lives, and any bits are a structure.
        (memory.holds(raw) && unsafe { (*raw).is_within(&memory) })
            .then_some(Self { raw, _held: PhantomData })
    }

    pub(super) fn read(&self) -> Result<B, StateError> {
        // SAFETY: `of` has seen that structure and pointers are within the bit generator.
        unsafe { (*self.raw).read() }
    }

    pub(super) fn write(&self, bits: &B) {
        // SAFETY: as above.
        unsafe { (*self.raw).write(bits) }
    }
}

/// Why a state was refused, as NumPy users know it.
pub(super) fn refused(error: StateError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// `mt19937_state` of NumPy's mt19937.h.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct RawMt19937 {
    key: [u32; 624],
    pos: c_int,
}

impl Raw<Mt19937> for RawMt19937 {
    fn is_within(&self, _: &Memory) -> bool {
        true
    }

    unsafe fn read(&self) -> Result<Mt19937, StateError> {
        Mt19937::from_state(self.key, self.pos.into())
    }

    unsafe fn write(&mut self, bits: &Mt19937) {
        self.key = *bits.key();
        self.pos = c_int::try_from(bits.position()).unwrap_or(624); // it is 624 at most
    }
}

/// How the other structures end.
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
            fn is_within(&self, memory: &Memory) -> bool {
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
    fn is_within(&self, memory: &Memory) -> bool {
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
    fn is_within(&self, _: &Memory) -> bool {
        true
    }

    unsafe fn read(&self) -> Result<Sfc64, StateError> {
        Ok(Sfc64::from_state(self.words, self.buffered.read()))
    }

    unsafe fn write(&mut self, bits: &Sfc64) {
        *self = Self { words: bits.words(), buffered: RawBuffered::new(bits.buffered()) };
    }
}
