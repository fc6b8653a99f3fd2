//! `json-pointer`: <https://www.rfc-editor.org/rfc/rfc6901>, `relative-json-pointer`:
//! <https://datatracker.ietf.org/doc/html/draft-handrews-relative-json-pointer-01>

pub(super) fn is_json_pointer(text: &str) -> bool {
    let escapes_well = |text: &str| {
        let mut parts = text.split('~');
        parts.next();
        parts.all(|part| part.starts_with(['0', '1']))
    };
    (text.is_empty() || text.starts_with('/')) && escapes_well(text)
}

pub(super) fn is_relative_json_pointer(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    digits > 0 && (number == "0" || !number.starts_with('0')) && (rest == "#" || is_json_pointer(rest))
}
