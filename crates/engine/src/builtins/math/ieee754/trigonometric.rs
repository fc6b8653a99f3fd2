//! `sin`, `cos` and `atan2`.
//!
//! The algorithm and its constants are those of fdlibm:
//!
//! Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
//! Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.
#![allow(clippy::excessive_precision, reason = "the constants are as published")]

use std::f64::consts::{FRAC_2_PI, FRAC_PI_2, FRAC_PI_4, PI};

use super::bits::{high, with_high};

/// The part of pi behind the double nearest to it.
const PI_LOW: f64 = 1.2246467991473531772e-16;

/// The sine; `None` for arguments so large that reducing them needs more digits of pi than are here.
pub(in crate::builtins::math) fn sin(x: f64) -> Option<f64> {
    if !x.is_finite() {
        return Some(f64::NAN);
    }
    if high(x.abs()) <= 0x3FE9_21FB {
        return Some(kernel_sin(x, 0.0));
    }
    let (quadrant, y, tail) = reduce(x)?;
    Some(match quadrant & 3 {
        0 => kernel_sin(y, tail),
        1 => kernel_cos(y, tail),
        2 => -kernel_sin(y, tail),
        _ => -kernel_cos(y, tail),
    })
}

/// The cosine; `None` as for the sine.
pub(in crate::builtins::math) fn cos(x: f64) -> Option<f64> {
    if !x.is_finite() {
        return Some(f64::NAN);
    }
    if high(x.abs()) <= 0x3FE9_21FB {
        return Some(kernel_cos(x, 0.0));
    }
    let (quadrant, y, tail) = reduce(x)?;
    Some(match quadrant & 3 {
        0 => kernel_cos(y, tail),
        1 => -kernel_sin(y, tail),
        2 => -kernel_cos(y, tail),
        _ => kernel_sin(y, tail),
    })
}

/// The sine of `x + y` for |x| <= pi/4, `y` being the tail of `x`.
fn kernel_sin(x: f64, y: f64) -> f64 {
    const S: [f64; 6] = [
        -1.66666666666666324348e-01,
        8.33333333332248946124e-03,
        -1.98412698298579493134e-04,
        2.75573137070700676789e-06,
        -2.50507602534068634195e-08,
        1.58969099521155010221e-10,
    ];
    if high(x.abs()) < 0x3E40_0000 {
        return x;
    }
    let z = x * x;
    let v = z * x;
    let r = S[1] + z * (S[2] + z * (S[3] + z * (S[4] + z * S[5])));
    if y == 0.0 {
        x + v * (S[0] + z * r)
    } else {
        x - ((z * (0.5 * y - v * r) - y) - v * S[0])
    }
}

/// The cosine of `x + y` for |x| <= pi/4, `y` being the tail of `x`.
fn kernel_cos(x: f64, y: f64) -> f64 {
    const C: [f64; 6] = [
        4.16666666666666019037e-02,
        -1.38888888888741095749e-03,
        2.48015872894767294178e-05,
        -2.75573143513906633035e-07,
        2.08757232129817482790e-09,
        -1.13596475577881948265e-11,
    ];
    let top = high(x.abs());
    if top < 0x3E40_0000 {
        return 1.0;
    }
    let z = x * x;
    let r = z * (C[0] + z * (C[1] + z * (C[2] + z * (C[3] + z * (C[4] + z * C[5])))));
    if top < 0x3FD3_3333 {
        return 1.0 - (0.5 * z - (z * r - x * y));
    }
    // A number near x^2/2 that makes 1 - quarter exact.
    let quarter = if top > 0x3FE9_0000 {
        0.28125
    } else {
        with_high(0.0, top - 0x0020_0000)
    };
    let half = 0.5 * z - quarter;
    (1.0 - quarter) - (half - (z * r - x * y))
}

/// `x` minus the nearest multiple of pi/2, in two parts, and which multiple. For |x| up to 2^19 pi/2.
fn reduce(x: f64) -> Option<(i32, f64, f64)> {
    const INV_PIO2: f64 = FRAC_2_PI;
    // pi/2 in parts of 33 bits, each with the rest behind it
    const PIO2: [(f64, f64); 3] = [
        (1.57079632673412561417e+00, 6.07710050650619224932e-11),
        (6.07710050630396597660e-11, 2.02226624879595063154e-21),
        (2.02226624871116645580e-21, 8.47842766036889956997e-32),
    ];
    let magnitude = x.abs();
    let top = high(magnitude);
    let sign = 1.0f64.copysign(x);
    if top < 0x4002_D97C {
        // Less than 3 pi/4: subtract once.
        let (first, rest) = PIO2[0];
        let mut z = magnitude - first;
        let mut rest = rest;
        if top == 0x3FF9_21FB {
            // Near pi/2: 33 more bits.
            z -= PIO2[1].0;
            rest = PIO2[1].1;
        }
        let y = z - rest;
        return Some((sign as i32, sign * y, sign * ((z - y) - rest)));
    }
    if top > 0x4139_21FB {
        return None;
    }
    let n = (magnitude * INV_PIO2 + 0.5) as i32;
    let multiple = f64::from(n);
    let mut r = magnitude - multiple * PIO2[0].0;
    let mut w = multiple * PIO2[0].1;
    let mut y = r - w;
    // Cancellation decides how many parts of pi/2 are needed.
    for (step, limit) in [(1, 16), (2, 49)] {
        if (top >> 20) - ((high(y) >> 20) & 0x7FF) <= limit {
            break;
        }
        let before = r;
        w = multiple * PIO2[step].0;
        r = before - w;
        w = multiple * PIO2[step].1 - ((before - r) - w);
        y = r - w;
    }
    let tail = (r - y) - w;
    Some((sign as i32 * n, sign * y, sign * tail))
}

/// The angle of the point `(x, y)`.
pub(in crate::builtins::math) fn atan2(y: f64, x: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x == 1.0 {
        return libm::atan(y);
    }
    let behind = x.is_sign_negative();
    if y == 0.0 {
        return if behind { PI.copysign(y) } else { y };
    }
    if x == 0.0 {
        return FRAC_PI_2.copysign(y);
    }
    if x.is_infinite() {
        let angle = match (y.is_infinite(), behind) {
            (true, false) => FRAC_PI_4,
            (true, true) => 3.0 * FRAC_PI_4,
            (false, false) => 0.0,
            (false, true) => PI,
        };
        return angle.copysign(y);
    }
    if y.is_infinite() {
        return FRAC_PI_2.copysign(y);
    }
    let exponents = (high(y.abs()) - high(x.abs())) >> 20;
    if exponents > 60 {
        return (FRAC_PI_2 + 0.5 * PI_LOW).copysign(y);
    }
    let z = if behind && exponents < -60 {
        0.0
    } else {
        libm::atan((y / x).abs())
    };
    match (behind, y.is_sign_negative()) {
        (false, false) => z,
        (false, true) => -z,
        (true, false) => PI - (z - PI_LOW),
        (true, true) => (z - PI_LOW) - PI,
    }
}
