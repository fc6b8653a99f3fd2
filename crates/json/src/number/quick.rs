//! The grammar of the numbers that real documents hold, eight digits at a time.

/// An ordinary number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quick {
    /// Where it ends
    pub end: usize,
    /// It is surely what JSON.stringify writes for its value: see [`super::is_canonical`]
    pub canonical: bool,
    negative: bool,
    /// Digits before the dot, in the last of eight bytes, zeros before them
    whole: u64,
    /// Digits behind it
    fraction: u64,
    places: usize,
}

/// The powers of ten that there may be places.
pub(super) const SCALES: [i32; 8] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

impl Quick {
    /// The number. An exact integer over an exact power of ten is rounded once, hence correctly: see [`super::parse`].
    #[inline(always)]
    pub fn value(self) -> f64 {
        let whole = join(self.whole) as i64;
        let value = if self.places == 0 {
            whole as f64
        } else {
            let scale = SCALES[self.places & 7];
            let digits = whole * i64::from(scale) + join(self.fraction) as i64;
            digits as f64 / f64::from(scale)
        };
        if self.negative { -value } else { value }
    }
}

/// The number that eight digits are: pairs of neighbours become one, three times.
#[inline(always)]
pub(super) fn join(digits: u64) -> u64 {
    let ones = digits & 0x0F0F_0F0F_0F0F_0F0F;
    let hundreds = (ones.wrapping_mul(10 << 8 | 1) >> 8) & 0x00FF_00FF_00FF_00FF;
    let thousands = (hundreds.wrapping_mul(100 << 16 | 1) >> 16) & 0x0000_FFFF_0000_FFFF;
    thousands.wrapping_mul(10_000 << 32 | 1) >> 32
}

/// The number at `at`, if it has no exponent, at most seven digits before and after its dot, and the input goes on for
/// some bytes. `None` says nothing: [`super::scan_number`] knows.
#[inline(always)]
pub fn quick(input: &[u8], at: usize) -> Option<Quick> {
    let negative = input.get(at) == Some(&b'-');
    let at = at + usize::from(negative);
    let whole = eight(input, at)?;
    let digits = leading_digits(whole);
    let starts_with_zero = whole as u8 == b'0';
    if digits == 0 || digits == 8 || (starts_with_zero && digits > 1) {
        return None;
    }
    let end = at + digits;
    let after = (whole >> (8 * digits)) as u8;
    let whole = whole << (64 - 8 * digits);
    if after != b'.' {
        return (after | 0x20 != b'e').then_some(Quick {
            end,
            canonical: !(negative && starts_with_zero),
            negative,
            whole,
            fraction: 0,
            places: 0,
        });
    }
    let fraction = eight(input, end + 1)?;
    let places = leading_digits(fraction);
    // Seven places may be too small for plain digits: the long way knows.
    if places == 0 || places > 6 || (fraction >> (8 * places)) as u8 | 0x20 == b'e' {
        return None;
    }
    let last = (fraction >> (8 * (places - 1))) as u8;
    Some(Quick {
        end: end + 1 + places,
        canonical: last != b'0',
        negative,
        whole,
        fraction: fraction << (64 - 8 * places),
        places,
    })
}

#[inline(always)]
fn eight(input: &[u8], at: usize) -> Option<u64> {
    input.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// How many of eight bytes, from the first one on, are digits.
#[inline(always)]
fn leading_digits(bytes: u64) -> usize {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    // Digits become 0 to 9; 10 and more reach the high bit when 118 is added, which no byte passes on to the next.
    let folded = bytes ^ 0x3030_3030_3030_3030;
    let others = (((folded & LOW) + 0x7676_7676_7676_7676) | folded) & !LOW;
    (others.trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use super::super::{is_canonical, parse, scan_number};
    use super::{leading_digits, quick};

    #[test]
    fn counts_digits() {
        for (text, count) in [
            (b"12345678", 8),
            (b"1234567/", 7),
            (b"123:5678", 3),
            (b"a2345678", 0),
            (b"12\xB1a5678", 2),
        ] {
            assert_eq!(leading_digits(u64::from_le_bytes(*text)), count, "{text:?}");
        }
    }

    #[test]
    fn agrees_with_the_long_way() {
        let alphabet = b"0123456789.-eE+,";
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut quick_ones = 0;
        for _ in 0..400_000 {
            let mut text = Vec::new();
            for _ in 0..12 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push(alphabet[(state >> 33) as usize % if state >> 62 == 0 { 16 } else { 11 }]);
            }
            text.extend_from_slice(b",         ");
            let Some(found) = quick(&text, 0) else { continue };
            quick_ones += 1;
            let shown = String::from_utf8_lossy(&text).into_owned();
            assert_eq!(scan_number(&text, 0), Ok(found.end), "{shown}");
            assert!(!found.canonical || is_canonical(&text[..found.end]), "{shown}");
            assert_eq!(found.value().to_bits(), parse(&text[..found.end]).to_bits(), "{shown}");
        }
        assert!(quick_ones > 10_000, "{quick_ones}");
    }
}
