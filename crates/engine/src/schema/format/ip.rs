//! `ipv4`: <https://www.rfc-editor.org/rfc/rfc2673#section-3.2>, `ipv6`: <https://www.rfc-editor.org/rfc/rfc4291#section-2.2>

use std::net::{Ipv4Addr, Ipv6Addr};

pub(super) fn is_ipv4(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}

pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}
