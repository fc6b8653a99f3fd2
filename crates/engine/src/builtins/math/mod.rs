//! Math: the functions whose every bit is known to equal V8's.

mod abs;
mod acos;
mod acosh;
mod asin;
mod asinh;
mod atan;
mod atan2;
mod atanh;
mod cbrt;
mod ceil;
mod clz32;
mod cos;
mod cosh;
mod exp;
mod expm1;
mod floor;
mod fround;
mod hypot;
mod ieee754;
mod imul;
mod log;
mod log10;
mod log1p;
mod log2;
mod max;
mod min;
mod pow;
mod round;
mod sign;
mod sin;
mod sinh;
mod sqrt;
mod tan;
mod tanh;
mod trunc;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &abs::BUILTIN,
    &acos::BUILTIN,
    &acosh::BUILTIN,
    &asin::BUILTIN,
    &asinh::BUILTIN,
    &atan::BUILTIN,
    &atan2::BUILTIN,
    &atanh::BUILTIN,
    &cbrt::BUILTIN,
    &ceil::BUILTIN,
    &clz32::BUILTIN,
    &cos::BUILTIN,
    &cosh::BUILTIN,
    &exp::BUILTIN,
    &expm1::BUILTIN,
    &floor::BUILTIN,
    &fround::BUILTIN,
    &hypot::BUILTIN,
    &imul::BUILTIN,
    &log::BUILTIN,
    &log10::BUILTIN,
    &log1p::BUILTIN,
    &log2::BUILTIN,
    &max::BUILTIN,
    &min::BUILTIN,
    &pow::BUILTIN,
    &round::BUILTIN,
    &sign::BUILTIN,
    &sin::BUILTIN,
    &sinh::BUILTIN,
    &sqrt::BUILTIN,
    &tan::BUILTIN,
    &tanh::BUILTIN,
    &trunc::BUILTIN,
];

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn zeros_and_rounding() {
        check(&[
            ("Math.max", "null", "[]", "-Infinity"),
            ("Math.max", "null", r#"["$-0",0]"#, "0"),
            ("Math.min", "null", r#"[0,"$-0"]"#, "-0"),
            ("Math.max", "null", r#"[1,"x",5]"#, "NaN"),
            ("Math.round", "null", "[-0.4]", "-0"),
            ("Math.round", "null", "[0.49999999999999994]", "0"),
            ("Math.round", "null", "[2.5]", "3"),
            ("Math.sign", "null", r#"["$-0"]"#, "-0"),
            ("Math.hypot", "null", r#"["$NaN","$Infinity"]"#, "Infinity"),
            ("Math.hypot", "null", "[1e200,1e200]", "1.414213562373095e+200"),
            ("Math.pow", "null", r#"[1,"$NaN"]"#, "NaN"),
            ("Math.clz32", "null", "[0]", "32"),
        ]);
    }
}
