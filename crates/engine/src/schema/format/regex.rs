//! `regex`: <https://tc39.es/ecma262/#sec-regexp-regular-expression-objects>

use crate::value::regexp::{Flags, Pattern};

pub(super) fn is_regex(text: &str) -> bool {
    let flags = Flags::parse(b"u").expect("u is a flag");
    let units: Vec<u16> = text.encode_utf16().collect();
    Pattern::compile(&units, flags).is_ok()
}
