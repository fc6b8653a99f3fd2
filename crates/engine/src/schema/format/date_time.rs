//! `date`, `time`, `date-time`: <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>

use super::two_digits;

pub(super) fn is_date_time(bytes: &[u8]) -> bool {
    is_ordinary(bytes) || is_any_date_time(bytes)
}

/// Digits, where there are zeros, and what else stands between them.
struct Picture {
    text: u64,
    /// What makes the high bit of a byte: more than nine of digits, anything of others
    more: u64,
}

impl Picture {
    const fn new(text: [u8; 8]) -> Picture {
        let mut more = [0x7F; 8];
        let mut at = 0;
        while at < text.len() {
            if text[at] == b'0' {
                more[at] = 0x76;
            }
            at += 1;
        }
        Picture {
            text: u64::from_le_bytes(text),
            more: u64::from_le_bytes(more),
        }
    }

    /// The digits at their places, if these are such bytes.
    #[inline(always)]
    fn digits(&self, bytes: [u8; 8]) -> Option<[u8; 8]> {
        const HIGH: u64 = 0x8080_8080_8080_8080;
        let digits = u64::from_le_bytes(bytes) ^ self.text;
        let others = ((digits & !HIGH) + self.more) | digits;
        (others & HIGH == 0).then_some(digits.to_le_bytes())
    }
}

const DATE: Picture = Picture::new(*b"0000-00-");
const TO_MINUTES: Picture = Picture::new(*b"00T00:00");
const SECONDS: Picture = Picture::new(*b":00Z:00Z");
const MILLISECONDS: Picture = Picture::new(*b":00.000Z");

/// Whether these are the bytes that `toISOString` writes, or the same without milliseconds, at a second and day that every
/// month has.
fn is_ordinary(bytes: &[u8]) -> bool {
    let seconds = match bytes {
        [.., a, b, c, d] if bytes.len() == 20 => SECONDS.digits([*a, *b, *c, *d, *a, *b, *c, *d]),
        _ if bytes.len() == 24 => bytes.last_chunk().and_then(|last| MILLISECONDS.digits(*last)),
        _ => return false,
    };
    let date = bytes.first_chunk().and_then(|first| DATE.digits(*first));
    let minutes = bytes[8..].first_chunk().and_then(|middle| TO_MINUTES.digits(*middle));
    let (Some(date), Some(minutes), Some(seconds)) = (date, minutes, seconds) else {
        return false;
    };
    let month = date[5] * 10 + date[6];
    let day = minutes[0] * 10 + minutes[1];
    let hour = minutes[3] * 10 + minutes[4];
    (1..=12).contains(&month) && (1..=28).contains(&day) && hour < 24 && minutes[6] < 6 && seconds[1] < 6
}

fn is_any_date_time(bytes: &[u8]) -> bool {
    bytes.len() > 11 && matches!(bytes[10], b'T' | b't') && is_date(&bytes[..10]) && is_time(&bytes[11..])
}

pub(super) fn is_date(bytes: &[u8]) -> bool {
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(century), Some(of_century), Some(month), Some(day)) = (
        two_digits(&bytes[..2]),
        two_digits(&bytes[2..4]),
        two_digits(&bytes[5..7]),
        two_digits(&bytes[8..]),
    ) else {
        return false;
    };
    let year = century * 100 + of_century;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(is_leap),
        _ => return false,
    };
    (1..=days).contains(&day)
}

pub(super) fn is_time(bytes: &[u8]) -> bool {
    if bytes.len() < 9 || bytes[2] != b':' || bytes[5] != b':' {
        return false;
    }
    let (Some(hour), Some(minute), Some(second)) = (
        two_digits(&bytes[..2]),
        two_digits(&bytes[3..5]),
        two_digits(&bytes[6..8]),
    ) else {
        return false;
    };
    let mut rest = &bytes[8..];
    if let [b'.', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return false;
        }
        rest = &fraction[digits..];
    }
    let offset = match rest {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), hours @ .., b':', _, _] if hours.len() == 2 => {
            let (Some(hours), Some(minutes)) = (two_digits(hours), two_digits(&rest[4..])) else {
                return false;
            };
            if hours > 23 || minutes > 59 {
                return false;
            }
            let offset = (hours * 60 + minutes) as i32;
            if *sign == b'+' { offset } else { -offset }
        }
        _ => return false,
    };
    if hour > 23 || minute > 59 {
        return false;
    }
    // a leap second is the last of a day in UTC
    let utc = ((hour * 60 + minute) as i32 - offset).rem_euclid(24 * 60);
    second < 60 || (second == 60 && utc == 24 * 60 - 1)
}
