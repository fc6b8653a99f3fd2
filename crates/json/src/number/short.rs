//! Short numbers, by looking at sixteen bytes at once.

use super::quick::{SCALES, join};

/// Bytes that are looked at.
const WINDOW: usize = 16;

/// Behind the digits at `start`, as far as whole windows tell.
pub(super) fn digit_run(input: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(window) = input.get(at..).and_then(<[u8]>::first_chunk) {
        let run = (!digits(window)).trailing_zeros() as usize;
        at += run;
        if run < WINDOW {
            break;
        }
    }
    at
}

/// How a short number without sign and exponent is laid out.
struct Layout {
    /// Digits before the dot
    whole: u32,
    /// Digits behind it
    places: u32,
}

impl Layout {
    #[inline(always)]
    fn of(window: &[u8; WINDOW]) -> Option<Layout> {
        let others = !digits(window);
        let whole = others.trailing_zeros();
        if whole == 0 || (whole > 1 && window[0] == b'0') {
            return None;
        }
        match window.get(whole as usize)? {
            b'.' => {
                let places = (others >> (whole + 1)).trailing_zeros();
                (places > 0 && whole + places < WINDOW as u32 - 1).then_some(Layout { whole, places })
            }
            _ => Some(Layout { whole, places: 0 }),
        }
    }

    #[inline(always)]
    fn len(&self) -> usize {
        (self.whole + u32::from(self.places > 0) + self.places) as usize
    }

    /// JSON.stringify writes it so: see [`super::is_canonical`].
    #[inline(always)]
    fn is_canonical(&self, window: &[u8; WINDOW]) -> bool {
        // From 1e-7 on an exponent is written.
        self.places == 0
            || (window[(self.whole + self.places) as usize % WINDOW] != b'0'
                && (self.places <= 6 || window[..8] != *b"0.000000"))
    }
}

/// Where a short number ends, and what its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Where it ends
    pub end: usize,
    /// JSON.stringify writes it so
    pub canonical: bool,
}

/// The number without sign and exponent at `at`, if it and what is behind it lie within sixteen bytes that the input has.
/// The byte behind it must be looked at: it may be an exponent's. `None` says nothing: [`super::scan_number`] knows.
#[inline(always)]
pub fn outline(input: &[u8], at: usize) -> Option<Outline> {
    let window = input.get(at..at + WINDOW)?.first_chunk()?;
    let layout = Layout::of(window)?;
    Some(Outline {
        end: at + layout.len(),
        canonical: layout.is_canonical(window),
    })
}

/// The integer part of a short number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Where the number ends, its places included
    pub end: usize,
    /// What stands before the dot
    pub value: u32,
    /// There is a dot
    pub has_places: bool,
}

/// The integer part of the number without sign and exponent at `at`, if it has at most eight digits and the number and what is
/// behind it lie within sixteen bytes that the input has. The byte behind must be looked at: it may be an exponent's. `None`
/// says nothing.
#[inline(always)]
pub fn short_whole(input: &[u8], at: usize) -> Option<Whole> {
    let window: &[u8; WINDOW] = input.get(at..at + WINDOW)?.first_chunk()?;
    let layout = Layout::of(window)?;
    let Layout { whole, places } = layout;
    if whole > 8 {
        return None;
    }
    let (first, _) = window.split_first_chunk::<8>()?;
    Some(Whole {
        end: at + layout.len(),
        value: join(u64::from_le_bytes(*first) << (64 - 8 * whole)) as u32,
        has_places: places > 0,
    })
}

/// A short number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short {
    /// Where it ends
    pub end: usize,
    /// What it is
    pub value: f64,
    /// JSON.stringify writes it so
    pub canonical: bool,
}

