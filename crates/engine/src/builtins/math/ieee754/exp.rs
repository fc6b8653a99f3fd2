//! `exp`.

/// e raised to a power. V8 makes sure of e itself, where fdlibm is one bit off.
pub(in crate::builtins::math) fn exp(x: f64) -> f64 {
    if x == 1.0 { std::f64::consts::E } else { libm::exp(x) }
}
