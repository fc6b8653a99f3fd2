//! `email`: <https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2>, `idn-email`: <https://www.rfc-editor.org/rfc/rfc6531>

use super::{hostname, ip};

pub(super) fn is_email(text: &str) -> bool {
    text.is_ascii() && is_mailbox(text, hostname::is_ascii_hostname)
}

pub(super) fn is_idn_email(text: &str) -> bool {
    is_mailbox(text, hostname::is_idn_hostname)
}

fn is_mailbox(text: &str, is_domain: fn(&str) -> bool) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_local = match local.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').is_some_and(is_quoted),
        None => local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(is_atom)),
    };
    let is_literal = |literal: &str| match literal.strip_prefix("IPv6:") {
        Some(address) => ip::is_ipv6(address),
        None => ip::is_ipv4(literal.as_bytes()),
    };
    let is_domain = match domain.strip_prefix('[') {
        Some(literal) => literal.strip_suffix(']').is_some_and(is_literal),
        None => is_domain(domain),
    };
    is_local && is_domain
}

fn is_atom(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c) || !c.is_ascii()
}

fn is_quoted(text: &str) -> bool {
    let mut escaped = false;
    for c in text.chars() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == '"' || c.is_control() {
            return false;
        }
    }
    !escaped
}