/// The number at `at`, if it has at most eight digits before the dot and seven behind it, and the input goes on for some
/// bytes. The byte behind it must be looked at: it may be an exponent's. `None` says nothing.
#[inline(always)]
pub fn short(input: &[u8], at: usize) -> Option<Short> {
    let negative = input.get(at) == Some(&b'-');
    let at = at + usize::from(negative);
    // Behind the window lie eight bytes more, which are loaded with the last digits.
    let room: &[u8; WINDOW + 8] = input.get(at..at + WINDOW + 8)?.first_chunk()?;
    let window = room.first_chunk()?;
    let layout = Layout::of(window)?;
    let Layout { whole, places } = layout;
    if whole > 8 {
        return None;
    }
    let (first, _) = room.split_first_chunk::<8>()?;
    // The digits as the last of eight bytes. What is shifted out of the word is behind them.
    let integer = join(u64::from_le_bytes(*first) << (64 - 8 * whole)) as i64;
    let value = if places == 0 {
        integer as f64
    } else {
        let scale = SCALES.get(places as usize)?;
        let from = whole as usize + 1;
        let last: &[u8; 8] = room.get(from..from + 8)?.first_chunk()?;
        let fraction = join(u64::from_le_bytes(*last) << (64 - 8 * places)) as i64;
        // An exact integer over an exact power of ten is rounded once, hence correctly: see `super::parse`.
        (integer * i64::from(*scale) + fraction) as f64 / f64::from(*scale)
    };
    Some(Short {
        end: at + layout.len(),
        value: if negative { -value } else { value },
        // Only -0 is written without its sign; -0.0 is no canonical text for another reason.
        canonical: layout.is_canonical(window) && !(negative && value == 0.0),
    })
}

/// Which of the bytes are digits, a bit each.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn digits(window: &[u8; WINDOW]) -> u32 {
    // SAFETY: every x86-64 processor has SSE2.
    unsafe { sse2_digits(window) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn sse2_digits(window: &[u8; WINDOW]) -> u32 {
    use std::arch::x86_64::{_mm_add_epi8, _mm_cmplt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8};
    // SAFETY: the window is 16 readable bytes, and the load needs no alignment.
    let bytes = unsafe { _mm_loadu_si128(window.as_ptr().cast()) };
    // Digits become the ten least signed bytes.
    let moved = _mm_add_epi8(bytes, _mm_set1_epi8(0x80_u8.wrapping_sub(b'0') as i8));
    _mm_movemask_epi8(_mm_cmplt_epi8(moved, _mm_set1_epi8(-128 + 10))) as u32
}

/// Which of the bytes are digits, a bit each.
#[cfg(not(target_arch = "x86_64"))]
fn digits(window: &[u8; WINDOW]) -> u32 {
    portable_digits(window)
}

/// The same byte by byte.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn portable_digits(window: &[u8; WINDOW]) -> u32 {
    let bits = window.iter().enumerate();
    bits.fold(0, |mask, (place, byte)| {
        mask | u32::from(byte.is_ascii_digit()) << place
    })
}

#[cfg(test)]
mod tests {
    use super::super::{is_canonical, parse, scan_number};
    use super::{Outline, WINDOW, digits, outline, portable_digits, short, short_whole};

    #[test]
    fn every_byte_at_every_place() {
        for byte in 0..=255 {
            for place in 0..WINDOW {
                for around in [b'5', b' '] {
                    let mut window = [around; WINDOW];
                    window[place] = byte;
                    assert_eq!(digits(&window), portable_digits(&window), "{byte} at {place}");
                }
            }
        }
    }

    #[test]
    fn agrees_with_the_long_way() {
        let alphabet = b"0123456789..-e,";
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let (mut found, mut valued) = (0, 0);
        for round in 0..300_000 {
            let mut text = Vec::new();
            for _ in 0..18 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push(alphabet[(state >> 33) as usize % if round % 2 == 0 { 15 } else { 11 }]);
            }
            text.extend_from_slice(b",                      ");
            let Some(Outline { end, canonical }) = outline(&text, 0) else {
                continue;
            };
            if matches!(text[end], b'e' | b'E') {
                continue;
            }
            found += 1;
            let shown = String::from_utf8_lossy(&text);
            assert_eq!(scan_number(&text, 0), Ok(end), "{shown}");
            assert_eq!(canonical, is_canonical(&text[..end]), "{shown}");
            if let Some(whole) = short_whole(&text, 0) {
                assert_eq!(whole.end, end, "{shown}");
                assert_eq!(f64::from(whole.value), parse(&text[..end]).trunc(), "{shown}");
                assert_eq!(whole.has_places, text[..end].contains(&b'.'), "{shown}");
            }
            for text in [text.clone(), [b"-", &*text].concat()] {
                let Some(short) = short(&text, 0) else { continue };
                valued += 1;
                assert_eq!(scan_number(&text, 0), Ok(short.end), "{shown}");
                assert_eq!(short.canonical, is_canonical(&text[..short.end]), "{shown}");
                assert_eq!(short.value.to_bits(), parse(&text[..short.end]).to_bits(), "{shown}");
            }
        }
        assert!(found > 50_000 && valued > 50_000, "{found} {valued}");
    }
}
