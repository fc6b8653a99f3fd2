//! Which format is asked for: <https://tc39.es/ecma402/#sec-intl.numberformat>. Options that are not known are V8's.

use crate::ecma::to_boolean;
use crate::value::{Abrupt, Class, Completion, Heap, Property, Value};

/// What the number stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Itself
    #[default]
    Decimal,
    /// So many hundredths
    Percent,
    /// An amount of money, with the sign of its currency
    Currency(&'static str),
}

/// A format of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFormat {
    /// What the number stands for
    pub style: Style,
    /// Digits behind the point, at least
    pub min_fraction: usize,
    /// Digits behind the point, at most
    pub max_fraction: usize,
    /// A comma before each three digits
    pub grouping: bool,
}

impl Default for NumberFormat {
    fn default() -> NumberFormat {
        NumberFormat {
            style: Style::Decimal,
            min_fraction: 0,
            max_fraction: 3,
            grouping: true,
        }
    }
}

/// Currencies with two digits behind the point, and their signs in en-US.
const CURRENCIES: [(&[u8], &str); 3] = [(b"USD", "$"), (b"EUR", "€"), (b"GBP", "£")];

/// More digits than these are refused by older versions of V8.
const MAX_FRACTION: f64 = 20.0;

const UNKNOWN_OPTION: Abrupt = Abrupt::Unsupported("an option of a number format");

/// The format that `options` ask for.
pub fn number_format_of(heap: &mut Heap<'_>, options: Value) -> Completion<NumberFormat> {
    let options = match options {
        Value::Undefined => return Ok(NumberFormat::default()),
        Value::Object(r) if r.class == Class::Plain => r,
        _ => return Err(UNKNOWN_OPTION),
    };
    let mut given = Vec::new();
    heap.own_properties(options, &mut given)?;
    let (mut style, mut currency, mut min, mut max, mut grouping) = (None, None, None, None, true);
    for Property { key, value } in given {
        if matches!(value, Value::Undefined | Value::Absent) {
            continue;
        }
        match (heap.text(key), value) {
            (b"style", Value::String(s)) => style = Some(s),
            (b"currency", Value::String(s)) => currency = Some(s),
            (b"minimumFractionDigits", value) => min = Some(fraction_digits(value)?),
            (b"maximumFractionDigits", value) => max = Some(fraction_digits(value)?),
            (b"useGrouping", Value::Bool(value)) => grouping = to_boolean(Value::Bool(value))?,
            _ => return Err(UNKNOWN_OPTION),
        }
    }
    let style = match style.map(|s| heap.text(s)) {
        None | Some(b"decimal") => Style::Decimal,
        Some(b"percent") => Style::Percent,
        Some(b"currency") => {
            let code = currency.map(|s| heap.text(s));
            let known = CURRENCIES.iter().find(|(known, _)| code == Some(known));
            Style::Currency(known.ok_or(UNKNOWN_OPTION)?.1)
        }
        Some(_) => return Err(UNKNOWN_OPTION),
    };
    if currency.is_some() && !matches!(style, Style::Currency(_)) {
        return Err(UNKNOWN_OPTION);
    }
    let (usual_min, usual_max) = match style {
        Style::Decimal => (0, 3),
        Style::Percent => (0, 0),
        Style::Currency(_) => (2, 2),
    };
    let (min_fraction, max_fraction) = match (min, max) {
        (None, None) => (usual_min, usual_max),
        (Some(min), None) => (min, usual_max.max(min)),
        (None, Some(max)) => (usual_min.min(max), max),
        (Some(min), Some(max)) if min <= max => (min, max),
        _ => return Err(UNKNOWN_OPTION),
    };
    Ok(NumberFormat {
        style,
        min_fraction,
        max_fraction,
        grouping,
    })
}

fn fraction_digits(value: Value) -> Completion<usize> {
    match value {
        Value::Number(n) if (0.0..=MAX_FRACTION).contains(&n) && n.fract() == 0.0 => Ok(n as usize),
        _ => Err(UNKNOWN_OPTION),
    }
}
