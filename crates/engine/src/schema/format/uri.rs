//! `uri`, `uri-reference`: <https://www.rfc-editor.org/rfc/rfc3986>, `iri`, `iri-reference`: <https://www.rfc-editor.org/rfc/rfc3987>

use super::ip;

pub(super) fn is_uri(text: &str) -> bool {
    text.is_ascii() && is_iri(text)
}

pub(super) fn is_uri_reference(text: &str) -> bool {
    text.is_ascii() && is_iri_reference(text)
}

pub(super) fn is_iri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    is_scheme(scheme) && is_relative(rest)
}

pub(super) fn is_iri_reference(text: &str) -> bool {
    is_iri(text) || {
        // the first segment of a relative path has no colon
        let first = text.split(['/', '?', '#']).next().unwrap_or_default();
        !first.contains(':') && is_relative(text)
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn is_relative(text: &str) -> bool {
    let (text, fragment) = text.split_once('#').unwrap_or((text, ""));
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let path = match path.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find('/').unwrap_or(rest.len());
            if !is_authority(&rest[..end]) {
                return false;
            }
            &rest[end..]
        }
        None => path,
    };
    consists_of(path, ":@/") && consists_of(query, ":@/?") && consists_of(fragment, ":@/?")
}

fn is_authority(text: &str) -> bool {
    let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
    let (host, port) = match host.strip_prefix('[') {
        Some(literal) => {
            let Some((literal, port)) = literal.split_once(']') else {
                return false;
            };
            if !is_literal(literal) {
                return false;
            }
            ("", port.strip_prefix(':').or(port.is_empty().then_some("")))
        }
        None => {
            let (host, port) = host.rsplit_once(':').unwrap_or((host, ""));
            (host, Some(port))
        }
    };
    consists_of(user, ":") && consists_of(host, "") && port.is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
}

fn is_literal(text: &str) -> bool {
    match text.strip_prefix(['v', 'V']) {
        Some(future) => future.split_once('.').is_some_and(|(version, rest)| {
            !version.is_empty()
                && version.bytes().all(|byte| byte.is_ascii_hexdigit())
                && !rest.is_empty()
                && !rest.contains('%')
                && consists_of(rest, ":")
        }),
        None => ip::is_ipv6(text),
    }
}

/// Unreserved characters, sub-delimiters, percent-encoded octets, those beyond ASCII, and `more`.
fn consists_of(text: &str, more: &str) -> bool {
    let bytes = text.as_bytes();
    text.char_indices().all(|(at, c)| match c {
        '%' => matches!(bytes.get(at + 1..at + 3), Some(hex) if hex.iter().all(u8::is_ascii_hexdigit)),
        _ if c.is_ascii() => c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=".contains(c) || more.contains(c),
        _ => !c.is_control() && !c.is_whitespace(),
    })
}
