//! Math: the functions whose every bit is known to equal V8's.

mod abs;
mod ceil;
mod clz32;
mod floor;
mod fround;
mod hypot;
mod imul;
mod max;
mod min;
mod pow;
mod round;
mod sign;
mod sqrt;
mod trunc;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &abs::BUILTIN,
    &ceil::BUILTIN,
    &clz32::BUILTIN,
    &floor::BUILTIN,
    &fround::BUILTIN,
    &hypot::BUILTIN,
    &imul::BUILTIN,
    &max::BUILTIN,
    &min::BUILTIN,
    &pow::BUILTIN,
    &round::BUILTIN,
    &sign::BUILTIN,
    &sqrt::BUILTIN,
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
