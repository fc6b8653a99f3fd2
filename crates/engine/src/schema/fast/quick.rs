//! What is asked of a value where that is little: it stands beside the key that leads to the value, and no node is looked at.

use crate::schema::NodeId;
use crate::schema::keywords::number_bound::Relation;
use crate::schema::keywords::type_::Kind;

use super::bit;
use super::rules::Rules;
use super::text::{Inner, string};

/// Integers of so many digits are doubles, each a different one.
const EXACT_DIGITS: usize = 15;
/// Bounds further away are no bounds of such integers.
const FAR: f64 = 1e17;

/// A place for a value: its node, and what can be said without looking at that.
#[derive(Clone, Copy, Debug)]
pub(in crate::schema) struct Slot {
    pub node: NodeId,
    quick: Quick,
}

#[derive(Clone, Copy, Debug, Default)]
struct Quick {
    /// Texts are asked for nothing but their length
    text: bool,
    /// Numbers are asked for nothing but bounds
    number: bool,
    /// They may have a fraction
    fraction: bool,
    /// Characters
    min: u32,
    max: u32,
    /// Bounds of integers
    least: i64,
    most: i64,
}

impl Slot {
    pub(in crate::schema) fn new(node: NodeId) -> Slot {
        Slot {
            node,
            quick: Quick::default(),
        }
    }

    /// Takes over what little a node asks for.
    pub(super) fn take(&mut self, rules: &Rules) {
        self.quick = Quick::of(rules);
    }

    /// Where the value ends that begins at `at`, if it is one of those about which little is asked, and allowed.
    #[inline(always)]
    pub(super) fn accepts(&self, text: &[u8], at: usize) -> Option<usize> {
        match text[at] {
            b'"' if self.quick.text => self.quick.accepts_text(string(text, at)),
            b'0'..=b'9' if self.quick.number => self.quick.accepts_number(text, at),
            _ => None,
        }
    }
}

impl Quick {
    fn of(rules: &Rules) -> Quick {
        if !rules.is_single || rules.refuses || !rules.choices.is_empty() {
            return Quick::default();
        }
        let mut quick = Quick {
            number: rules.kinds & (bit(Kind::Integer) | bit(Kind::Number)) != 0 && rules.divisors.is_empty(),
            fraction: rules.kinds & bit(Kind::Number) != 0,
            text: rules.kinds & bit(Kind::String) != 0,
            min: 0,
            max: u32::MAX,
            least: i64::MIN,
            most: i64::MAX,
        };
        if let Some(text) = &rules.text {
            quick.text &= text.steps.is_empty() && text.patterns.is_empty() && text.formats.is_empty();
            quick.min = u32::try_from(text.min).unwrap_or(u32::MAX);
            quick.max = text.max.and_then(|max| u32::try_from(max).ok()).unwrap_or(u32::MAX);
        }
        for &(relation, limit) in &rules.bounds {
            quick.number &= limit.abs() < FAR;
            match relation {
                Relation::AtLeast => quick.least = quick.least.max(limit.ceil() as i64),
                Relation::Above => quick.least = quick.least.max(limit.floor() as i64 + 1),
                Relation::AtMost => quick.most = quick.most.min(limit.floor() as i64),
                Relation::Below => quick.most = quick.most.min(limit.ceil() as i64 - 1),
            }
        }
        quick
    }

    /// A text has no more characters than bytes, and one if it has a byte.
    #[inline(always)]
    fn accepts_text(&self, inner: Inner) -> Option<usize> {
        let bytes = inner.to - inner.from;
        let counts = self.min <= 1 || (inner.ascii && !inner.escaped);
        (bytes <= self.max as usize && bytes >= self.min as usize && counts).then_some(inner.to + 1)
    }

    /// Of a fraction it is enough that its integer lies within the bounds, and the next one too.
    #[inline(always)]
    fn accepts_number(&self, text: &[u8], at: usize) -> Option<usize> {
        let (mut end, mut value) = (at, 0i64);
        while let Some(digit) = text
            .get(end)
            .map(|byte| byte.wrapping_sub(b'0'))
            .filter(|digit| *digit < 10)
        {
            value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
            end += 1;
        }
        let digits = end - at;
        let next = text.get(end).copied().unwrap_or(b' ');
        if digits > EXACT_DIGITS || next | 0x20 == b'e' {
            return None;
        }
        if next != b'.' {
            return (value >= self.least && value <= self.most).then_some(end);
        }
        end += 1;
        while text.get(end).is_some_and(u8::is_ascii_digit) {
            end += 1;
        }
        let is_plain = text.get(end).is_none_or(|byte| byte | 0x20 != b'e');
        (self.fraction && is_plain && value >= self.least && value < self.most).then_some(end)
    }
}
