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
use std::ptr;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use rand::Rng;

use super::objects::{Memory, Source, ensure, interface_of, once, unknown};
use super::words::Words;
use crate::arguments::refused;
use crate::interpreter::call_waiting;
use crate::numpy::NumPy;
use paraminit_core::bit_generator::{
    BitGenerator, BufferedUint32, BulkBitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64,
    StateError,
};

/// NumPy's own bit generators, and their types.
macro_rules! bit_generators {
    ($($bits:ident: $numpy_type:ident;)+) => {
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

            fn check(self, bit_generator_type: &Bound<'_, PyType>) -> PyResult<Source> {
                match self {
                    $(Self::$bits => check::<$bits>(bit_generator_type),)+
                }
            }
        }
    };
}

bit_generators! {
    Mt19937: mt19937;
    Pcg64: pcg64;
    Pcg64Dxsm: pcg64dxsm;
    Philox: philox;
    Sfc64: sfc64;
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
        let check = || self.check(self.numpy_type(NumPy::get(py)?).bind(py));
        once(&SOURCES[self as usize], py, check)
    }

    /// Refuses a position from which NumPy's functions would read beyond their words.
    pub(super) fn assert_possible(
        self,
        source: &Source,
        bit_generator: &Bound<'_, PyAny>,
    ) -> Result<(), StateError> {
        let memory = source.memory(bit_generator);
        let read = |offset| {
            let position = source.state(bit_generator).wrapping_byte_add(offset).cast::<c_int>();
            // Another thread may be drawing, but it leaves and passes through possible positions only.
            // SAFETY: it is read if it lies within an object that lives.
            memory.holds(position).then(|| i64::from(unsafe { position.read_volatile() }))
        };
        let possible = match self {
            Self::Mt19937 => read(offset_of!(RawMt19937, pos)).map(Mt19937::checked_position),
            Self::Philox => read(offset_of!(RawPhilox, buffer_pos)).map(Philox::checked_position),
            Self::Pcg64 | Self::Pcg64Dxsm | Self::Sfc64 => None,
        };
        possible.transpose().map(drop)
    }
}

/// Has NumPy's own functions draw from the state as it is, and then from one that is written.
fn check<B: InNumPy>(bit_generator_type: &Bound<'_, PyType>) -> PyResult<Source> {
    let bit_generator = call_waiting(bit_generator_type, (20_u8,))?;
    let source = Source::find(&bit_generator)?;
    let interface = interface_of(&bit_generator)?;
    // They are missing where a class has taken the place of NumPy's.
    ensure(!interface.functions.contains(&ptr::null()))?;
    // SAFETY: nobody else has the bit generator, which lives until the end, and the interface is filled in.
    let (state, mut words) =
        unsafe { (State::<B>::of(&source, &bit_generator), Words::new(&interface)) };
    let state = state.ok_or_else(unknown)?;
    let mut bits = state.read().map_err(refused)?;
    // More than the 624 words of the largest state. The other half of the first one is kept.
    let mut is_drawn_from = |bits: &mut B| {
        words.next_u32() == bits.next_u32()
            && words.next_double() == bits.next_double()
            && (0..1000).all(|_| words.next_u64() == bits.next_u64())
            && state.read().as_ref() == Ok(bits)
    };
    ensure(is_drawn_from(&mut bits))?;
    bits.next_u32();
    bits.next_u32(); // half of another word
    state.write(&bits);
    ensure(is_drawn_from(&mut bits))?;
    Ok(source)
}

/// A bit generator of NumPy's with the structure of its state.
pub(super) trait InNumPy: BulkBitGenerator + PartialEq {
    const KIND: Kind;

    /// The structure, of which any bits are numbers and pointers.
    type Raw: Copy;

    /// Whether its pointers point into the object itself.
    fn is_within(_: &Self::Raw, _: &Memory) -> bool {
        true
    }

    /// # Safety
    ///
    /// The pointers are valid, and nobody writes meanwhile.
    unsafe fn read(raw: &Self::Raw) -> Result<Self, StateError>;

