//! The local time zone, as a table that the embedder asked V8 for: <https://tc39.es/ecma262/#sec-local-time-zone-adjustment>

/// Milliseconds of a day.
const MS_PER_DAY: f64 = 86_400_000.0;

/// Offsets of local time from UTC.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Zone {
    /// The offset before the first change, in milliseconds east of UTC
    first: f64,
    /// Time values at which the offset changes, ascending, and the offset from then on
    changes: Vec<(f64, f64)>,
}

impl Zone {
    /// UTC itself.
    pub const UTC: Zone = Zone { first: 0.0, changes: Vec::new() };

    /// A zone of its first offset and of changes in ascending order.
    #[must_use]
    pub fn new(first: f64, changes: Vec<(f64, f64)>) -> Zone {
        Zone { first, changes }
    }

    /// Whether local time is UTC at all times.
    #[must_use]
    pub fn is_utc(&self) -> bool {
        self.first == 0.0 && self.changes.iter().all(|&(_, offset)| offset == 0.0)
    }

    fn before(&self, change: usize) -> f64 {
        change.checked_sub(1).map_or(self.first, |previous| self.changes[previous].1)
    }

    /// Milliseconds that local time is ahead of UTC at a time value.
    #[must_use]
    pub fn offset_at(&self, time: f64) -> f64 {
        self.before(self.changes.partition_point(|&(at, _)| at <= time))
    }

    /// UTC(t): the time value of a local time. Times that the clock skips or repeats are read by the offset before the
    /// change.
    #[must_use]
    pub fn to_utc(&self, local: f64) -> f64 {
        // A change has surely happened once both clocks show that it has.
        let passed = |index: usize| {
            let (at, after) = self.changes[index];
            local >= at + self.before(index).max(after)
        };
        let mut count = self.changes.partition_point(|&(at, _)| at + 2.0 * MS_PER_DAY <= local);
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
