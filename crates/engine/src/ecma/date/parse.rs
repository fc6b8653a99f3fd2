//! Date.parse: <https://tc39.es/ecma262/#sec-date.parse>
//!
//! First the forms that ECMAScript defines, then V8's own for everything else (`Jan 1 2024`, `1/2/24 3:04 pm EST`): its
//! parser, rule by rule.

use super::token::{Keyword, Token, Tokens};
use super::{MAX_LOCAL_TIME, make_date, make_day, make_time, time_clip};
use crate::value::Zone;

/// The time value of a text, NaN if it is none; `None` where the zone is needed but not known.
#[must_use]
pub fn parse_date(units: &[u16], zone: Option<&Zone>) -> Option<f64> {
    let mut parser = Parser {
        tokens: Tokens::new(units),
        day: Day::default(),
        clock: Clock::default(),
        offset: Offset::default(),
    };
    let Some(date) = parser.run() else {
        return Some(f64::NAN);
    };
    let (date, offset) = date;
    Some(match offset {
        Some(seconds) => time_clip(date - seconds as f64 * 1000.0),
        None if date.abs() <= MAX_LOCAL_TIME => time_clip(zone?.to_utc(date)),
        None => f64::NAN,
    })
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    day: Day,
    clock: Clock,
    offset: Offset,
}

