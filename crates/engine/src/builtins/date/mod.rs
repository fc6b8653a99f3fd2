//! `Date`, its functions and methods.

mod from_parts;
mod from_text;
mod get;
mod get_date;
mod get_day;
mod get_full_year;
mod get_hours;
mod get_milliseconds;
mod get_minutes;
mod get_month;
mod get_seconds;
mod get_time;
mod get_timezone_offset;
mod get_utc_date;
mod get_utc_day;
mod get_utc_full_year;
mod get_utc_hours;
mod get_utc_milliseconds;
mod get_utc_minutes;
mod get_utc_month;
mod get_utc_seconds;
mod get_year;
mod new_date;
mod parse;
mod receiver;
mod set;
mod set_date;
mod set_full_year;
mod set_hours;
mod set_milliseconds;
mod set_minutes;
mod set_month;
mod set_seconds;
mod set_time;
mod set_utc_date;
mod set_utc_full_year;
mod set_utc_hours;
mod set_utc_milliseconds;
mod set_utc_minutes;
mod set_utc_month;
mod set_utc_seconds;
mod set_year;
mod show;
mod show_local;
mod to_date_string;
mod to_gmt_string;
mod to_iso_string;
mod to_json;
mod to_locale_date_string;
mod to_locale_string;
mod to_locale_time_string;
mod to_string;
mod to_time_string;
mod to_utc_string;
mod utc;
mod value_of;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &get_date::BUILTIN,
    &get_day::BUILTIN,
    &get_full_year::BUILTIN,
    &get_hours::BUILTIN,
    &get_milliseconds::BUILTIN,
    &get_minutes::BUILTIN,
    &get_month::BUILTIN,
    &get_seconds::BUILTIN,
    &get_time::BUILTIN,
    &get_timezone_offset::BUILTIN,
    &get_utc_date::BUILTIN,
    &get_utc_day::BUILTIN,
    &get_utc_full_year::BUILTIN,
    &get_utc_hours::BUILTIN,
    &get_utc_milliseconds::BUILTIN,
    &get_utc_minutes::BUILTIN,
    &get_utc_month::BUILTIN,
    &get_utc_seconds::BUILTIN,
    &get_year::BUILTIN,
    &new_date::BUILTIN,
    &parse::BUILTIN,
    &set_date::BUILTIN,
    &set_full_year::BUILTIN,
    &set_hours::BUILTIN,
    &set_milliseconds::BUILTIN,
    &set_minutes::BUILTIN,
    &set_month::BUILTIN,
    &set_seconds::BUILTIN,
    &set_time::BUILTIN,
    &set_utc_date::BUILTIN,
    &set_utc_full_year::BUILTIN,
    &set_utc_hours::BUILTIN,
    &set_utc_milliseconds::BUILTIN,
    &set_utc_minutes::BUILTIN,
    &set_utc_month::BUILTIN,
    &set_utc_seconds::BUILTIN,
    &set_year::BUILTIN,
    &to_date_string::BUILTIN,
    &to_gmt_string::BUILTIN,
    &to_iso_string::BUILTIN,
    &to_json::BUILTIN,
    &to_locale_date_string::BUILTIN,
    &to_locale_string::BUILTIN,
    &to_locale_time_string::BUILTIN,
    &to_string::BUILTIN,
    &to_time_string::BUILTIN,
    &to_utc_string::BUILTIN,
    &utc::BUILTIN,
    &value_of::BUILTIN,
];
