//! Time values and the parts of the proleptic Gregorian calendar: <https://tc39.es/ecma262/#sec-time-values-and-time-range>

/// Milliseconds of a day.
pub const MS_PER_DAY: f64 = 86_400_000.0;

/// The farthest time value from the epoch.
const MAX_TIME: f64 = 8.64e15;

/// The farthest local time that V8 turns into a time value.
pub const MAX_LOCAL_TIME: f64 = MAX_TIME + MS_PER_DAY;

/// A time value taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Year; 0 is 1 BC
    pub year: i64,
    /// Month, from 0
    pub month: i64,
    /// Day of the month, from 1
    pub day: i64,
    /// Day of the week, Sunday being 0
    pub weekday: i64,
    /// Hour
    pub hour: i64,
    /// Minute
    pub minute: i64,
    /// Second
    pub second: i64,
    /// Millisecond
    pub millisecond: i64,
}

impl Parts {
    /// The parts of a finite time value.
    #[must_use]
    pub fn of(time: f64) -> Parts {
        let time = time as i64;
        let (day, in_day) = (time.div_euclid(86_400_000), time.rem_euclid(86_400_000));
        let (year, month, date) = civil_from_days(day);
        Parts {
            year,
            month,
            day: date,
            weekday: (day + 4).rem_euclid(7),
            hour: in_day / 3_600_000,
            minute: in_day / 60_000 % 60,
            second: in_day / 1000 % 60,
            millisecond: in_day % 1000,
        }
    }
}

/// Year, month from 0 and day from 1 of a number of days since the epoch. Years begin in March here, so that the leap day
/// is their last.
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = (march_month + 2) % 12;
    (year_of_era + era * 400 + i64::from(month < 2), month, day)
}

/// Days from the epoch to the first day of a month, from 0.
fn days_to_month(year: i64, month: i64) -> i64 {
    let year = if month < 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 10) % 12) + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// MakeDay: <https://tc39.es/ecma262/#sec-makeday>, with the limits that V8 sets.
#[must_use]
pub fn make_day(year: f64, month: f64, date: f64) -> f64 {
    let (year, month) = (year.trunc(), month.trunc());
    if !(year.abs() <= 1e6 && month.abs() <= 1e7 && date.is_finite()) {
        return f64::NAN;
    }
    let months = month as i64;
    let year = year as i64 + months.div_euclid(12);
    days_to_month(year, months.rem_euclid(12)) as f64 + date.trunc() - 1.0
}

/// MakeTime: <https://tc39.es/ecma262/#sec-maketime>
#[must_use]
pub fn make_time(hour: f64, minute: f64, second: f64, millisecond: f64) -> f64 {
    if !(hour.is_finite() && minute.is_finite() && second.is_finite() && millisecond.is_finite()) {
        return f64::NAN;
    }
    hour.trunc() * 3_600_000.0 + minute.trunc() * 60_000.0 + second.trunc() * 1000.0 + millisecond.trunc()
}

/// MakeDate: <https://tc39.es/ecma262/#sec-makedate>
#[must_use]
pub fn make_date(day: f64, time: f64) -> f64 {
    let date = day * MS_PER_DAY + time;
    if date.is_finite() { date } else { f64::NAN }
}

/// TimeClip: <https://tc39.es/ecma262/#sec-timeclip>
#[must_use]
pub fn time_clip(time: f64) -> f64 {
    if time.abs() <= MAX_TIME {
        time.trunc() + 0.0
    } else {
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_back() {
        for day in (-100_000_000..=100_000_000).step_by(9973) {
            let parts = Parts::of(f64::from(day) * MS_PER_DAY + 1.0);
            assert_eq!(
                make_day(parts.year as f64, parts.month as f64, parts.day as f64),
                f64::from(day)
            );
            assert_eq!(parts.millisecond, 1);
        }
        let epoch = Parts::of(0.0);
        assert_eq!((epoch.year, epoch.month, epoch.day, epoch.weekday), (1970, 0, 1, 4));
        let leap = Parts::of(951_782_400_000.0);
        assert_eq!((leap.year, leap.month, leap.day), (2000, 1, 29));
    }

    #[test]
    fn limits() {
        assert_eq!(time_clip(8.64e15), 8.64e15);
        assert!(time_clip(8.64e15 + 1.0).is_nan());
        assert!(make_day(f64::NAN, 0.0, 1.0).is_nan());
        assert_eq!(make_day(2024.0, 13.0, 1.0), make_day(2025.0, 1.0, 1.0));
        assert_eq!(make_day(2024.0, -1.0, 1.0), make_day(2023.0, 11.0, 1.0));
    }
}
