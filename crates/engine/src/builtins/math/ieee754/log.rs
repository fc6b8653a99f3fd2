//! `log` and `log10`.
//!
//! The algorithm and its constants are those of fdlibm:
//!
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//! Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.
#![allow(clippy::excessive_precision, reason = "the constants are as published")]

use super::bits::{high, with_high};

pub(super) const LN2_HIGH: f64 = 6.93147180369123816490e-01;
pub(super) const LN2_LOW: f64 = 1.90821492927058770002e-10;
pub(super) const LG: [f64; 7] = [
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
];

const TWO54: f64 = 18_014_398_509_481_984.0;

/// What is not a finite positive number has a logarithm without computing.
fn special(x: f64) -> Option<f64> {
    if x == 0.0 {
        Some(f64::NEG_INFINITY)
    } else if x < 0.0 {
        Some(f64::NAN)
    } else if x.is_finite() {
        None
    } else {
        Some(x)
    }
}

/// The natural logarithm.
pub(in crate::builtins::math) fn log(x: f64) -> f64 {
    if let Some(result) = special(x) {
        return result;
    }
    let (x, mut k) = if x < f64::MIN_POSITIVE {
        (x * TWO54, -54)
    } else {
        (x, 0)
    };
    k += (high(x) >> 20) - 1023;
    let fraction = high(x) & 0x000F_FFFF;
    let carry = (fraction + 0x9_5F64) & 0x10_0000;
    // Between sqrt(2)/2 and sqrt(2)
    let f = with_high(x, fraction | (carry ^ 0x3FF0_0000)) - 1.0;
    k += carry >> 20;
    let exponent = f64::from(k);
    if (0x000F_FFFF & (2 + fraction)) < 3 {
        // |f| < 2^-20
        if f == 0.0 {
            return if k == 0 {
                0.0
            } else {
                exponent * LN2_HIGH + exponent * LN2_LOW
            };
        }
        let r = f * f * (0.5 - 0.33333333333333333 * f);
        return if k == 0 {
            f - r
        } else {
            exponent * LN2_HIGH - ((r - exponent * LN2_LOW) - f)
        };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let t1 = w * (LG[1] + w * (LG[3] + w * LG[5]));
    let t2 = z * (LG[0] + w * (LG[2] + w * (LG[4] + w * LG[6])));
    let r = t2 + t1;
    if ((fraction - 0x6_147A) | (0x6_B851 - fraction)) > 0 {
        let half_square = 0.5 * f * f;
        if k == 0 {
            f - (half_square - s * (half_square + r))
        } else {
            exponent * LN2_HIGH - ((half_square - (s * (half_square + r) + exponent * LN2_LOW)) - f)
        }
    } else if k == 0 {
        f - s * (f - r)
    } else {
        exponent * LN2_HIGH - ((s * (f - r) - exponent * LN2_LOW) - f)
    }
}

/// The decimal logarithm.
pub(in crate::builtins::math) fn log10(x: f64) -> f64 {
    const INV_LN10: f64 = std::f64::consts::LOG10_E;
    const LOG10_2_HIGH: f64 = 3.01029995663611771306e-01;
    const LOG10_2_LOW: f64 = 3.69423907715893078616e-13;
    if let Some(result) = special(x) {
        return result;
    }
    let (x, mut k) = if x < f64::MIN_POSITIVE {
        (x * TWO54, -54)
    } else {
        (x, 0)
    };
    k += (high(x) >> 20) - 1023;
    let negative = i32::from(k < 0);
    let scaled = with_high(x, (high(x) & 0x000F_FFFF) | ((0x3FF - negative) << 20));
    let y = f64::from(k + negative);
    let z = y * LOG10_2_LOW + INV_LN10 * log(scaled);
    z + y * LOG10_2_HIGH
}
