//! Formats, by what they describe. <https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3>

mod date_time;
mod duration;
mod email;
mod hostname;
mod ip;
mod json_pointer;
mod regex;
mod uri;
mod uri_template;
mod uuid;

use super::draft::Draft;

/// Whether a text is of a format.
#[derive(Clone, Copy, Debug)]
pub(super) enum Format {
    /// By its bytes: what is not ASCII never is
    Bytes(fn(&[u8]) -> bool),
    /// By its characters
    Text(fn(&str) -> bool),
}

impl Format {
    /// Whether a text is of the format; nothing where it is no UTF-8.
    #[inline]
    pub(super) fn holds(self, text: &[u8]) -> Option<bool> {
        match self {
            Format::Bytes(is_of) => Some(is_of(text)),
            Format::Text(is_of) => Some(is_of(std::str::from_utf8(text).ok()?)),
        }
    }
}

/// The format called so, if the draft or OpenAPI knows it and it says anything about strings.
pub(super) fn format(name: &str, draft: Draft) -> Option<Format> {
    let by_bytes: fn(&[u8]) -> bool = match name {
        "date-time" => date_time::is_date_time,
        "date" => date_time::is_date,
        "time" => date_time::is_time,
        "ipv4" => ip::is_ipv4,
        "uuid" => uuid::is_uuid,
        _ => return by_characters(name, draft).map(Format::Text),
    };
    Some(Format::Bytes(by_bytes))
}

fn by_characters(name: &str, draft: Draft) -> Option<fn(&str) -> bool> {
    Some(match name {
        "duration" => duration::is_duration,
        "email" => email::is_email,
        "idn-email" => email::is_idn_email,
        "hostname" if draft >= Draft::Draft7 => hostname::is_hostname,
        "hostname" => hostname::is_ascii_hostname,
        "idn-hostname" => hostname::is_idn_hostname,
        "ipv6" => ip::is_ipv6,
        "uri" => uri::is_uri,
        "uri-reference" => uri::is_uri_reference,
        "iri" => uri::is_iri,
        "iri-reference" => uri::is_iri_reference,
        "uri-template" => uri_template::is_uri_template,
        "json-pointer" => json_pointer::is_json_pointer,
        "relative-json-pointer" => json_pointer::is_relative_json_pointer,
        "regex" => regex::is_regex,
        _ => return None,
    })
}

/// Two ASCII digits as a number.
fn two_digits(text: &[u8]) -> Option<u32> {
    match text {
        [a @ b'0'..=b'9', b @ b'0'..=b'9'] => Some(u32::from(a - b'0') * 10 + u32::from(b - b'0')),
        _ => None,
    }
}
