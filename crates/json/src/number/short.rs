//! Where short numbers end, by looking at sixteen bytes at once.

/// Bytes that are looked at.
const WINDOW: usize = 16;

/// The end of the number without sign and exponent at `at`, if it and what is behind it lie within sixteen bytes that the
/// input has. The byte behind it must be looked at: it may be an exponent's. `None` says nothing: [`super::scan_number`]
/// knows.
#[inline(always)]
pub fn short_end(input: &[u8], at: usize) -> Option<usize> {
    let window: &[u8; WINDOW] = input.get(at..)?.first_chunk()?;
    let others = !digits(window);
    let whole = others.trailing_zeros();
    if whole == 0 || (whole > 1 && window[0] == b'0') {
        return None;
    }
    // Sixteen places, which the mask behind them ends.
    match window.get(whole as usize)? {
        b'.' => {
            let places = (others >> (whole + 1)).trailing_zeros();
            let length = whole + 1 + places;
            (places > 0 && length < WINDOW as u32).then_some(at + length as usize)
        }
        _ => Some(at + whole as usize),
    }
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
    use super::super::scan_number;
    use super::{WINDOW, digits, portable_digits, short_end};

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
        let mut found = 0;
        for round in 0..300_000 {
            let mut text = Vec::new();
            for _ in 0..18 {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push(alphabet[(state >> 33) as usize % if round % 2 == 0 { 15 } else { 11 }]);
            }
            text.extend_from_slice(b",         ");
            let Some(end) = short_end(&text, 0) else { continue };
            if matches!(text[end], b'e' | b'E') {
                continue;
            }
            found += 1;
            assert_eq!(scan_number(&text, 0), Ok(end), "{}", String::from_utf8_lossy(&text));
        }
        assert!(found > 50_000, "{found}");
    }
}
