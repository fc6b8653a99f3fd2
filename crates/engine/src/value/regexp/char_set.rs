//! Sets of characters: CharSet of <https://tc39.es/ecma262/#sec-pattern-notation>.

/// The last code point.
pub const LAST: u32 = 0x10_FFFF;

/// A set of code units or code points, as sorted ranges that neither meet nor overlap.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CharSet {
    ranges: Vec<(u32, u32)>,
}

impl CharSet {
    /// The set of these ranges, in any order.
    pub fn of(ranges: &[(u32, u32)]) -> CharSet {
        let mut set = CharSet {
            ranges: ranges.to_vec(),
        };
        set.normalize();
        set
    }

    /// The set of one character.
    pub fn one(c: u32) -> CharSet {
        CharSet { ranges: vec![(c, c)] }
    }

    /// Its ranges, ascending.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Its only member, if it has one only.
    pub fn single(&self) -> Option<u32> {
        match self.ranges[..] {
            [(first, last)] if first == last => Some(first),
            _ => None,
        }
    }

    /// Whether it has no member.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Adds the members of another set.
    pub fn add(&mut self, other: &CharSet) {
        self.ranges.extend_from_slice(&other.ranges);
        self.normalize();
    }

    /// Adds a range.
    pub fn add_range(&mut self, first: u32, last: u32) {
        self.ranges.push((first, last));
        self.normalize();
    }

    /// All other characters.
    pub fn complement(&self) -> CharSet {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut next = 0;
        for &(first, last) in &self.ranges {
            if first > next {
                ranges.push((next, first - 1));
            }
            next = last + 1;
        }
        if next <= LAST {
            ranges.push((next, LAST));
        }
        CharSet { ranges }
    }

    /// The members of both.
    pub fn intersection(&self, other: &CharSet) -> CharSet {
        let mut ranges = Vec::new();
        let (mut i, mut j) = (0, 0);
        while let (Some(&(a, b)), Some(&(c, d))) = (self.ranges.get(i), other.ranges.get(j)) {
            if a.max(c) <= b.min(d) {
                ranges.push((a.max(c), b.min(d)));
            }
            if b < d {
                i += 1;
            } else {
                j += 1;
            }
        }
        CharSet { ranges }
    }

    /// Whether it has the character.
    pub fn contains(&self, c: u32) -> bool {
        let at = self.ranges.partition_point(|&(_, last)| last < c);
        self.ranges.get(at).is_some_and(|&(first, _)| first <= c)
    }

    fn normalize(&mut self) {
        if self.ranges.is_sorted_by(|a, b| a.1.saturating_add(1) < b.0) {
            return;
        }
        self.ranges.sort_unstable();
        let mut merged: Vec<(u32, u32)> = Vec::with_capacity(self.ranges.len());
        for &(first, last) in &self.ranges {
            match merged.last_mut() {
                Some(previous) if first <= previous.1.saturating_add(1) => previous.1 = previous.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        self.ranges = merged;
    }
}

/// A set made ready for look-ups.
#[derive(Debug)]
pub struct FastSet {
    ascii: u128,
    /// Ranges of the members from 128 on
    rest: CharSet,
}

impl FastSet {
    /// Prepares a set.
    pub fn new(set: &CharSet) -> FastSet {
        let member = |c: u32| if set.contains(c) { 1u128 << c } else { 0 };
        FastSet {
            ascii: (0..128).map(member).fold(0, |all, bit| all | bit),
            rest: set.intersection(&CharSet::of(&[(128, LAST)])),
        }
    }

    /// Whether it has the character.
    #[inline]
    pub fn contains(&self, c: u32) -> bool {
        if c < 128 {
            self.ascii >> c & 1 == 1
        } else {
            self.rest.contains(c)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_operations() {
        let set = CharSet::of(&[(5, 9), (1, 2), (3, 3), (8, 12)]);
        assert_eq!(set.ranges(), [(1, 3), (5, 12)]);
        assert_eq!(set.complement().ranges(), [(0, 0), (4, 4), (13, LAST)]);
        assert_eq!(set.complement().complement(), set);
        assert_eq!(
            set.intersection(&CharSet::of(&[(3, 5), (12, 99)])).ranges(),
            [(3, 3), (5, 5), (12, 12)]
        );
        assert!(CharSet::of(&[(0, LAST)]).complement().is_empty());
        let fast = FastSet::new(&CharSet::of(&[(97, 98), (200, 300)]));
        assert!(fast.contains(97) && fast.contains(200) && !fast.contains(99) && !fast.contains(301));
    }
}
