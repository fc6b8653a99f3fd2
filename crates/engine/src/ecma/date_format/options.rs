//! Which parts of a date are asked for: <https://tc39.es/ecma402/#sec-createdatetimeformat>. Combinations without a pattern
//! here are V8's.

use crate::value::{Abrupt, Class, Completion, Heap, Property, Str, Value};

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// As many digits as it has
    Numeric,
    /// Two digits
    TwoDigit,
}

/// How a name is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// `Jan`, `Fri`
    Short,
    /// `January`, `Friday`
    Long,
}

/// How a month is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Month {
    /// Its number
    Number(Width),
    /// Its name
    Name(Name),
}

/// The parts that a text shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateFormat {
    /// Day of the week
    pub weekday: Option<Name>,
    /// Year
    pub year: Option<Width>,
    /// Month
    pub month: Option<Month>,
    /// Day of the month
    pub day: Option<Width>,
    /// Hour, of twelve
    pub hour: Option<Width>,
    /// Minutes behind the hour
    pub minute: bool,
    /// Seconds behind the minutes
    pub second: bool,
    /// As UTC, not as local time
    pub utc: bool,
}

/// What a method shows where no part is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defaults {
    /// The date, and nothing else is taken
    Date,
    /// The time, and nothing else is taken
    Time,
    /// Both
    All,
    /// The date, but a time is taken too
    Given,
}

const UNKNOWN_OPTION: Abrupt = Abrupt::Unsupported("an option of a date format");

/// The format that `options` ask for.
pub fn date_format_of(heap: &mut Heap<'_>, options: Value, defaults: Defaults) -> Completion<DateFormat> {
    let mut format = DateFormat::default();
    match options {
        Value::Undefined => {}
        Value::Object(r) if r.class == Class::Plain => {
            let mut given = Vec::new();
            heap.own_properties(r, &mut given)?;
            for Property { key, value } in given {
                if !matches!(value, Value::Undefined | Value::Absent) {
                    set_option(heap, &mut format, key, value)?;
                }
            }
        }
        _ => return Err(UNKNOWN_OPTION),
    }
    let date = format.weekday.is_some() || format.year.is_some() || format.month.is_some() || format.day.is_some();
    let time = format.hour.is_some() || format.minute || format.second;
    if (date && defaults == Defaults::Time) || (time && defaults == Defaults::Date) {
        return Err(UNKNOWN_OPTION);
    }
    if !date && !time {
        if defaults != Defaults::Time {
            format.year = Some(Width::Numeric);
            format.month = Some(Month::Number(Width::Numeric));
            format.day = Some(Width::Numeric);
        }
        if matches!(defaults, Defaults::Time | Defaults::All) {
            format.hour = Some(Width::Numeric);
            format.minute = true;
            format.second = true;
        }
    }
    if has_pattern(&format) {
        Ok(format)
    } else {
        Err(UNKNOWN_OPTION)
    }
}

fn set_option(heap: &Heap<'_>, format: &mut DateFormat, key: Str, value: Value) -> Completion<()> {
    let name = heap.text(key);
    if name == b"hour12" {
        return if matches!(value, Value::Bool(true)) {
            Ok(())
        } else {
            Err(UNKNOWN_OPTION)
        };
    }
    let Value::String(value) = value else {
        return Err(UNKNOWN_OPTION);
    };
    let value = heap.text(value);
    match name {
        b"weekday" => format.weekday = Some(name_of(value)?),
        b"year" => format.year = Some(width_of(value)?),
        b"month" => {
            format.month = Some(match name_of(value) {
                Ok(name) => Month::Name(name),
                Err(_) => Month::Number(width_of(value)?),
            });
        }
        b"day" => format.day = Some(width_of(value)?),
        b"hour" => format.hour = Some(width_of(value)?),
        b"minute" => format.minute = width_of(value).map(|_| true)?,
        b"second" => format.second = width_of(value).map(|_| true)?,
        b"timeZone" if value == b"UTC" => format.utc = true,
        _ => return Err(UNKNOWN_OPTION),
    }
    Ok(())
}

fn width_of(value: &[u8]) -> Completion<Width> {
    match value {
        b"numeric" => Ok(Width::Numeric),
        b"2-digit" => Ok(Width::TwoDigit),
        _ => Err(UNKNOWN_OPTION),
    }
}

fn name_of(value: &[u8]) -> Completion<Name> {
    match value {
        b"short" => Ok(Name::Short),
        b"long" => Ok(Name::Long),
        _ => Err(UNKNOWN_OPTION),
    }
}

/// Whether the parts make one of the texts that `write` knows.
fn has_pattern(format: &DateFormat) -> bool {
    let date = matches!(
        (format.weekday, format.year, format.month, format.day),
        (_, None, None, None)
            | (None, Some(_), None, None)
            | (None, None, None, Some(_))
            | (None, _, Some(_), None)
            | (_, _, Some(_), Some(_))
    );
    let time = match format.hour {
        Some(_) => format.minute || !format.second,
        None => !format.minute && !format.second,
    };
    let both = format.hour.is_none()
        || match (format.month, format.day) {
            (Some(Month::Number(_) | Month::Name(Name::Short)), Some(_)) => true,
            (None, None) => format.weekday.is_none() && format.year.is_none(),
            _ => false,
        };
    date && time && both
}
