//! Where a string literal ends that has been checked.

/// The end of a literal, and what its bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Offset of the closing quote
    pub at: usize,
    /// There are escapes before it
    pub escaped: bool,
    /// All bytes before it are ASCII
    pub ascii: bool,
}

/// Bytes that are looked at together.
const LANES: usize = 16;

/// The quotes and backslashes among these bytes and those that are not ASCII, a bit each.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
fn classify(chunk: &[u8; LANES]) -> (u32, u32) {
    // SAFETY: every x86-64 processor has SSE2.
    unsafe { sse2_classify(chunk) }
}

#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "sse2")]
fn sse2_classify(chunk: &[u8; LANES]) -> (u32, u32) {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8};
    // SAFETY: the chunk is 16 readable bytes, and the load needs no alignment.
    let bytes = unsafe { _mm_loadu_si128(chunk.as_ptr().cast()) };
    let quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"' as i8));
    let backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
    let found = _mm_movemask_epi8(_mm_or_si128(quotes, backslashes));
    (found as u32, _mm_movemask_epi8(bytes) as u32)
}

/// The same, for all processors.
#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
fn classify(chunk: &[u8; LANES]) -> (u32, u32) {
    let (mut found, mut others) = (0, 0);
    for (at, byte) in chunk.iter().enumerate() {
        found |= u32::from(matches!(byte, b'"' | b'\\')) << at;
        others |= u32::from(byte >> 7) << at;
    }
    (found, others)
}

/// The closing quote of the literal whose inside begins at `from`.
///
/// # Panics
/// There is none.
#[inline(always)]
#[must_use]
pub fn closing_quote(text: &[u8], from: usize) -> Closing {
    let mut at = from;
    let (mut escaped, mut others) = (false, 0);
    loop {
        if let Some(chunk) = text[at..].first_chunk::<LANES>() {
            let (found, high) = classify(chunk);
            if found == 0 {
                others |= high;
                at += LANES;
                continue;
            }
            let before = found.trailing_zeros();
            others |= high & ((1 << before) - 1);
            at += before as usize;
        }
        match text[at] {
            b'"' => {
                return Closing {
                    at,
                    escaped,
                    ascii: others == 0,
                };
            }
            b'\\' => {
                escaped = true;
                at += 2;
            }
            byte => {
                others |= u32::from(byte >> 7);
                at += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Closing, closing_quote};

    #[test]
    fn literals_of_all_lengths_end_where_they_end() {
        for len in 0..70 {
            for (piece, escaped, ascii) in [("a", false, true), ("\\\"", true, true), ("é", false, false)] {
                let inside = format!("{}{piece}", "x".repeat(len));
                for behind in ["", " , 1", "\"\\é".repeat(9).as_str()] {
                    let text = format!("\"{inside}\"{behind}");
                    let at = inside.len() + 1;
                    let expected = Closing { at, escaped, ascii };
                    assert_eq!(closing_quote(text.as_bytes(), 1), expected, "{text}");
                }
            }
        }
    }
}
