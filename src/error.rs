//! What goes wrong below becomes one napi error whose message is the JSON payload that `lib/` turns into a public error.

use jsonmill_engine::error::Error;
use napi::Status;
use serde_json::json;

/// The napi form of an engine error.
pub(crate) fn to_napi(error: &Error) -> napi::Error {
    napi::Error::new(Status::GenericFailure, error.to_json())
}

/// The error of input that does not fit into memory: a limit of this process, not a bug.
pub(crate) fn out_of_memory(bytes: usize) -> napi::Error {
    let payload = json!({
        "code": "ERR_JSONMILL_LIMIT",
        "message": format!("{bytes} bytes of input could not be copied: the process is out of memory"),
    });
    napi::Error::new(Status::GenericFailure, payload.to_string())
}
