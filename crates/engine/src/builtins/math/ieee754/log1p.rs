//! `log1p`.
//!
//! The algorithm and its constants are those of fdlibm:
//!
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//! Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.
#![allow(clippy::excessive_precision, reason = "the constants are as published")]

use super::bits::{high, with_high};
use super::log::{LG, LN2_HIGH, LN2_LOW};

/// The natural logarithm of `1 + x`.
pub(in crate::builtins::math) fn log1p(x: f64) -> f64 {
    if x.is_nan() || x < -1.0 {
        return f64::NAN;
    }
    if x == -1.0 {
        return f64::NEG_INFINITY;
    }
    if x == f64::INFINITY {
        return x;
    }
    let (x_high, magnitude_high) = (high(x), high(x) & 0x7FFF_FFFF);
    if magnitude_high < 0x3E20_0000 {
        // |x| < 2^-29
        return if magnitude_high < 0x3C90_0000 {
            x
        } else {
            x - x * x * 0.5
        };
    }
    // 1 + x = 2^k (1 + f), with a correction c where 1 + x was rounded; u is the upper half of 1 + f.
    let (mut k, mut f, mut u, mut c) = (0, x, 1, 0.0);
    let near_one = x_high < 0x3FDA_827A && (x_high > 0 || x_high <= 0xBFD2_BEC4_u32 as i32);
    if !near_one {
        let sum = if x_high < 0x4340_0000 { 1.0 + x } else { x };
        u = high(sum);
        k = (u >> 20) - 1023;
        if x_high < 0x4340_0000 {
            c = (if k > 0 { 1.0 - (sum - x) } else { x - (sum - 1.0) }) / sum;
        }
        u &= 0x000F_FFFF;
        if u < 0x6_A09E {
            f = with_high(sum, u | 0x3FF0_0000) - 1.0;
        } else {
            k += 1;
            f = with_high(sum, u | 0x3FE0_0000) - 1.0;
            u = (0x0010_0000 - u) >> 2;
        }
    }
    let exponent = f64::from(k);
    let half_square = 0.5 * f * f;
    if u == 0 {
        // |f| < 2^-20
        if f == 0.0 {
            return if k == 0 {
                0.0
            } else {
                exponent * LN2_HIGH + (c + exponent * LN2_LOW)
            };
        }
        let r = half_square * (1.0 - 0.66666666666666666 * f);
        return if k == 0 {
            f - r
        } else {
            exponent * LN2_HIGH - ((r - (exponent * LN2_LOW + c)) - f)
        };
    }
    let s = f / (2.0 + f);
    let z = s * s;
    let r = z * (LG[0] + z * (LG[1] + z * (LG[2] + z * (LG[3] + z * (LG[4] + z * (LG[5] + z * LG[6]))))));
    if k == 0 {
        f - (half_square - s * (half_square + r))
    } else {
        exponent * LN2_HIGH - ((half_square - (s * (half_square + r) + (exponent * LN2_LOW + c))) - f)
    }
}
