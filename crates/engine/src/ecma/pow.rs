//! Number::exponentiate: <https://tc39.es/ecma262/#sec-numeric-types-number-exponentiate>
//!
//! The specification leaves the last bits open. V8 computes them as fdlibm's `e_pow.c` does, but for one misplaced
//! parenthesis (see [`exp2_of_parts`]), which is why `10 ** -5` is `0.000009999999999999999` there. The algorithm and its
//! constants are fdlibm's:
//!
//! Copyright (C) 2004 by Sun Microsystems, Inc. All rights reserved.
//! Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
//! preserved.
#![allow(clippy::excessive_precision, reason = "the constants are as published")]

/// `base ** exponent`
#[must_use]
pub fn pow(base: f64, exponent: f64) -> f64 {
    if exponent == 0.0 {
        return 1.0;
    }
    if base.is_nan() || exponent.is_nan() {
        return f64::NAN;
    }
    let magnitude = base.abs();
    if exponent.is_infinite() {
        // Unlike C, 1 ** Infinity is NaN.
        return match magnitude {
            1.0 => f64::NAN,
            _ if (magnitude > 1.0) == (exponent > 0.0) => f64::INFINITY,
            _ => 0.0,
        };
    }
    if exponent == 1.0 {
        return base;
    }
    if exponent == -1.0 {
        return 1.0 / base;
    }
    if exponent == 2.0 {
        return base * base;
    }
    if exponent == 0.5 && base.is_sign_positive() {
        return base.sqrt();
    }
    let integer = exponent.trunc() == exponent;
    let odd = integer && exponent.abs() < 9_007_199_254_740_992.0 && exponent % 2.0 != 0.0;
    if magnitude == 0.0 || magnitude == 1.0 || magnitude.is_infinite() {
        let result = if exponent < 0.0 { 1.0 / magnitude } else { magnitude };
        return match base.is_sign_negative() {
            true if magnitude == 1.0 && !integer => f64::NAN,
            true if odd => -result,
            _ => result,
        };
    }
    if base < 0.0 && !integer {
        return f64::NAN;
    }
    let sign = if base < 0.0 && odd { -1.0 } else { 1.0 };
    sign * positive_power(magnitude, exponent)
}

/// The number with the lower half of its bits cleared.
fn head(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xFFFF_FFFF_0000_0000)
}

/// The upper half of a number's bits.
fn high_word(x: f64) -> i32 {
    (x.to_bits() >> 32) as i32
}

/// The number with other upper bits.
fn with_high_word(x: f64, high: i32) -> f64 {
    f64::from_bits((x.to_bits() & 0xFFFF_FFFF) | u64::from(high as u32) << 32)
}

/// `x ** y` for a finite positive `x` other than 1 and a finite `y` other than 0.
fn positive_power(x: f64, y: f64) -> f64 {
    let y_high = high_word(y) & 0x7FFF_FFFF;
    let x_high = high_word(x);
    let grows = (x > 1.0) == (y > 0.0);
    let beyond = if grows { f64::INFINITY } else { 0.0 };
    let (t1, t2) = if y_high > 0x41E0_0000 {
        // |y| > 2^31: only an x close to 1 gives anything between zero and infinity.
        if y_high > 0x43F0_0000 || !(0x3FEF_FFFF..=0x3FF0_0000).contains(&x_high) {
            return beyond;
        }
        log2_near_one(x)
    } else {
        log2(x)
    };
    // y * log2(x) in two parts.
    let y1 = head(y);
    let low = (y - y1) * t1 + y * t2;
    let high = y1 * t1;
    let sum = low + high;
    /// -(1024 - log2(overflow threshold + half an ulp))
    const OVERFLOW_TAIL: f64 = 8.008_566_259_537_294_4e-17;
    if sum > 1024.0 || (sum == 1024.0 && low + OVERFLOW_TAIL > sum - high) {
        return f64::INFINITY;
    }
    if sum < -1075.0 || (sum == -1075.0 && low <= sum - high) {
        return 0.0;
    }
    exp2_of_parts(high, low, sum)
}

