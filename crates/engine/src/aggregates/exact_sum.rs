//! Sums of doubles, exact until they are asked for: correctly rounded, whatever the order of the numbers.
//!
//! Most sums of real data are exactly a pair of doubles, the sum so far and what its rounding has left out. Where a pair cannot
//! hold it any more, a group goes on in a fixed-point number that is wide enough for every sum of doubles ([`Wide`]).

/// A sum a group.
#[derive(Debug, Default)]
pub struct Sums {
    groups: Vec<Sum>,
    /// How many of them are wide
    wide: usize,
}

/// One sum.
#[derive(Debug, Default)]
enum Sum {
    #[default]
    Empty,
    /// `high + low` is exactly it.
    Pair {
        high: f64,
        low: f64,
    },
    Wide(Box<Wide>),
}

/// The rounded sum of two numbers and what the rounding left out, which is exact if nothing overflows.
#[inline]
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let shadow = sum - a;
    (sum, (a - (sum - shadow)) + (b - shadow))
}

impl Sums {
    /// One more group.
    pub fn open(&mut self) {
        self.groups.push(Sum::Empty);
    }

    /// Adds a number to a group's sum.
    #[inline]
    pub fn add(&mut self, group: usize, number: f64) {
        let sum = &mut self.groups[group];
        let (high, low) = match sum {
            Sum::Empty => (0.0, 0.0),
            Sum::Pair { high, low } => (*high, *low),
            Sum::Wide(wide) => return wide.add(number),
        };
        let (rounded, left) = two_sum(high, number);
        let (low_sum, lost) = two_sum(low, left);
        let (new_high, new_low) = two_sum(rounded, low_sum);
        // Infinities and NaN end up here as well: no comparison with what they leave behind is true.
        if lost == 0.0 && new_low.is_finite() && new_high.is_finite() {
            *sum = Sum::Pair {
                high: new_high,
                low: new_low,
            };
            return;
        }
        let mut wide = Box::<Wide>::default();
        for part in [high, low, number] {
            wide.add(part);
        }
        *sum = Sum::Wide(wide);
        self.wide += 1;
    }

    /// A group's sum, rounded once.
    #[must_use]
    pub fn sum(&self, group: usize) -> f64 {
        match &self.groups[group] {
            Sum::Empty => 0.0,
            Sum::Pair { high, low } => high + low,
            Sum::Wide(wide) => wide.quotient(1),
        }
    }

    /// A group's sum divided by a count from 1, rounded once.
    #[must_use]
    pub fn quotient(&self, group: usize, count: u64) -> f64 {
        match &self.groups[group] {
            // Both are doubles: IEEE division rounds once.
            Sum::Pair { high, low } if *low == 0.0 && count < 1 << 53 => high / count as f64,
            Sum::Empty => 0.0,
            Sum::Pair { high, low } => {
                let mut wide = Wide::default();
                wide.add(*high);
                wide.add(*low);
                wide.quotient(count)
            }
            Sum::Wide(wide) => wide.quotient(count),
        }
    }

    /// Adds the sum that another part of the records has for one of its groups.
    pub fn merge(&mut self, group: usize, other: &Sums, theirs: usize) {
        match &other.groups[theirs] {
            Sum::Empty => {}
            Sum::Pair { high, low } => {
                self.add(group, *high);
                self.add(group, *low);
            }
            Sum::Wide(theirs) => {
                let mut wide = Box::<Wide>::default();
                match std::mem::take(&mut self.groups[group]) {
                    Sum::Empty => {}
                    Sum::Pair { high, low } => {
                        wide.add(high);
                        wide.add(low);
                    }
                    Sum::Wide(ours) => wide = ours,
                }
                wide.merge(theirs);
                self.groups[group] = Sum::Wide(wide);
            }
        }
    }

    /// Bytes of memory that it takes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.groups.capacity() * size_of::<Sum>() + self.wide * size_of::<Wide>()
    }
}

/// Limbs of 64 bits: all exponents of doubles, and room for 2^63 of the largest.
const LIMBS: usize = 35;
/// The weight of the lowest bit is two to minus this: the smallest double's.
const SCALE: i32 = 1074;

/// An exact sum as a fixed-point number in two's complement, and the numbers among its terms that are not finite.
#[derive(Debug)]
pub struct Wide {
    limbs: [u64; LIMBS],
    nan: bool,
    positive: bool,
    negative: bool,
}

