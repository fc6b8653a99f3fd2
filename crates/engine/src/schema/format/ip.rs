//! `ipv4`: <https://www.rfc-editor.org/rfc/rfc2673#section-3.2>, `ipv6`: <https://www.rfc-editor.org/rfc/rfc4291#section-2.2>

use std::net::Ipv6Addr;

/// The least number of so many digits that has no leading zero.
const LEAST: [u64; 4] = [u64::MAX, 0, 10, 100];

/// Four numbers up to 255 without leading zeros, with dots between them.
pub(super) fn is_ipv4(bytes: &[u8]) -> bool {
    if bytes.len() > 15 {
        return false;
    }
    let is_number = |value: u64, digits: usize| LEAST.get(digits).is_some_and(|least| (*least..=255).contains(&value));
    let (mut numbers, mut digits, mut value) = (1, 0, 0u64);
    for &byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            digits += 1;
            value = value * 10 + u64::from(digit);
        } else if byte == b'.' && is_number(value, digits) {
            numbers += 1;
            (digits, value) = (0, 0);
        } else {
            return false;
        }
    }
    numbers == 4 && is_number(value, digits)
}

pub(super) fn is_ipv6(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}