/// log2(x) in two parts for |1 - x| <= 2^-20: a short series will do.
fn log2_near_one(x: f64) -> (f64, f64) {
    const INV_LN2: f64 = std::f64::consts::LOG2_E;
    const INV_LN2_HIGH: f64 = 1.442_695_021_629_333_496_09;
    const INV_LN2_LOW: f64 = 1.925_962_991_126_617_468_87e-8;
    let t = x - 1.0;
    let w = (t * t) * (0.5 - t * (0.333_333_333_333_333_333_333_3 - t * 0.25));
    let u = INV_LN2_HIGH * t;
    let v = t * INV_LN2_LOW - w * INV_LN2;
    let t1 = head(u + v);
    (t1, v - (t1 - u))
}

/// log2(x) in two parts.
fn log2(x: f64) -> (f64, f64) {
    const BASE: [f64; 2] = [1.0, 1.5];
    const LOG_BASE_HIGH: [f64; 2] = [0.0, 5.849_624_872_207_641_601_56e-1];
    const LOG_BASE_LOW: [f64; 2] = [0.0, 1.350_039_202_129_748_971_28e-8];
    // (3/2) (log(x) - 2s - 2/3 s^3)
    const L: [f64; 6] = [
        5.999_999_999_999_946_487_25e-1,
        4.285_714_285_785_501_842_52e-1,
        3.333_333_298_183_774_329_18e-1,
        2.727_281_238_085_340_064_89e-1,
        2.306_607_457_755_617_540_67e-1,
        2.069_750_178_003_384_177_84e-1,
    ];
    // 2 / (3 ln 2)
    const CP: f64 = 9.617_966_939_259_755_543_29e-1;
    const CP_HIGH: f64 = 9.617_967_009_544_372_558_59e-1;
    const CP_LOW: f64 = -7.028_461_650_952_758_265_16e-9;

    let (x, mut n) = if x < f64::MIN_POSITIVE {
        (x * 9_007_199_254_740_992.0, -53)
    } else {
        (x, 0)
    };
    let x_high = high_word(x);
    n += (x_high >> 20) - 0x3FF;
    let fraction = x_high & 0x000F_FFFF;
    let mut normal = fraction | 0x3FF0_0000;
    let k = match fraction {
        ..=0x3988E => 0,
        0x3988F..0xBB67A => 1,
        _ => {
            n += 1;
            normal -= 0x0010_0000;
            0
        }
    };
    let x = with_high_word(x, normal);
    // s = (x - 1) / (x + 1) or (x - 1.5) / (x + 1.5), in two parts
    let u = x - BASE[k];
    let v = 1.0 / (x + BASE[k]);
    let s = u * v;
    let s_high = head(s);
    let t_high = with_high_word(0.0, ((normal >> 1) | 0x2000_0000) + 0x0008_0000 + ((k as i32) << 18));
    let t_low = x - (t_high - BASE[k]);
    let s_low = v * ((u - s_high * t_high) - s_high * t_low);
    // log(x)
    let s2 = s * s;
    let mut r = s2 * s2 * (L[0] + s2 * (L[1] + s2 * (L[2] + s2 * (L[3] + s2 * (L[4] + s2 * L[5])))));
    r += s_low * (s_high + s);
    let s2 = s_high * s_high;
    let t_high = head(3.0 + s2 + r);
    let t_low = r - ((t_high - 3.0) - s2);
    let u = s_high * t_high;
    let v = s_low * t_high + t_low * s;
    let p_high = head(u + v);
    let p_low = v - (p_high - u);
    let z_high = CP_HIGH * p_high;
    let z_low = CP_LOW * p_high + p_low * CP + LOG_BASE_LOW[k];
    let t = f64::from(n);
    let t1 = head(((z_high + z_low) + LOG_BASE_HIGH[k]) + t);
    (t1, z_low - (((t1 - t) - LOG_BASE_HIGH[k]) - z_high))
}

