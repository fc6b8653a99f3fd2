//! `sinh`, `cosh` and `tanh`.
//!
//! The algorithm and its constants are those of fdlibm:
//!
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//! Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.

use libm::expm1;

use super::bits::high;
use super::exp;

/// Beyond this the results overflow.
const OVERFLOW: f64 = 710.475_860_073_943_9;

/// The hyperbolic sine.
pub(in crate::builtins::math) fn sinh(x: f64) -> f64 {
    let half = if x < 0.0 { -0.5 } else { 0.5 };
    let magnitude = x.abs();
    if magnitude < 22.0 {
        if magnitude < 3.725_290_298_461_914e-9 {
            return x;
        }
        let t = expm1(magnitude);
        return if magnitude < 1.0 {
            half * (2.0 * t - t * t / (t + 1.0))
        } else {
            half * (t + t / (t + 1.0))
        };
    }
    if magnitude < 709.782_226_562_5 {
        return half * exp(magnitude);
    }
    if magnitude <= OVERFLOW {
        let w = exp(0.5 * magnitude);
        return half * w * w;
    }
    x * f64::INFINITY
}

/// The hyperbolic cosine.
pub(in crate::builtins::math) fn cosh(x: f64) -> f64 {
    let magnitude = x.abs();
    match high(magnitude) {
        ..0x3FD6_2E43 => {
            // Up to ln 2 / 2
            let t = expm1(magnitude);
            let w = 1.0 + t;
            if high(magnitude) < 0x3C80_0000 {
                w
            } else {
                1.0 + (t * t) / (w + w)
            }
        }
        0x3FD6_2E43..0x4036_0000 => {
            // Up to 22
            let t = exp(magnitude);
            0.5 * t + 0.5 / t
        }
        0x4036_0000..0x4086_2E42 => 0.5 * exp(magnitude),
        _ if magnitude <= OVERFLOW => {
            let w = exp(0.5 * magnitude);
            0.5 * w * w
        }
        _ => magnitude * f64::INFINITY,
    }
}

/// The hyperbolic tangent.
pub(in crate::builtins::math) fn tanh(x: f64) -> f64 {
    let magnitude = x.abs();
    if x.is_nan() || high(magnitude) < 0x3E30_0000 {
        return x;
    }
    let result = if magnitude >= 22.0 {
        1.0
    } else if magnitude >= 1.0 {
        1.0 - 2.0 / (expm1(2.0 * magnitude) + 2.0)
    } else {
        let t = expm1(-2.0 * magnitude);
        -t / (t + 2.0)
    };
    result.copysign(x)
}