impl Parser<'_> {
    /// The date and its offset in seconds, if it has one.
    fn run(&mut self) -> Option<(f64, Option<i64>)> {
        let mut token = self.iso()?;
        let mut number_seen = self.day.count > 0;
        if token == Token::End {
            token = self.tokens.next();
        }
        while token != Token::End {
            match token {
                Token::Number(n, _) => {
                    number_seen = true;
                    self.number(n)?;
                }
                Token::Word(keyword, _) => self.word(keyword, number_seen)?,
                Token::Symbol(symbol) => {
                    let sign = token.sign();
                    if let Some(sign) = sign
                        && (self.offset.is_utc() || self.clock.count > 0)
                    {
                        number_seen = true;
                        self.signed_offset(sign)?;
                    } else if (sign.is_some() || symbol == b')') && number_seen {
                        return None;
                    }
                }
                Token::Space | Token::Unknown | Token::End => {}
            }
            token = self.tokens.next();
        }
        let (year, month, day) = self.day.finish()?;
        let (hour, minute, second, millisecond) = self.clock.finish()?;
        let day = make_day(year as f64, (month - 1) as f64, day as f64);
        let time = make_time(hour as f64, minute as f64, second as f64, millisecond as f64);
        Some((make_date(day, time), self.offset.finish()?))
    }

    /// ECMAScript's own forms. The token that does not fit is given back for the rest, [`Token::End`] if all does.
    fn iso(&mut self) -> Option<Token> {
        if let Some(sign) = self.tokens.peek().sign() {
            let token = self.tokens.next();
            let Some(year) = self.tokens.peek().fixed_number(6) else {
                return Some(token);
            };
            self.tokens.next();
            if sign < 0 && year == 0 {
                return Some(token);
            }
            self.day.add(sign * year);
        } else if let Some(year) = self.tokens.peek().fixed_number(4) {
            self.tokens.next();
            self.day.add(year);
        } else {
            return Some(self.tokens.next());
        }
        if self.tokens.skip(b'-') {
            let Some(month @ 1..=12) = self.tokens.peek().fixed_number(2) else {
                return Some(self.tokens.next());
            };
            self.tokens.next();
            self.day.add(month);
            if self.tokens.skip(b'-') {
                let Some(day @ 1..=31) = self.tokens.peek().fixed_number(2) else {
                    return Some(self.tokens.next());
                };
                self.tokens.next();
                self.day.add(day);
            }
        }
        if matches!(self.tokens.peek(), Token::Word(Keyword::Separator, _)) {
            self.iso_time()?;
        } else if self.tokens.peek() != Token::End {
            return Some(self.tokens.next());
        }
        if self.offset.hour.is_none() && self.clock.count == 0 {
            self.offset.set(0);
        }
        self.day.iso = true;
        Some(Token::End)
    }

    fn iso_time(&mut self) -> Option<()> {
        self.tokens.next();
        let hour = self.two_digits(24)?;
        let limit = |usual| if hour == 24 { 0 } else { usual };
        self.clock.add(hour);
        self.tokens.skip(b':').then_some(())?;
        let minute = self.two_digits(limit(59))?;
        self.clock.add(minute);
        if self.tokens.skip(b':') {
            let second = self.two_digits(limit(59))?;
            self.clock.add(second);
            if self.tokens.skip(b'.') {
                let Token::Number(n, length) = self.tokens.next() else {
                    return None;
                };
                if hour == 24 && n > 0 {
                    return None;
                }
                self.clock.add(milliseconds(n, length));
            }
        }
        if self.tokens.peek().is_z() {
            self.tokens.next();
            self.offset.set(0);
        } else if let Some(sign) = self.tokens.peek().sign() {
            self.tokens.next();
            self.offset.sign = Some(sign);
            if let Some(both) = self.tokens.peek().fixed_number(4) {
                self.tokens.next();
                if both / 100 > 23 || both % 100 > 59 {
                    return None;
                }
                self.offset.hour = Some(both / 100);
                self.offset.minute = Some(both % 100);
            } else {
                self.offset.hour = Some(self.two_digits(23)?);
                self.tokens.skip(b':').then_some(())?;
                self.offset.minute = Some(self.two_digits(59)?);
            }
        }
        (self.tokens.peek() == Token::End).then_some(())
    }

    fn two_digits(&mut self, most: i64) -> Option<i64> {
        self.tokens.next().fixed_number(2).filter(|&n| n <= most)
    }

    fn number(&mut self, n: i64) -> Option<()> {
        if self.tokens.skip(b':') {
            if self.tokens.skip(b':') {
                if self.clock.count > 0 {
                    return None;
                }
                self.clock.add(n);
                self.clock.add(0);
            } else {
                self.clock.add(n).then_some(())?;
                self.tokens.skip(b'.');
            }
        } else if self.tokens.skip(b'.') && self.clock.expects(n) {
            self.clock.add(n);
            let Token::Number(n, length) = self.tokens.peek() else {
                return None;
            };
            self.tokens.next();
            self.clock.add_last(milliseconds(n, length));
        } else if self.offset.expects(n) {
            self.offset.minute = Some(n);
        } else if self.clock.expects(n) {
            self.clock.add_last(n);
            let next = self.tokens.peek();
            let ends = matches!(next, Token::End | Token::Space) || next.is_z() || next.sign().is_some();
            ends.then_some(())?;
        } else {
            self.day.add(n).then_some(())?;
            self.tokens.skip(b'-');
        }
        Some(())
    }

    fn word(&mut self, keyword: Keyword, number_seen: bool) -> Option<()> {
        match keyword {
            Keyword::Half(hours) if self.clock.count > 0 => self.clock.half = Some(hours),
            Keyword::Month(month) => {
                self.day.month = Some(month);
                self.tokens.skip(b'-');
            }
            Keyword::Zone(hours) if number_seen => self.offset.set(hours),
            // Other words may only stand before the first number, and apart from it.
            _ if number_seen || matches!(self.tokens.peek(), Token::Number(..)) => return None,
            _ => {}
        }
        Some(())
    }

    /// An offset, after a time or `UTC`.
    fn signed_offset(&mut self, sign: i64) -> Option<()> {
        self.offset.sign = Some(sign);
        let (mut n, mut length) = (0, 0);
        if let Token::Number(number, digits) = self.tokens.peek() {
            self.tokens.next();
            (n, length) = (number, digits);
        }
        (self.offset.hour, self.offset.minute) = match length {
            _ if self.tokens.peek() == Token::Symbol(b':') => (Some(n), None),
            1 | 2 => (Some(n), Some(0)),
            3 | 4 => (Some(n / 100), Some(n % 100)),
            _ => return None,
        };
        Some(())
    }
}

/// A fraction of a second, cut after three digits.
fn milliseconds(n: i64, length: usize) -> i64 {
    match length {
        1 => n * 100,
        2 => n * 10,
        _ => n / 10_i64.pow(length.min(9) as u32 - 3),
    }
}

/// The numbers of a date as they come.
#[derive(Default)]
struct Day {
    numbers: [i64; 3],
    count: usize,
    /// A month by name
    month: Option<i64>,
    iso: bool,
}

impl Day {
    fn add(&mut self, n: i64) -> bool {
        let Some(slot) = self.numbers.get_mut(self.count) else {
            return false;
        };
        *slot = n;
        self.count += 1;
        true
    }

