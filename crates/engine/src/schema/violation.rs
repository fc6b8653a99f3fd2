//! What a schema finds wrong with a value, in ajv's words.

use serde::Serialize;
use serde_json::Value as Json;

/// One violation. The fields are ajv's: <https://ajv.js.org/api.html#error-objects>
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Violation {
    /// JSON Pointer to the value
    pub instance_path: String,
    /// Where the keyword stands, as a URI fragment
    pub schema_path: String,
    /// The keyword
    pub keyword: &'static str,
    /// What the message is made of
    pub params: Json,
    /// For people
    pub message: String,
    /// The name, where the name of a property was checked
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property_name: Option<String>,
}

/// A key as a segment of a JSON Pointer: <https://www.rfc-editor.org/rfc/rfc6901>
pub(super) fn escape_pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A key as a segment of a JSON Pointer in a URI fragment, as `encodeURIComponent` has it.
pub(super) fn escape_fragment(key: &str) -> String {
    let mut out = String::new();
    for byte in escape_pointer(key).bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
