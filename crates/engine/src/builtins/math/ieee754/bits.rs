//! The upper half of a number's bits: sign, exponent and 20 bits of significand.

/// The upper half.
pub(super) fn high(x: f64) -> i32 {
    (x.to_bits() >> 32) as i32
}

/// The number with another upper half.
pub(super) fn with_high(x: f64, high: i32) -> f64 {
    f64::from_bits((x.to_bits() & 0xFFFF_FFFF) | u64::from(high as u32) << 32)
}
