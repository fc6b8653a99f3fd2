//! The local time zone, as a table that the embedder asked V8 for: <https://tc39.es/ecma262/#sec-localtime>

use serde::Deserialize;

/// Milliseconds of a day.
const MS_PER_DAY: f64 = 86_400_000.0;

/// After 400 years dates fall on the same days of the week again.
const CYCLE: f64 = 146_097.0 * MS_PER_DAY;

/// Offsets of local time from UTC.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Zone {
    /// The offset before the first change, in milliseconds east of UTC
    first: f64,
    /// Time values at which the offset changes, ascending, and the offset from then on
    changes: Vec<(f64, f64)>,
    /// The end of the table, if the clocks go on changing: from here on its last 400 years repeat
    until: Option<f64>,
    /// What V8 calls the zone, if it has the same name and offset at all times
    name: Option<String>,
}

impl Zone {
    /// A zone of its first offset and of changes in ascending order.
    #[must_use]
    pub fn new(first: f64, changes: Vec<(f64, f64)>) -> Zone {
        Zone {
            first,
            changes,
            until: None,
            name: None,
        }
    }

    /// The name and the offset of a zone that has only one.
    #[must_use]
    pub fn fixed(&self) -> Option<(&str, f64)> {
        self.name.as_deref().map(|name| (name, self.first))
    }

    fn before(&self, change: usize) -> f64 {
        change
            .checked_sub(1)
            .map_or(self.first, |previous| self.changes[previous].1)
    }

    /// Whole cycles to go back, so that the table tells: calendars repeat, and so do rules for changing clocks.
    fn cycles_behind(&self, time: f64) -> f64 {
        match self.until {
            Some(until) if time >= until => (((time - until) / CYCLE).floor() + 1.0) * CYCLE,
            _ => 0.0,
        }
    }

    /// Milliseconds that local time is ahead of UTC at a time value.
    #[must_use]
    pub fn offset_at(&self, time: f64) -> f64 {
        let time = time - self.cycles_behind(time);
        self.before(self.changes.partition_point(|&(at, _)| at <= time))
    }

    /// UTC(t): the time value of a local time. Times that the clock skips or repeats are read by the offset before the
    /// change.
    #[must_use]
    pub fn to_utc(&self, local: f64) -> f64 {
        let shown = local - self.cycles_behind(local);
        // A change has surely happened once both clocks show that it has.
        let passed = |index: usize| {
            let (at, after) = self.changes[index];
            shown >= at + self.before(index).max(after)
        };
        let mut count = self.changes.partition_point(|&(at, _)| at + 2.0 * MS_PER_DAY <= shown);
        while count < self.changes.len() && passed(count) {
            count += 1;
        }
        local - self.before(count)
    }
}

#[cfg(test)]
mod tests {
    use super::Zone;

    #[test]
    fn skipped_and_repeated_hours() {
        const HOUR: f64 = 3_600_000.0;
        let spring = 1_711_846_800_000.0; // Berlin, 31 March 2024, 01:00 UTC
        let autumn = 1_729_990_800_000.0; // 27 October 2024, 01:00 UTC
        let berlin = Zone::new(HOUR, vec![(spring, 2.0 * HOUR), (autumn, HOUR)]);
        assert_eq!(berlin.offset_at(spring - 1.0), HOUR);
        assert_eq!(berlin.offset_at(spring), 2.0 * HOUR);
        // 02:30 does not exist: read by the offset before
        assert_eq!(berlin.to_utc(spring + 1.5 * HOUR), spring + 0.5 * HOUR);
        assert_eq!(berlin.to_utc(spring + 2.0 * HOUR), spring);
        // 02:30 exists twice: the first
        assert_eq!(berlin.to_utc(autumn + 1.5 * HOUR), autumn - 0.5 * HOUR);
        assert_eq!(berlin.to_utc(autumn + 2.0 * HOUR), autumn + HOUR);
    }
}
