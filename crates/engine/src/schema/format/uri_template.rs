//! `uri-template`: <https://www.rfc-editor.org/rfc/rfc6570#section-2>

pub(super) fn is_uri_template(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (literal, tail) = rest.split_at(at);
        let Some(tail) = tail.strip_prefix('{') else {
            return false;
        };
        let Some((expression, after)) = tail.split_once('}') else {
            return false;
        };
        if !is_literal(literal) || !is_expression(expression) {
            return false;
        }
        rest = after;
    }
    is_literal(rest)
}

fn is_literal(text: &str) -> bool {
    let bytes = text.as_bytes();
    text.char_indices().all(|(at, c)| match c {
        '%' => matches!(bytes.get(at + 1..at + 3), Some(hex) if hex.iter().all(u8::is_ascii_hexdigit)),
        _ => !c.is_control() && !" \"<>\\^`|".contains(c),
    })
}

fn is_expression(text: &str) -> bool {
    let variables = text.strip_prefix(|c: char| "+#./;?&=,!@|".contains(c)).unwrap_or(text);
    variables.split(',').all(|variable| {
        let name = match (variable.strip_suffix('*'), variable.split_once(':')) {
            (Some(name), _) => name,
            (None, Some((name, length))) => {
                let is_length = length.len() < 5
                    && !length.starts_with('0')
                    && !length.is_empty()
                    && length.bytes().all(|byte| byte.is_ascii_digit());
                if !is_length {
                    return false;
                }
                name
            }
            (None, None) => variable,
        };
        is_name(name)
    })
}

fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_character = |(at, c): (usize, char)| match c {
        '%' => matches!(bytes.get(at + 1..at + 3), Some(hex) if hex.iter().all(u8::is_ascii_hexdigit)),
        '.' => at > 0 && at + 1 < bytes.len() && bytes[at + 1] != b'.',
        _ => c.is_ascii_alphanumeric() || c == '_',
    };
    !text.is_empty() && text.char_indices().all(is_character)
}
