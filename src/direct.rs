//! Short runs on the JavaScript thread, as a function whose arguments are read by hand.
//!
//! To a method napi-rs hands its object by way of a lock, a hash table and some allocations, and each argument is asked
//! several times what it is; together that costs about as much as a run over a few bytes.

use std::ffi::c_void;
use std::ptr;

use jsonmill_engine::pipeline::Series;
use napi::bindgen_prelude::{FromNapiValue, Function, ToNapiValue};
use napi::{Env, JsError, sys};

use crate::guard::guard;
use crate::input::{checked, ordinary};
use crate::output::Output;

/// What the function gives where it does not take its input: no `Uint8Array`, of no bytes (so are detached ones), or of
/// memory that other threads may write to.
const NOT_TAKEN: i32 = -1;

/// Results up to this size are copied into memory that is there already: making a Buffer costs more than a short run.
const POOLED: usize = 4096;

/// `(input, pool, at) => length | Buffer | -1`: a run over `input`. The result lies at `pool[at]`, if it is short and
/// fits there, and else in a Buffer of its own.
pub(crate) fn function(env: &Env, series: Series) -> napi::Result<Function<'_, (), ()>> {
    let data = Box::into_raw(Box::new(series)).cast::<c_void>();
    let mut function = ptr::null_mut();
    let name = c"runSync";
    // SAFETY: `env` is the live environment that napi-rs called with, and `call` reads `data` as what it is made of here.
    let made = unsafe { sys::napi_create_function(env.raw(), name.as_ptr(), 7, Some(call), data, &mut function) };
    checked(made)?;
    // SAFETY: `function` was made just now; the finalizer runs once, after the function can no longer be called.
    let added = unsafe {
        sys::napi_add_finalizer(
            env.raw(),
            function,
            data,
            Some(release),
            ptr::null_mut(),
            ptr::null_mut(),
        )
    };
    checked(added)?;
    // SAFETY: it is a function of this environment, in the handle scope of this call.
    unsafe { Function::from_napi_value(env.raw(), function) }
}

unsafe extern "C" fn release(_env: sys::napi_env, data: *mut c_void, _hint: *mut c_void) {
    // SAFETY: `function` made it of such a box, and gave it away to this finalizer.
    let series = unsafe { Box::from_raw(data.cast::<Series>()) };
    // the last owner frees a whole plan: a panic there must not leave this function
    let _ = guard("release", || {
        drop(series);
        Ok(())
    });
}

unsafe extern "C" fn call(env: sys::napi_env, info: sys::napi_callback_info) -> sys::napi_value {
    let mut arguments = [ptr::null_mut(); 3];
    let mut given = arguments.len();
    let mut data = ptr::null_mut();
    // SAFETY: Node calls with a live `env` and `info`; there is room for as many arguments as `given` says.
    let known = unsafe {
        sys::napi_get_cb_info(
            env,
            info,
            &mut given,
            arguments.as_mut_ptr(),
            ptr::null_mut(),
            &mut data,
        )
    };
    let done = checked(known).and_then(|()| {
        let [input, pool, at] = arguments;
        // SAFETY: `data` is what `function` gave, which lives as long as the function; all of it is of this call.
        unsafe { run(env, data.cast::<Series>(), input, pool, at) }
    });
    done.unwrap_or_else(|error| {
        // SAFETY: `env` is live, and no exception is pending: nothing above called into JavaScript.
        unsafe { JsError::from(error).throw_into(env) };
        ptr::null_mut()
    })
}

/// # Safety
/// `env` is live and the values are of this call, or null; `series` points to one that nobody else uses.
unsafe fn run(
    env: sys::napi_env,
    series: *mut Series,
    input: sys::napi_value,
    pool: sys::napi_value,
    at: sys::napi_value,
) -> napi::Result<sys::napi_value> {
    // SAFETY: the caller's promise
    let Some((bytes, length)) = (unsafe { ordinary(env, input) }) else {
        // SAFETY: `env` is live
        return unsafe { number(env, NOT_TAKEN) };
    };
    // SAFETY: the memory of a live, fixed or resizable, buffer that only this thread can change, and no JavaScript runs
    // until the borrow ends with the run.
    let bytes = unsafe { std::slice::from_raw_parts(bytes, length) };
    // SAFETY: the caller's promise
    let series = unsafe { &mut *series };
    let output = guard("runSync", || series.run(bytes))?;
    if output.len() <= POOLED {
        // SAFETY: the caller's promise
        let room = unsafe { room(env, pool, at) };
        if let Some((place, _)) = room.filter(|&(_, left)| output.len() <= left) {
            // SAFETY: so many bytes are left behind `place`; the input, which may lie there, is no longer borrowed, and the
            // output is the engine's own.
            unsafe { ptr::copy_nonoverlapping(output.as_ptr(), place, output.len()) };
            let length = output.len() as i32;
            series.give_back(output);
            // SAFETY: `env` is live
            return unsafe { number(env, length) };
        }
    }
    // SAFETY: `env` is live
    unsafe { Output::to_napi_value(env, Output::trimmed(output)) }
}

/// What is left of a pool behind `at`.
///
/// # Safety
/// As [`ordinary`].
unsafe fn room(env: sys::napi_env, pool: sys::napi_value, at: sys::napi_value) -> Option<(*mut u8, usize)> {
    // SAFETY: the caller's promise
    let (data, length) = unsafe { ordinary(env, pool) }?;
    let mut used = 0;
    // SAFETY: the caller's promise
    let status = unsafe { sys::napi_get_value_uint32(env, at, &mut used) };
    let left = length.checked_sub(used as usize)?;
    // SAFETY: `used` is not beyond the end.
    (status == sys::Status::napi_ok).then(|| (unsafe { data.add(used as usize) }, left))
}

/// # Safety
/// `env` is live.
unsafe fn number(env: sys::napi_env, value: i32) -> napi::Result<sys::napi_value> {
    let mut made = ptr::null_mut();
    // SAFETY: the caller's promise
    checked(unsafe { sys::napi_create_int32(env, value, &mut made) })?;
    Ok(made)
}