/// 2 ** (high + low), where `sum` is their rounded sum.
fn exp2_of_parts(mut high: f64, low: f64, sum: f64) -> f64 {
    const LN2: f64 = std::f64::consts::LN_2;
    const LN2_HIGH: f64 = 6.931_471_824_645_996_093_75e-1;
    const LN2_LOW: f64 = -1.904_654_299_957_768_045_25e-9;
    const P: [f64; 5] = [
        1.666_666_666_666_660_190_37e-1,
        -2.777_777_777_701_559_338_42e-3,
        6.613_756_321_437_934_361_17e-5,
        -1.653_390_220_546_525_153_90e-6,
        4.138_136_797_057_238_460_39e-8,
    ];
    let sum_high = high_word(sum);
    let exponent_bits = sum_high & 0x7FFF_FFFF;
    let mut n = 0i32;
    if exponent_bits > 0x3FE0_0000 {
        // |sum| > 0.5: n is the nearest integer.
        let k = (exponent_bits >> 20) - 0x3FF;
        n = sum_high.wrapping_add(0x0010_0000 >> (k + 1));
        let k = ((n & 0x7FFF_FFFF) >> 20) - 0x3FF;
        let t = with_high_word(0.0, n & !(0x000F_FFFF >> k));
        n = ((n & 0x000F_FFFF) | 0x0010_0000) >> (20 - k);
        if sum_high < 0 {
            n = -n;
        }
        high -= t;
    }
    let t = head(low + high);
    let u = t * LN2_HIGH;
    let v = (low - (t - high)) * LN2 + t * LN2_LOW;
    let z = u + v;
    let w = v - (z - u);
    let t = z * z;
    let t1 = z - t * (P[0] + t * (P[1] + t * (P[2] + t * (P[3] + t * P[4]))));
    // fdlibm subtracts the last term from the quotient; V8 from the divisor.
    let r = (z * t1) / ((t1 - 2.0) - (w + z * w));
    let z = 1.0 - (r - z);
    let result_high = high_word(z).wrapping_add(n << 20);
    if result_high >> 20 <= 0 {
        scale(z, n)
    } else {
        with_high_word(z, result_high)
    }
}

/// `x * 2^n` where the result is subnormal, rounded once.
fn scale(x: f64, n: i32) -> f64 {
    // 2^-1022 and the rest: the first product is exact.
    let first = f64::MIN_POSITIVE * 9_007_199_254_740_992.0;
    if n < -969 {
        x * first * power_of_two(n + 969)
    } else {
        x * power_of_two(n)
    }
}

/// `2^n` for a normal result, or the subnormal ones.
fn power_of_two(n: i32) -> f64 {
    if n >= -1022 {
        f64::from_bits(((n + 1023) as u64) << 52)
    } else {
        f64::from_bits(1u64 << (n + 1074))
    }
}

#[cfg(test)]
mod tests {
    use super::pow;

    #[test]
    fn as_v8_computes_it() {
        assert_eq!(pow(10.0, -5.0), 0.000_009_999_999_999_999_999);
        assert_eq!(pow(10.0, 22.0), 1e22);
        assert_eq!(pow(2.0, 0.5), std::f64::consts::SQRT_2);
        assert_eq!(pow(2.0, -1074.0), 5e-324);
        assert_eq!(pow(2.0, 1024.0), f64::INFINITY);
        assert_eq!(pow(3.0, 40.0), 12_157_665_459_056_929_000.0);
        assert!(pow(1.0, f64::INFINITY).is_nan());
        assert!(pow(-8.0, 1.0 / 3.0).is_nan());
        assert_eq!(pow(f64::NAN, 0.0), 1.0);
        assert_eq!(pow(-0.0, -3.0), f64::NEG_INFINITY);
        assert_eq!(pow(-0.0, -2.0), f64::INFINITY);
        assert_eq!(pow(-2.0, 3.0), -8.0);
        assert_eq!(pow(f64::NEG_INFINITY, 3.0), f64::NEG_INFINITY);
        assert_eq!(pow(0.5, 1e300), 0.0);
    }
}