impl Default for Wide {
    fn default() -> Wide {
        Wide {
            limbs: [0; LIMBS],
            nan: false,
            positive: false,
            negative: false,
        }
    }
}

impl Wide {
    fn add(&mut self, number: f64) {
        if !number.is_finite() {
            self.nan |= number.is_nan();
            self.positive |= number == f64::INFINITY;
            self.negative |= number == f64::NEG_INFINITY;
            return;
        }
        let bits = number.to_bits();
        let exponent = (bits >> 52 & 0x7ff) as usize;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, shift) = match exponent {
            0 => (fraction, 0),
            _ => (fraction | 1 << 52, exponent - 1),
        };
        let (limb, shift) = (shift / 64, shift % 64);
        let shifted = u128::from(mantissa) << shift;
        let parts = [shifted as u64, (shifted >> 64) as u64];
        if number < 0.0 {
            self.subtract_at(limb, parts);
        } else {
            self.add_at(limb, parts);
        }
    }

    fn add_at(&mut self, limb: usize, parts: [u64; 2]) {
        let mut carry = false;
        for (at, limb) in self.limbs[limb..].iter_mut().enumerate() {
            let part = parts.get(at).copied().unwrap_or(0);
            if at >= parts.len() && !carry {
                break;
            }
            let (sum, first) = limb.overflowing_add(part);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (*limb, carry) = (sum, first || second);
        }
    }

    fn subtract_at(&mut self, limb: usize, parts: [u64; 2]) {
        let mut borrow = false;
        for (at, limb) in self.limbs[limb..].iter_mut().enumerate() {
            let part = parts.get(at).copied().unwrap_or(0);
            if at >= parts.len() && !borrow {
                break;
            }
            let (difference, first) = limb.overflowing_sub(part);
            let (difference, second) = difference.overflowing_sub(u64::from(borrow));
            (*limb, borrow) = (difference, first || second);
        }
    }

    fn merge(&mut self, other: &Wide) {
        let mut carry = false;
        for (limb, &theirs) in self.limbs.iter_mut().zip(&other.limbs) {
            let (sum, first) = limb.overflowing_add(theirs);
            let (sum, second) = sum.overflowing_add(u64::from(carry));
            (*limb, carry) = (sum, first || second);
        }
        self.nan |= other.nan;
        self.positive |= other.positive;
        self.negative |= other.negative;
    }

    /// The sum divided by a count from 1, rounded to nearest, ties to even.
    fn quotient(&self, count: u64) -> f64 {
        match (self.nan, self.positive, self.negative) {
            (true, ..) | (_, true, true) => return f64::NAN,
            (_, true, _) => return f64::INFINITY,
            (_, _, true) => return f64::NEG_INFINITY,
            _ => {}
        }
        let is_negative = self.limbs[LIMBS - 1] >> 63 == 1;
        let mut magnitude = self.limbs;
        if is_negative {
            let mut carry = true;
            for limb in &mut magnitude {
                let (negated, carried) = (!*limb).overflowing_add(u64::from(carry));
                (*limb, carry) = (negated, carried);
            }
        }
        if magnitude.iter().all(|&limb| limb == 0) {
            return 0.0;
        }
        // One limb of the quotient lies below the lowest bit: what a subnormal is rounded by.
        let mut quotient = [0; LIMBS + 1];
        let mut rest = 0u128;
        for at in (0..=LIMBS).rev() {
            let limb = if at == 0 { 0 } else { magnitude[at - 1] };
            let dividend = rest << 64 | u128::from(limb);
            quotient[at] = (dividend / u128::from(count)) as u64;
            rest = dividend % u128::from(count);
        }
        let rounded = round(&quotient, rest != 0);
        if is_negative { -rounded } else { rounded }
    }
}

