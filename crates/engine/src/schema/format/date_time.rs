//! `date`, `time`, `date-time`: <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>

use super::two_digits;

pub(super) fn is_date_time(bytes: &[u8]) -> bool {
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
