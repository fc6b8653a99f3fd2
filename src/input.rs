//! Bytes that JavaScript hands over, where they lie.

use std::ptr;

use napi::{Env, JsValue, Status, Unknown, sys};

/// The bytes of a `Uint8Array` whose memory belongs to this thread, if there are any.
///
/// # Safety
/// `env` is live and `value` is of this call, or null.
pub(crate) unsafe fn ordinary(env: sys::napi_env, value: sys::napi_value) -> Option<(*mut u8, usize)> {
    let (mut kind, mut length, mut data, mut buffer) = (0, 0, ptr::null_mut(), ptr::null_mut());
    // SAFETY: the caller's promise; every place that is written to lives here.
    let status = unsafe {
        sys::napi_get_typedarray_info(
            env,
            value,
            &mut kind,
            &mut length,
            &mut data,
            &mut buffer,
            ptr::null_mut(),
        )
    };
    if status != sys::Status::napi_ok || kind != sys::TypedarrayType::uint8_array || length == 0 || data.is_null() {
        return None;
    }
    let mut owned = false;
    // SAFETY: the array's own buffer, got just now. Shared memory is no ArrayBuffer.
    let status = unsafe { sys::napi_is_arraybuffer(env, buffer, &mut owned) };
    (status == sys::Status::napi_ok && owned).then_some((data.cast(), length))
}

/// The bytes of every element of a plain array, borrowed: none where an element is null. Where one is neither that nor
/// [`ordinary`], its number.
///
/// # Safety
/// While the slices live no JavaScript runs. The array's elements are its own and no accessors.
pub(crate) unsafe fn documents<'l>(env: &Env, list: &'l Unknown<'_>) -> napi::Result<Result<Vec<&'l [u8]>, u32>> {
    let (env, list) = (env.raw(), list.value().value);
    let mut length = 0;
    // SAFETY: `env` is live, and the list is of this call.
    checked(unsafe { sys::napi_get_array_length(env, list, &mut length) })?;
    let mut found: Vec<&[u8]> = Vec::with_capacity(length as usize);
    for number in 0..length {
        let mut element = ptr::null_mut();
        // SAFETY: as above; the element is plain data, so that nothing is called to get it.
        checked(unsafe { sys::napi_get_element(env, list, number, &mut element) })?;
        // SAFETY: the element is of this call.
        found.push(match unsafe { ordinary(env, element) } {
            // SAFETY: memory that only this thread can change, and the caller promises that no JavaScript runs.
            Some((data, length)) => unsafe { std::slice::from_raw_parts(data, length) },
            // SAFETY: as above
            None if unsafe { is_null(env, element) } => &[],
            None => return Ok(Err(number)),
        });
    }
    Ok(Ok(found))
}

/// # Safety
/// `env` is live and `value` is of this call.
unsafe fn is_null(env: sys::napi_env, value: sys::napi_value) -> bool {
    let mut kind = 0;
    // SAFETY: the caller's promise
    let status = unsafe { sys::napi_typeof(env, value, &mut kind) };
    status == sys::Status::napi_ok && kind == sys::ValueType::napi_null
}

/// What a call of Node-API said.
pub(crate) fn checked(status: sys::napi_status) -> napi::Result<()> {
    match status {
        sys::Status::napi_ok => Ok(()),
        other => Err(napi::Error::from_status(Status::from(other))),
    }
}