    /// # Safety
    ///
    /// The pointers are valid, and nobody else reads or writes meanwhile.
    unsafe fn write(&self, raw: &mut Self::Raw);
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
        (memory.holds(raw) && unsafe { B::is_within(&*raw, &memory) })
            .then_some(Self { raw, _held: PhantomData })
    }

    pub(super) fn read(&self) -> Result<B, StateError> {
        // SAFETY: `of` has seen that structure and pointers are within the bit generator.
        unsafe { B::read(&*self.raw) }
    }

    pub(super) fn write(&self, bits: &B) {
        // SAFETY: as above.
        unsafe { bits.write(&mut *self.raw) }
    }
}

/// `mt19937_state` of NumPy's mt19937.h.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct RawMt19937 {
    key: [u32; 624],
    pos: c_int,
}

impl InNumPy for Mt19937 {
    const KIND: Kind = Kind::Mt19937;
    type Raw = RawMt19937;

    unsafe fn read(raw: &RawMt19937) -> Result<Self, StateError> {
        Self::from_state(raw.key, raw.pos.into())
    }

    unsafe fn write(&self, raw: &mut RawMt19937) {
        raw.key = *self.key();
        raw.pos = c_int::try_from(self.position()).unwrap_or(624); // it is 624 at most
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

macro_rules! pcg_in_numpy {
    ($($bits:ident),+) => {$(
        impl InNumPy for $bits {
            const KIND: Kind = Kind::$bits;
            type Raw = RawPcg;

            fn is_within(raw: &RawPcg, memory: &Memory) -> bool {
                memory.holds(raw.pcg_state)
            }

            unsafe fn read(raw: &RawPcg) -> Result<Self, StateError> {
                // SAFETY: the pointer is valid, as the caller promises.
                let [state, inc] = unsafe { *raw.pcg_state }.map(Raw128::read);
                Ok(Self::from_state(state, inc, raw.buffered.read()))
            }

            unsafe fn write(&self, raw: &mut RawPcg) {
                // SAFETY: the pointer is valid and nobody else's, as the caller promises.
                unsafe { *raw.pcg_state = [self.state, self.inc].map(Raw128::new) };
                raw.buffered = RawBuffered::new(self.buffered);
            }
        }
    )+};
}

pcg_in_numpy!(Pcg64, Pcg64Dxsm);

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

impl InNumPy for Philox {
    const KIND: Kind = Kind::Philox;
    type Raw = RawPhilox;

    fn is_within(raw: &RawPhilox, memory: &Memory) -> bool {
        memory.holds(raw.counter) && memory.holds(raw.key)
    }

    unsafe fn read(raw: &RawPhilox) -> Result<Self, StateError> {
        // SAFETY: the pointers are valid, as the caller promises.
        let (counter, key) = unsafe { (*raw.counter, *raw.key) };
        Self::from_state(counter, key, raw.buffer, raw.buffer_pos.into(), raw.buffered.read())
    }

    unsafe fn write(&self, raw: &mut RawPhilox) {
        // SAFETY: the pointer is valid and nobody else's, as the caller promises.
        unsafe { *raw.counter = self.counter };
        raw.buffer_pos = c_int::try_from(self.buffer_pos()).unwrap_or(4); // it is 4 at most
        raw.buffer = self.buffer;
        raw.buffered = RawBuffered::new(self.buffered);
    }
}

/// `sfc64_state` of NumPy's sfc64.h.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct RawSfc {
    words: [u64; 4],
    buffered: RawBuffered,
}

impl InNumPy for Sfc64 {
    const KIND: Kind = Kind::Sfc64;
    type Raw = RawSfc;

    unsafe fn read(raw: &RawSfc) -> Result<Self, StateError> {
        Ok(Self { words: raw.words, buffered: raw.buffered.read() })
    }

    unsafe fn write(&self, raw: &mut RawSfc) {
        *raw = RawSfc { words: self.words, buffered: RawBuffered::new(self.buffered) };
    }
}
