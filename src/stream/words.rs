//! A bit generator drawn from where it lies, by NumPy's own functions: for a few numbers that is quicker
//! than to copy its state.
#![expect(unsafe_code, reason = "the functions that NumPy gives pointers to")]

use std::convert::Infallible;
use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::transmute;

use rand::TryRng;

use super::objects::Interface;
use paraminit_core::bit_generator::BitGenerator;

type Next<T> = unsafe extern "C" fn(*mut c_void) -> T;

/// The words of a stream whose lock is held.
pub(super) struct Words<'a> {
    state: *mut c_void,
    next_uint64: Next<u64>,
    next_uint32: Next<u32>,
    next_double: Next<f64>,
    _held: PhantomData<&'a ()>,
}

impl Words<'_> {
    /// # Safety
    ///
    /// The interface is one that NumPy has filled in, its bit generator lives, and its lock is held, for
    /// as long as the result lives.
    pub(super) unsafe fn new(interface: &Interface) -> Self {
        let [next_uint64, next_uint32, next_double, _next_raw] = interface.functions;
        // SAFETY: these are the types of the functions in bitgen.h, and none of NumPy's is null.
        unsafe {
            Self {
                state: interface.state,
                next_uint64: transmute::<*const c_void, Next<u64>>(next_uint64),
                next_uint32: transmute::<*const c_void, Next<u32>>(next_uint32),
                next_double: transmute::<*const c_void, Next<f64>>(next_double),
                _held: PhantomData,
            }
        }
    }
}

impl TryRng for Words<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        // SAFETY: the function belongs to the state, and the lock is held, as `new` asks.
        Ok(unsafe { (self.next_uint32)(self.state) })
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        // SAFETY: as above.
        Ok(unsafe { (self.next_uint64)(self.state) })
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        rand::rand_core::utils::fill_bytes_via_next_word(bytes, || self.try_next_u64())
    }
}

impl BitGenerator for Words<'_> {
    fn next_double(&mut self) -> f64 {
        // SAFETY: as above.
        unsafe { (self.next_double)(self.state) }
    }
}
