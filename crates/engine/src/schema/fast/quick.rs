//! What is asked of a value where that is little: it stands beside the key that leads to the value, and no node is looked at.

use crate::schema::NodeId;
use crate::schema::keywords::number_bound::Relation;
use crate::schema::keywords::type_::Kind;

use jsonmill_json::number;

use super::bit;
use super::rules::Rules;

/// Bounds further away are no bounds of short numbers.
const FAR: f64 = 1e17;

/// A place for a value: its node, and what can be said without looking at that.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema) struct Slot {
    pub node: NodeId,
    pub(super) quick: Quick,
}

/// What can be said of a value by itself.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema) struct Quick {
    /// Strings without escapes are asked for what the node's rules about strings say, and nothing else
    pub text: bool,
    /// Containers are asked for what the node's rules about them say, and nothing else
    pub single: bool,
    /// These are allowed, whatever else is
    pub null: bool,
    pub boolean: bool,
    /// Bytes of a string that is asked for nothing but its length
    bytes: Span,
    /// Integers of so many digits as can be read together
    integers: Span,
    /// The same of numbers with places
    fractions: Span,
}

/// Numbers from one to another.
#[derive(Clone, Copy, Debug)]
struct Span {
    least: u32,
    more: u32,
}

/// No number of digits or bytes.
const NOTHING: Span = Span {
    least: u32::MAX,
    more: 0,
};

impl Span {
    fn of(least: i64, most: i64) -> Span {
        let least = least.max(0);
        // Nobody asks for the last two numbers.
        let most = most.min(i64::from(u32::MAX) - 2);
        match (u32::try_from(least), u32::try_from(most - least)) {
            (Ok(least), Ok(more)) => Span { least, more },
            _ => NOTHING,
        }
    }

    #[inline(always)]
    fn has(self, number: u32) -> bool {
        number.wrapping_sub(self.least) <= self.more
    }
}

impl Slot {
    pub(in crate::schema) fn new(node: NodeId) -> Slot {
        Slot {
            node,
            quick: Quick {
                text: false,
                single: false,
                null: false,
                boolean: false,
                bytes: NOTHING,
                integers: NOTHING,
                fractions: NOTHING,
            },
        }
    }

    /// Takes over what little a node asks for.
    pub(super) fn take(&mut self, rules: &Rules) {
        if !rules.is_single || rules.refuses {
            return;
        }
        self.quick.text = rules.kinds & bit(Kind::String) != 0;
        self.quick.single = true;
        if rules.choices.is_empty() {
            self.quick.null = rules.kinds & bit(Kind::Null) != 0;
            self.quick.boolean = rules.kinds & bit(Kind::Boolean) != 0;
            self.quick.take_text(rules);
            self.quick.take_bounds(rules);
        }
    }
}

impl Quick {
    /// Nothing is asked.
    pub(super) fn anything() -> Quick {
        let all = Span::of(0, i64::MAX);
        Quick {
            text: true,
            single: false,
            null: true,
            boolean: true,
            bytes: all,
            integers: all,
            fractions: all,
        }
    }

    /// Whether a string between two quotes is allowed, because it is asked for nothing but its length. It has no more characters
    /// than bytes, and one if it has a byte.
    #[inline(always)]
    pub(super) fn accepts_length(&self, open: usize, close: usize) -> bool {
        self.bytes.has((close as u32).wrapping_sub(open as u32).wrapping_sub(1))
    }

    /// Whether a number without sign that ends before the token at `after` is one about which little is asked, and allowed.
    #[inline(always)]
    pub(super) fn accepts_number(&self, text: &[u8], at: usize, after: usize) -> bool {
        let Some(whole) = number::short_whole(text, at) else {
            return false;
        };
        let ends = whole.end == after || matches!(text.get(whole.end), Some(b' ' | b'\n' | b'\r' | b'\t'));
        let span = if whole.has_places {
            self.fractions
        } else {
            self.integers
        };
        ends && span.has(whole.value)
    }

    fn take_text(&mut self, rules: &Rules) {
        let (mut min, mut max) = (0, i64::MAX);
        if let Some(text) = &rules.text {
            if !text.patterns.is_empty() || !text.formats.is_empty() || text.min > 1 {
                return;
            }
            min = text.min as i64;
            max = text.max.map_or(max, |max| i64::try_from(max).unwrap_or(i64::MAX));
        }
        if self.text {
            self.bytes = Span::of(min, max);
        }
    }

    fn take_bounds(&mut self, rules: &Rules) {
        let (mut least, mut most) = (i64::MIN, i64::MAX);
        for &(relation, limit) in &rules.bounds {
            if limit.abs() >= FAR {
                return;
            }
            match relation {
                Relation::AtLeast => least = least.max(limit.ceil() as i64),
                Relation::Above => least = least.max(limit.floor() as i64 + 1),
                Relation::AtMost => most = most.min(limit.floor() as i64),
                Relation::Below => most = most.min(limit.ceil() as i64 - 1),
            }
        }
        if !rules.divisors.is_empty() || rules.kinds & bit(Kind::Integer) == 0 {
            return;
        }
        self.integers = Span::of(least, most);
        if rules.kinds & bit(Kind::Number) != 0 {
            // It is enough that the integer before a fraction lies within the bounds, and the next one too.
            self.fractions = Span::of(least, most.saturating_sub(1));
        }
    }
}
