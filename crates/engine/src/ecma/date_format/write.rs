//! The text of a date in a format.

use super::options::Name;
use super::{DateFormat, Month, Width};
use crate::ecma::date::Parts;
use crate::value::{Abrupt, Completion};

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes a finite time value that is to be shown as it is.
pub fn write_date_time(time: f64, format: &DateFormat) -> Completion<String> {
    let parts = Parts::of(time);
    if format.year.is_some() && !(1..=9999).contains(&parts.year) {
        return Err(Abrupt::Unsupported("a year far away in a format of a locale"));
    }
    let mut pieces: Vec<String> = Vec::new();
    if let Some(name) = format.weekday {
        pieces.push(named(DAYS[parts.weekday as usize], name).into());
    }
    let year = format.year.map(|width| match width {
        Width::Numeric => parts.year.to_string(),
        Width::TwoDigit => number(parts.year % 100, width),
    });
    let day = format.day.map(|width| number(parts.day, width));
    match format.month {
        Some(Month::Name(name)) => {
            let month = named(MONTHS[parts.month as usize], name);
            match (day, year) {
                (Some(day), Some(year)) => pieces.extend([format!("{month} {day}"), year]),
                (Some(day), None) => pieces.push(format!("{month} {day}")),
                (None, Some(year)) => pieces.push(format!("{month} {year}")),
                (None, None) => pieces.push(month.into()),
            }
        }
        month => {
            let month = month.map(|month| match month {
                Month::Number(width) => number(parts.month + 1, width),
                Month::Name(_) => unreachable!("matched above"),
            });
            let numbers: Vec<String> = [month, day, year].into_iter().flatten().collect();
            if !numbers.is_empty() {
                pieces.push(numbers.join("/"));
            }
        }
    }
    if let Some(width) = format.hour {
        let mut clock = number((parts.hour + 11) % 12 + 1, width);
        for (shown, part) in [(format.minute, parts.minute), (format.second, parts.second)] {
            if shown {
                clock.push(':');
                clock.push_str(&number(part, Width::TwoDigit));
            }
        }
        clock.push_str(if parts.hour < 12 { " AM" } else { " PM" });
        pieces.push(clock);
    }
    Ok(pieces.join(", "))
}

fn number(n: i64, width: Width) -> String {
    match width {
        Width::Numeric => n.to_string(),
        Width::TwoDigit => format!("{n:02}"),
    }
}

fn named(name: &'static str, width: Name) -> &'static str {
    match width {
        Name::Short => &name[..3],
        Name::Long => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_v8_writes_them() {
        let time = 1_709_210_096_789.0;
        let date = DateFormat {
            year: Some(Width::Numeric),
            month: Some(Month::Number(Width::Numeric)),
            day: Some(Width::Numeric),
            ..DateFormat::default()
        };
        let long = DateFormat {
            weekday: Some(Name::Short),
            month: Some(Month::Name(Name::Long)),
            ..date
        };
        let clock = DateFormat {
            hour: Some(Width::Numeric),
            minute: true,
            second: true,
            ..date
        };
        for (format, expected) in [
            (date, "2/29/2024"),
            (long, "Thu, February 29, 2024"),
            (clock, "2/29/2024, 12:34:56 PM"),
        ] {
            assert_eq!(write_date_time(time, &format).expect("a known year"), expected);
        }
    }
}