    /// Year, month from 1, day.
    fn finish(&mut self) -> Option<(i64, i64, i64)> {
        if self.count == 0 {
            return None;
        }
        // Missing numbers are 1, the year too: "Jan 5" is in 2001.
        while self.add(1) {}
        let [a, b, c] = self.numbers;
        let a_is_day = (1..=31).contains(&a);
        let (mut year, month, day) = match self.month {
            None if self.iso || !a_is_day => (a, b, c),
            None => (c, a, b),
            Some(month) if !a_is_day => (a, month, b),
            Some(month) => (b, month, a),
        };
        if !self.iso {
            match year {
                0..=49 => year += 2000,
                50..=99 => year += 1900,
                _ => {}
            }
        }
        ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
    }
}

/// The numbers of a time as they come.
#[derive(Default)]
struct Clock {
    numbers: [i64; 4],
    count: usize,
    /// 0 for AM, 12 for PM
    half: Option<i64>,
}

impl Clock {
    fn expects(&self, n: i64) -> bool {
        match self.count {
            1 | 2 => (0..60).contains(&n),
            3 => (0..1000).contains(&n),
            _ => false,
        }
    }

    fn add(&mut self, n: i64) -> bool {
        let Some(slot) = self.numbers.get_mut(self.count) else {
            return false;
        };
        *slot = n;
        self.count += 1;
        true
    }

    fn add_last(&mut self, n: i64) {
        self.add(n);
        self.count = 4;
    }

    fn finish(&self) -> Option<(i64, i64, i64, i64)> {
        let [mut hour, minute, second, millisecond] = self.numbers;
        if let Some(half) = self.half {
            if hour > 12 {
                return None;
            }
            hour = hour % 12 + half;
        }
        let usual = hour < 24 && minute < 60 && second < 60 && millisecond < 1000;
        let midnight = (hour, minute, second, millisecond) == (24, 0, 0, 0);
        (usual || midnight).then_some((hour, minute, second, millisecond))
    }
}

/// An offset from UTC.
#[derive(Default)]
struct Offset {
    sign: Option<i64>,
    hour: Option<i64>,
    minute: Option<i64>,
}

impl Offset {
    fn set(&mut self, hours: i64) {
        self.sign = Some(if hours < 0 { -1 } else { 1 });
        self.hour = Some(hours.abs());
        self.minute = Some(0);
    }

    fn is_utc(&self) -> bool {
        self.hour == Some(0) && self.minute == Some(0)
    }

    fn expects(&self, n: i64) -> bool {
        self.hour.is_some() && self.minute.is_none() && (0..60).contains(&n)
    }

    /// In seconds, if there is one. V8 counts them in 32 bits.
    #[allow(clippy::option_option, reason = "no date, a date without an offset, a date with one")]
    fn finish(&self) -> Option<Option<i64>> {
        let Some(sign) = self.sign else { return Some(None) };
        let seconds = (self.hour.unwrap_or(0) * 3600 + self.minute.unwrap_or(0) * 60) as u32;
        (seconds <= i32::MAX as u32).then(|| Some(sign * i64::from(seconds)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> f64 {
        let units: Vec<u16> = text.encode_utf16().collect();
        parse_date(&units, Some(&Zone::default())).expect("the zone is known")
    }

    #[test]
    fn forms_of_ecmascript() {
        assert_eq!(parse("2024"), 1_704_067_200_000.0);
        assert_eq!(parse("2024-02"), 1_706_745_600_000.0);
        assert_eq!(parse("2024-02-30"), 1_709_251_200_000.0);
        assert_eq!(parse("2024-02-29T12:34:56.7891Z"), 1_709_210_096_789.0);
        assert_eq!(parse("2024-02-29T12:34:56+01:30"), 1_709_204_696_000.0);
        assert_eq!(parse("2024-02-29T24:00"), 1_709_251_200_000.0);
        assert_eq!(parse("+002024-02-29T12:34"), 1_709_210_040_000.0);
        for broken in [
            "",
            "2024-02-32",
            "2024-13-01",
            "2024-02-29T12",
            "2024-02-29T12:34:56.Z",
            "x2024",
        ] {
            assert!(parse(broken).is_nan(), "{broken}");
        }
    }

    #[test]
    fn forms_of_v8() {
        assert_eq!(parse("Jan 5, 2024"), 1_704_412_800_000.0);
        assert_eq!(parse("1/5/24 3:04 pm EST"), 1_704_485_040_000.0);
        assert_eq!(parse("Fri Jan 05 2024 00:00:00 GMT+0100 (CET)"), 1_704_409_200_000.0);
        assert_eq!(parse("Jan 5"), 978_652_800_000.0);
        assert_eq!(parse("2024-1-5"), 1_704_412_800_000.0);
        assert!(parse("tomorrow").is_nan());
    }
}
