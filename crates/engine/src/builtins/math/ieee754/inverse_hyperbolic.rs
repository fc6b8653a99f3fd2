//! `asinh`, `acosh` and `atanh`.
//!
//! The algorithm and its constants are those of fdlibm:
//!
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//! Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.

use std::f64::consts::LN_2;

use super::bits::high;
use super::{log, log1p};

/// The inverse hyperbolic sine.
pub(in crate::builtins::math) fn asinh(x: f64) -> f64 {
    let magnitude = x.abs();
    let result = match high(magnitude) {
        // Tiny, or not finite
        ..0x3E30_0000 | 0x7FF0_0000.. => return x,
        0x41B0_0001.. => log(magnitude) + LN_2,
        0x4000_0001.. => log(2.0 * magnitude + 1.0 / ((x * x + 1.0).sqrt() + magnitude)),
        _ => {
            let square = x * x;
            log1p(magnitude + square / (1.0 + (1.0 + square).sqrt()))
        }
    };
    result.copysign(x)
}

/// The inverse hyperbolic cosine.
pub(in crate::builtins::math) fn acosh(x: f64) -> f64 {
    if x.is_nan() || x < 1.0 {
        return f64::NAN;
    }
    match high(x) {
        0x7FF0_0000.. => x,
        0x41B0_0000.. => log(x) + LN_2,
        _ if x == 1.0 => 0.0,
        0x4000_0001.. => log(2.0 * x - 1.0 / (x + (x * x - 1.0).sqrt())),
        _ => {
            let t = x - 1.0;
            log1p(t + (2.0 * t + t * t).sqrt())
        }
    }
}

/// The inverse hyperbolic tangent.
pub(in crate::builtins::math) fn atanh(x: f64) -> f64 {
    let magnitude = x.abs();
    if x.is_nan() || magnitude > 1.0 {
        return f64::NAN;
    }
    if magnitude == 1.0 {
        return x / 0.0;
    }
    if high(magnitude) < 0x3E30_0000 {
        return x;
    }
    let result = if magnitude < 0.5 {
        let t = magnitude + magnitude;
        0.5 * log1p(t + t * magnitude / (1.0 - magnitude))
    } else {
        0.5 * log1p((magnitude + magnitude) / (1.0 - magnitude))
    };
    result.copysign(x)
}
