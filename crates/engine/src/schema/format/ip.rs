//! `ipv4`: <https://www.rfc-editor.org/rfc/rfc2673#section-3.2>, `ipv6`: <https://www.rfc-editor.org/rfc/rfc4291#section-2.2>

use std::net::Ipv6Addr;

/// Four numbers up to 255 without leading zeros, with dots between them.
pub(super) fn is_ipv4(bytes: &[u8]) -> bool {
    let (mut numbers, mut digits, mut value) = (1, 0, 0u32);
    for &byte in bytes {
        match byte {
            b'0'..=b'9' if digits < 3 && !(digits > 0 && value == 0) => {
                digits += 1;
                value = value * 10 + u32::from(byte - b'0');
                if value > 255 {
                    return false;
                }
            }
            b'.' if digits > 0 => {
                numbers += 1;
                (digits, value) = (0, 0);
            }
            _ => return false,
        }
    }
    numbers == 4 && digits > 0
}

pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}
