//! Dates: time values, their parts, their texts. <https://tc39.es/ecma262/#sec-overview-of-date-objects-and-definitions-of-abstract-operations>

mod civil;
mod parse;
mod text;
mod token;

pub use civil::{MAX_LOCAL_TIME, MS_PER_DAY, Parts, make_date, make_day, make_time, time_clip};
pub use parse::parse_date;
pub use text::{write_clock_and_zone, write_date, write_iso, write_utc};
