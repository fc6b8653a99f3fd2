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
    quick: Quick,
}

#[derive(Clone, Copy, Debug, Default)]
struct Quick {
    /// Texts are asked for nothing but their length
    text: bool,
    /// Numbers are asked for nothing but bounds
    number: bool,
    /// Characters
    min: u32,
    max: u32,
    /// Bounds of integers
    least: i64,
    most: i64,
    /// The last integer that may have places behind it
    most_below: i64,
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

    /// Whether a string of so many bytes without escapes is allowed, because it is asked for nothing but its length. It has no
    /// more characters than bytes, and one if it has a byte.
    #[inline(always)]
    pub(super) fn accepts_length(&self, bytes: usize) -> bool {
        let Quick { text, min, max, .. } = self.quick;
        text && bytes <= max as usize && bytes >= min as usize && min <= 1
    }

    /// Whether a number without sign that ends before the token `next` is one about which little is asked, and allowed. Of a
    /// fraction it is enough that its integer lies within the bounds, and the next one too.
    #[inline(always)]
    pub(super) fn accepts_number(&self, text: &[u8], at: usize, next: Option<&u32>) -> bool {
        let quick = &self.quick;
        let (true, Some(whole)) = (quick.number, number::short_whole(text, at)) else {
            return false;
        };
        let ends = next.is_some_and(|next| whole.end == *next as usize)
            || matches!(text.get(whole.end), Some(b' ' | b'\n' | b'\r' | b'\t'));
        let value = i64::from(whole.value);
        let most = if whole.has_places { quick.most_below } else { quick.most };
        ends && value >= quick.least && value <= most
    }
}

impl Quick {
    fn of(rules: &Rules) -> Quick {
        if !rules.is_single || rules.refuses || !rules.choices.is_empty() {
            return Quick::default();
        }
        let mut quick = Quick {
            number: rules.kinds & (bit(Kind::Integer) | bit(Kind::Number)) != 0 && rules.divisors.is_empty(),
            text: rules.kinds & bit(Kind::String) != 0,
            min: 0,
            max: u32::MAX,
            least: i64::MIN,
            most: i64::MAX,
            most_below: i64::MIN,
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
        if rules.kinds & bit(Kind::Number) != 0 {
            quick.most_below = quick.most.saturating_sub(1);
        }
        quick
    }
}
