//! One cell of the input as JSON.

use jsonmill_json::{number, repair, string};

use super::Kind;

/// Integers beyond it are not all numbers of JavaScript.
const MAX_SAFE: &[u8] = b"9007199254740991";

/// Appends a cell as JSON; false where it is not of its kind. `text` is what stands between its quotes, if it has some, with pairs
/// of quotes as one.
pub(super) fn write_json(kind: Kind, text: &[u8], quoted: bool, out: &mut Vec<u8>) -> bool {
    match kind {
        Kind::Text => write_text(text, out),
        _ if text.is_empty() && !quoted => out.extend_from_slice(b"null"),
        Kind::Infer if !quoted && (matches!(text, b"true" | b"false") || is_inferred(text)) => {
            out.extend_from_slice(text);
        }
        Kind::Infer => write_text(text, out),
        Kind::Number if is_number(text) => out.extend_from_slice(text),
        Kind::Boolean if matches!(text, b"true" | b"false") => out.extend_from_slice(text),
        Kind::Json => return write_document(text, out),
        Kind::Number | Kind::Boolean => return false,
    }
    true
}

fn write_text(text: &[u8], out: &mut Vec<u8>) {
    string::write_quoted(out, &repair::to_valid_utf8(text));
}

fn is_number(text: &[u8]) -> bool {
    number::scan_number(text, 0) == Ok(text.len())
}

/// Whether a text is a number and comes back from it: identifiers of many digits, or with zeros before them, stay texts.
fn is_inferred(text: &[u8]) -> bool {
    if !is_number(text) {
        return false;
    }
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    let is_integer = digits.iter().all(u8::is_ascii_digit);
    !is_integer || digits.len() < MAX_SAFE.len() || (digits.len() == MAX_SAFE.len() && digits <= MAX_SAFE)
}

/// A document in a cell stands on a line of its own records: its line breaks are white space and go.
fn write_document(text: &[u8], out: &mut Vec<u8>) -> bool {
    let text = repair::to_valid_utf8(text);
    let Ok(document) = serde_json::from_slice::<&serde_json::value::RawValue>(&text) else {
        return false;
    };
    out.extend(
        document
            .get()
            .bytes()
            .map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { byte }),
    );
    true
}
