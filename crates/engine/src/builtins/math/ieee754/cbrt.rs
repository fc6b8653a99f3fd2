//! `cbrt`.
//!
//! The algorithm and its constants are those of fdlibm:
//!
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//! Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.
#![allow(clippy::excessive_precision, reason = "the constants are as published")]

use super::bits::{high, with_high};

/// The cube root.
pub(in crate::builtins::math) fn cbrt(x: f64) -> f64 {
    // The exponent's third, and the same for subnormal numbers scaled by 2^54.
    const NORMAL: i32 = 715_094_163;
    const SUBNORMAL: i32 = 696_219_795;
    // 1 / cbrt(r) to within 2^-23.5 for |r - 1| < 1/10
    const P: [f64; 5] = [
        1.87595182427177009643,
        -1.88497979543377169875,
        1.621429720105354466140,
        -0.758397934778766047437,
        0.145996192886612446982,
    ];
    if !x.is_finite() || x == 0.0 {
        return x;
    }
    let magnitude = x.abs();
    // To 5 bits, by integer division of the exponent.
    let rough = if magnitude < f64::MIN_POSITIVE {
        with_high(0.0, high(magnitude * 18_014_398_509_481_984.0) / 3 + SUBNORMAL)
    } else {
        with_high(0.0, high(magnitude) / 3 + NORMAL)
    };
    let t = rough.copysign(x);
    // To 23 bits.
    let r = (t * t) * (t / x);
    let t = t * ((P[0] + r * (P[1] + r * P[2])) + ((r * r) * r) * (P[3] + r * P[4]));
    // Rounded to 23 bits, so that the square below is exact.
    let t = f64::from_bits((t.to_bits() + 0x8000_0000) & 0xFFFF_FFFF_C000_0000);
    // One step of Newton's method.
    let r = x / (t * t);
    t + t * ((r - t) / ((t + t) + r))
}
