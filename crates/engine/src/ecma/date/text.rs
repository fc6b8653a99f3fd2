//! The texts of dates.

use super::Parts;

const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `2024-02-29T12:34:56.789Z`: <https://tc39.es/ecma262/#sec-date.prototype.toisostring>. The time value is finite.
pub fn write_iso(time: f64, out: &mut Vec<u8>) {
    let parts = Parts::of(time);
    match parts.year {
        0..=9999 => digits(parts.year, 4, out),
        year => {
            out.push(if year < 0 { b'-' } else { b'+' });
            digits(year.abs(), 6, out);
        }
    }
    out.push(b'-');
    digits(parts.month + 1, 2, out);
    out.push(b'-');
    digits(parts.day, 2, out);
    out.push(b'T');
    write_clock(&parts, out);
    out.push(b'.');
    digits(parts.millisecond, 3, out);
    out.push(b'Z');
}

/// `Thu, 29 Feb 2024 12:34:56 GMT`: <https://tc39.es/ecma262/#sec-date.prototype.toutcstring>
pub fn write_utc(time: f64, out: &mut Vec<u8>) {
    let parts = Parts::of(time);
    out.extend_from_slice(DAYS[parts.weekday as usize].as_bytes());
    out.extend_from_slice(b", ");
    digits(parts.day, 2, out);
    out.push(b' ');
    out.extend_from_slice(MONTHS[parts.month as usize].as_bytes());
    out.push(b' ');
    write_year(parts.year, out);
    out.push(b' ');
    write_clock(&parts, out);
    out.extend_from_slice(b" GMT");
}

/// `Thu Feb 29 2024`, of a local time: <https://tc39.es/ecma262/#sec-datestring>
pub fn write_date(time: f64, out: &mut Vec<u8>) {
    let parts = Parts::of(time);
    out.extend_from_slice(DAYS[parts.weekday as usize].as_bytes());
    out.push(b' ');
    out.extend_from_slice(MONTHS[parts.month as usize].as_bytes());
    out.push(b' ');
    digits(parts.day, 2, out);
    out.push(b' ');
    write_year(parts.year, out);
}

/// `12:34:56 GMT+0000 (Coordinated Universal Time)`, of a local time, the name and the offset of its zone:
/// <https://tc39.es/ecma262/#sec-timestring> and <https://tc39.es/ecma262/#sec-timezoneestring>
pub fn write_clock_and_zone(time: f64, name: &str, offset: f64, out: &mut Vec<u8>) {
    write_clock(&Parts::of(time), out);
    let minutes = (offset / 60_000.0) as i64;
    out.extend_from_slice(if minutes < 0 { b" GMT-" } else { b" GMT+" });
    digits(minutes.abs() / 60, 2, out);
    digits(minutes.abs() % 60, 2, out);
    out.extend_from_slice(b" (");
    out.extend_from_slice(name.as_bytes());
    out.push(b')');
}

fn write_clock(parts: &Parts, out: &mut Vec<u8>) {
    digits(parts.hour, 2, out);
    out.push(b':');
    digits(parts.minute, 2, out);
    out.push(b':');
    digits(parts.second, 2, out);
}

/// At least four digits.
fn write_year(year: i64, out: &mut Vec<u8>) {
    if year < 0 {
        out.push(b'-');
    }
    digits(year.abs(), 4, out);
}

/// A number of at least `width` digits.
fn digits(number: i64, width: usize, out: &mut Vec<u8>) {
    // As many as an i64 can have.
    let (mut text, mut from, mut rest) = ([b'0'; 20], 20, number.unsigned_abs());
    while rest > 0 {
        from -= 1;
        text[from] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&text[from.min(20 - width)..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: fn(f64, &mut Vec<u8>), time: f64) -> String {
        let mut out = Vec::new();
        write(time, &mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn as_v8_writes_them() {
        let time = 1_709_210_096_789.0;
        assert_eq!(text(write_iso, time), "2024-02-29T12:34:56.789Z");
        assert_eq!(text(write_utc, time), "Thu, 29 Feb 2024 12:34:56 GMT");
        assert_eq!(text(write_date, time), "Thu Feb 29 2024");
        let mut out = Vec::new();
        write_clock_and_zone(time, "India Standard Time", 19_800_000.0, &mut out);
        assert_eq!(String::from_utf8_lossy(&out), "12:34:56 GMT+0530 (India Standard Time)");
        assert_eq!(text(write_iso, -1e15), "-029719-04-05T22:13:20.000Z");
        assert_eq!(text(write_iso, 1e15), "+033658-09-27T01:46:40.000Z");
        assert_eq!(text(write_utc, -1e14), "Thu, 15 Feb -1199 14:13:20 GMT");
    }
}
