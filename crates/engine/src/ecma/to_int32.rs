//! ToInt32 and ToUint32: <https://tc39.es/ecma262/#sec-toint32>, <https://tc39.es/ecma262/#sec-touint32>

use super::to_number;
use crate::value::{Completion, Heap, Value};

/// A number modulo 2^32, from 0 to 2^32 - 1.
#[inline]
#[must_use]
pub fn wrap_uint32(n: f64) -> u32 {
    if n.abs() < 9_223_372_036_854_775_808.0 {
        return n as i64 as u32;
    }
    if !n.is_finite() {
        return 0;
    }
    // fmod is exact, and the result fits i64.
    (n.trunc() % 4_294_967_296.0) as i64 as u32
}

/// A number modulo 2^32, from -2^31 to 2^31 - 1.
#[inline]
#[must_use]
pub fn wrap_int32(n: f64) -> i32 {
    wrap_uint32(n) as i32
}

/// The value as the bitwise operators see it.
#[inline]
pub fn to_int32(heap: &mut Heap<'_>, value: Value) -> Completion<i32> {
    Ok(wrap_int32(to_number(heap, value)?))
}

/// The value as `>>>` sees it.
#[inline]
pub fn to_uint32(heap: &mut Heap<'_>, value: Value) -> Completion<u32> {
    Ok(wrap_uint32(to_number(heap, value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_as_the_spec_says() {
        assert_eq!(wrap_int32(-1.5), -1);
        assert_eq!(wrap_uint32(-1.5), u32::MAX);
        assert_eq!(wrap_int32(2_147_483_648.0), i32::MIN);
        assert_eq!(wrap_int32(1e21), -559_939_584);
        assert_eq!(wrap_int32(f64::NAN), 0);
        assert_eq!(wrap_int32(f64::INFINITY), 0);
        assert_eq!(wrap_int32(-9_223_372_036_854_775_808.0), 0);
        assert_eq!(wrap_int32(9_223_372_036_854_775_808.0), 0);
        assert_eq!(wrap_int32(-4_294_967_297.9), -1);
    }
}
