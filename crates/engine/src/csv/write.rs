//! Values to cells.

use jsonmill_json::string;

use super::Options;

/// Begins what a spreadsheet takes for a formula.
const FORMULA: &[u8] = b"=+-@\t\r";

/// Appends a cell with this text. `alone`: it is the only one of its row, which must not be a blank line.
pub fn write_cell(options: &Options, text: &[u8], alone: bool, out: &mut Vec<u8>) {
    let apostrophe = options.escape_formulas && text.first().is_some_and(|byte| FORMULA.contains(byte));
    let delimiter = options.delimiter();
    let needs_quotes = text.is_empty() && alone
        || text
            .iter()
            .any(|&byte| byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n'));
    if needs_quotes {
        out.push(b'"');
    }
    if apostrophe {
        out.push(b'\'');
    }
    if needs_quotes && memchr::memchr(b'"', text).is_some() {
        let mut plain = Vec::with_capacity(text.len());
        string::write_utf8(&mut plain, text);
        for byte in plain {
            if byte == b'"' {
                out.push(b'"');
            }
            out.push(byte);
        }
    } else {
        string::write_utf8(out, text);
    }
    if needs_quotes {
        out.push(b'"');
    }
}
