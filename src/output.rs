//! Hands result bytes to JavaScript as a `Buffer`.

use std::sync::atomic::{AtomicUsize, Ordering};

use napi::bindgen_prelude::{BufferSlice, ToNapiValue, TypeName};
use napi::{Env, ValueType, sys};

/// Below this a copy into V8's own memory is cheaper than an external buffer with its finalizer.
const COPY_BELOW: usize = 1 << 20;

/// Node frees an external buffer only when the event loop turns, so a synchronous loop over big results would pile them
/// up without bound. Past this many bytes handed out and not yet freed, results are copied: V8 frees those by itself.
const MAX_EXTERNAL: usize = 256 << 20;

static EXTERNAL: AtomicUsize = AtomicUsize::new(0);

/// Result bytes on their way to JavaScript. No allocation is ever behind two buffers.
pub struct Output(pub(crate) Vec<u8>);

impl Output {
    /// Gives back the room that growth left over; meant for the worker thread, before the bytes are handed out.
    pub(crate) fn trimmed(mut bytes: Vec<u8>) -> Output {
        if bytes.len() >= COPY_BELOW {
            bytes.shrink_to_fit();
        }
        Output(bytes)
    }

    fn into_buffer(self, env: &Env) -> napi::Result<BufferSlice<'_>> {
        if self.0.len() < COPY_BELOW || EXTERNAL.load(Ordering::Relaxed) > MAX_EXTERNAL {
            return BufferSlice::copy_from(env, &self.0);
        }
        let mut lent = Lent::new(self.0);
        let (data, length) = (lent.0.as_mut_ptr(), lent.0.len());
        // SAFETY: the vector lives in the finalizer's hint and is dropped by the finalizer alone, so `data` stays valid
        // for `length` bytes as long as the buffer; moving the vector does not move its heap memory.
        unsafe { BufferSlice::from_external(env, data, length, lent, |_, lent| drop(lent)) }
    }
}

/// Memory that an external buffer shows, counted while it lives.
struct Lent(Vec<u8>);

impl Lent {
    fn new(bytes: Vec<u8>) -> Lent {
        EXTERNAL.fetch_add(bytes.len(), Ordering::Relaxed);
        Lent(bytes)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        EXTERNAL.fetch_sub(self.0.len(), Ordering::Relaxed);
    }
}

impl ToNapiValue for Output {
    unsafe fn to_napi_value(env: sys::napi_env, output: Self) -> napi::Result<sys::napi_value> {
        let live = Env::from_raw(env);
        let buffer = output.into_buffer(&live)?;
        // SAFETY: `env` is the live environment that napi-rs called with, and the buffer was made in it just now.
        unsafe { ToNapiValue::to_napi_value(env, &buffer) }
    }
}

impl TypeName for Output {
    fn type_name() -> &'static str {
        "Buffer"
    }

    fn value_type() -> ValueType {
        ValueType::Object
    }
}
