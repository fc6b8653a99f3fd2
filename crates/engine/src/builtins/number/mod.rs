//! Number: its statics and methods.

mod is_finite;
mod is_integer;
mod is_nan;
mod is_safe_integer;
mod parse_float;
mod parse_int;
mod significant_digits;
mod to_exponential;
mod to_fixed;
mod to_locale_string;
mod to_precision;
mod to_string;
mod value_of;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &is_finite::BUILTIN,
    &is_integer::BUILTIN,
    &is_nan::BUILTIN,
    &is_safe_integer::BUILTIN,
    &parse_float::BUILTIN,
    &parse_int::BUILTIN,
    &to_exponential::BUILTIN,
    &to_fixed::BUILTIN,
    &to_locale_string::BUILTIN,
    &to_precision::BUILTIN,
    &to_string::BUILTIN,
    &value_of::BUILTIN,
];

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn fixed() {
        let name = "Number.prototype.toFixed";
        check(&[
            (name, "123.456", "[2]", r#""123.46""#),
            (name, "-1.5", "[0]", r#""-2""#),
            (name, "-2.5", "[]", r#""-3""#),
            (name, "0.5", "[0]", r#""1""#),
            (name, "9.5", "[0]", r#""10""#),
            (name, "1.45", "[1]", r#""1.4""#),
            (name, "8.345", "[2]", r#""8.35""#),
            (name, "0.125", "[2]", r#""0.13""#),
            (name, "-1e-7", "[2]", r#""-0.00""#),
            (name, r#""$-0""#, "[2]", r#""0.00""#),
            (name, "1e20", "[2]", r#""100000000000000000000.00""#),
            (name, "1e21", "[2]", r#""1e+21""#),
            (
                name,
                r#""$NaN""#,
                "[200]",
                "RangeError: toFixed() digits argument must be between 0 and 100",
            ),
        ]);
    }

    #[test]
    fn significant() {
        check(&[
            ("Number.prototype.toPrecision", "0", "[3]", r#""0.00""#),
            ("Number.prototype.toPrecision", "0.000001", "[2]", r#""0.0000010""#),
            ("Number.prototype.toPrecision", "1e-7", "[2]", r#""1.0e-7""#),
            (
                "Number.prototype.toPrecision",
                "1e21",
                "[22]",
                r#""1000000000000000000000""#,
            ),
            ("Number.prototype.toPrecision", "1.25", "[2]", r#""1.3""#),
            ("Number.prototype.toPrecision", "-1.5", "[1]", r#""-2""#),
            ("Number.prototype.toPrecision", "99.99", "[2]", r#""1.0e+2""#),
            (
                "Number.prototype.toPrecision",
                "1",
                "[0]",
                "RangeError: toPrecision() argument must be between 1 and 100",
            ),
            ("Number.prototype.toExponential", "0", "[2]", r#""0.00e+0""#),
            ("Number.prototype.toExponential", "25", "[0]", r#""3e+1""#),
            ("Number.prototype.toExponential", "-1.5e-9", "[0]", r#""-1e-9""#),
            ("Number.prototype.toExponential", "123", "[]", r#""1.23e+2""#),
            (
                "Number.prototype.toString",
                "1",
                "[null]",
                "RangeError: toString() radix argument must be between 2 and 36",
            ),
        ]);
    }
}