/// The double nearest to a number whose lowest bit weighs two to minus (`SCALE` + 64); `sticky` says that something lies below it.
fn round(limbs: &[u64; LIMBS + 1], sticky: bool) -> f64 {
    let Some(top) = limbs.iter().rposition(|&limb| limb != 0) else {
        return 0.0;
    };
    let bits = 64 * top as i32 + 64 - limbs[top].leading_zeros() as i32;
    let exponent = bits - 1 - SCALE - 64;
    if exponent < -1022 {
        let half = 1 << 63;
        let (whole, below) = (limbs[1], limbs[0]);
        let up = below > half || (below == half && (sticky || whole & 1 == 1));
        return f64::from_bits(whole + u64::from(up));
    }
    if exponent > 1023 {
        return f64::INFINITY;
    }
    // The upper 64 bits; it takes more than those for a double that is not subnormal.
    let shift = (bits - 64) as usize;
    let (limb, shift) = (shift / 64, shift % 64);
    let mut leading = limbs[limb] >> shift;
    if shift > 0 {
        leading |= limbs.get(limb + 1).map_or(0, |limb| limb << (64 - shift));
    }
    let below = limbs[limb] & ((1 << shift) - 1) != 0 || limbs[..limb].iter().any(|&limb| limb != 0);
    leading |= u64::from(sticky || below);
    let unit = f64::from_bits(((exponent + 1023) as u64) << 52);
    (leading as f64 / (1u64 << 63) as f64) * unit
}

#[cfg(test)]
mod tests {
    use super::{Sums, Wide};

    fn sum(numbers: &[f64]) -> f64 {
        let mut sums = Sums::default();
        sums.open();
        numbers.iter().for_each(|&number| sums.add(0, number));
        let mut wide = Wide::default();
        numbers.iter().for_each(|&number| wide.add(number));
        assert_eq!(sums.sum(0).to_bits(), wide.quotient(1).to_bits(), "{numbers:?}");
        sums.sum(0)
    }

    fn quotient(numbers: &[f64]) -> f64 {
        let mut sums = Sums::default();
        sums.open();
        numbers.iter().for_each(|&number| sums.add(0, number));
        sums.quotient(0, numbers.len() as u64)
    }

    #[test]
    fn sums_are_rounded_once() {
        assert_eq!(sum(&[]), 0.0);
        assert_eq!(sum(&[0.1; 10]), 1.0);
        assert_eq!(sum(&[1e100, 1.0, -1e100]), 1.0);
        assert_eq!(sum(&[1e308, 1e308, -1e308]), 1e308);
        assert_eq!(sum(&[1e308, 1e308]), f64::INFINITY);
        assert_eq!(sum(&[f64::MAX, f64::MAX.to_bits() as f64 * 0.0 + 9.9e291]), f64::MAX);
        assert_eq!(sum(&[1.0, 5e-324, -1.0]), 5e-324);
        assert_eq!(sum(&[-0.0, -0.0]).to_bits(), 0.0f64.to_bits());
        assert_eq!(sum(&[-1.5, 1.5]).to_bits(), 0.0f64.to_bits());
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
        assert_eq!(sum(&[1.0, f64::INFINITY]), f64::INFINITY);
        assert!(sum(&[1.0, f64::NAN, 2.0]).is_nan());
        // Halfway between two doubles, and a little more.
        assert_eq!(sum(&[1.0, f64::EPSILON / 2.0]), 1.0);
        assert_eq!(sum(&[1.0, f64::EPSILON / 2.0, 1e-300]), 1.0 + f64::EPSILON);
        assert_eq!(sum(&[-1.0, -f64::EPSILON / 2.0, -1e-300]), -1.0 - f64::EPSILON);
    }

    #[test]
    fn quotients_are_rounded_once() {
        assert_eq!(quotient(&[1.0, 2.0]), 1.5);
        assert_eq!(quotient(&[0.1, 0.2, 0.3]), 0.2);
        assert_eq!(quotient(&[f64::MAX, f64::MAX, f64::MAX]), f64::MAX);
        assert_eq!(quotient(&[5e-324, 0.0]).to_bits(), 0.0f64.to_bits());
        assert_eq!(quotient(&[5e-324, 5e-324, 0.0]), 5e-324);
        assert_eq!(quotient(&[1.0, 5e-324, -1.0, 5e-324, 5e-324, 5e-324]), 5e-324);
    }

    #[test]
    fn the_order_does_not_matter() {
        let mut numbers: Vec<f64> = (0..200)
            .map(|n: u64| f64::from_bits(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) & !(1 << 62)))
            .filter(|number| number.is_finite())
            .collect();
        let forward = sum(&numbers);
        numbers.reverse();
        assert_eq!(sum(&numbers), forward);
        let mut parts = (Sums::default(), Sums::default());
        parts.0.open();
        parts.1.open();
        let (first, second) = numbers.split_at(77);
        first.iter().for_each(|&number| parts.0.add(0, number));
        second.iter().for_each(|&number| parts.1.add(0, number));
        parts.0.merge(0, &parts.1, 0);
        assert_eq!(parts.0.sum(0), forward);
    }
}
