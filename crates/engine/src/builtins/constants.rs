//! Properties of the global objects that are numbers.

/// The number under a dotted name: `Math.PI`, `Number.MAX_SAFE_INTEGER`.
#[must_use]
pub fn constant(path: &str) -> Option<f64> {
    Some(match path {
        "Infinity" | "Number.POSITIVE_INFINITY" => f64::INFINITY,
        "NaN" | "Number.NaN" => f64::NAN,
        "Number.NEGATIVE_INFINITY" => f64::NEG_INFINITY,
        "Number.EPSILON" => f64::EPSILON,
        "Number.MAX_SAFE_INTEGER" => 9_007_199_254_740_991.0,
        "Number.MIN_SAFE_INTEGER" => -9_007_199_254_740_991.0,
        "Number.MAX_VALUE" => f64::MAX,
        "Number.MIN_VALUE" => 5e-324,
        "Math.E" => std::f64::consts::E,
        "Math.LN10" => std::f64::consts::LN_10,
        "Math.LN2" => std::f64::consts::LN_2,
        "Math.LOG10E" => std::f64::consts::LOG10_E,
        "Math.LOG2E" => std::f64::consts::LOG2_E,
        "Math.PI" => std::f64::consts::PI,
        "Math.SQRT1_2" => std::f64::consts::FRAC_1_SQRT_2,
        "Math.SQRT2" => std::f64::consts::SQRT_2,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::constant;

    #[test]
    #[allow(clippy::approx_constant, reason = "these are the digits that V8 prints")]
    fn the_digits_are_those_of_v8() {
        let cases = [
            ("Math.E", 2.718281828459045),
            ("Math.LN10", 2.302585092994046),
            ("Math.LN2", 0.6931471805599453),
            ("Math.LOG10E", 0.4342944819032518),
            ("Math.LOG2E", 1.4426950408889634),
            ("Math.PI", 3.141592653589793),
            ("Math.SQRT1_2", 0.7071067811865476),
            ("Math.SQRT2", 1.4142135623730951),
            ("Number.EPSILON", 2.220446049250313e-16),
            ("Number.MAX_VALUE", 1.7976931348623157e308),
        ];
        for (name, expected) in cases {
            assert_eq!(constant(name).map(f64::to_bits), Some(f64::to_bits(expected)), "{name}");
        }
    }
}
