//! What the fast path checks of one value.

use crate::schema::NodeId;
use crate::schema::format;
use crate::schema::keywords::number_bound::Relation;
use crate::schema::keywords::pattern::Matcher;
use crate::schema::keywords::type_::Kind;

use super::bit;
use super::pattern::Steps;
use super::quick::{Quick, Slot};

/// All that one schema object asks for.
#[derive(Debug)]
pub(in crate::schema) struct Rules {
    pub refuses: bool,
    /// Kinds that are allowed, a bit each
    pub kinds: u8,
    pub bounds: Vec<(Relation, f64)>,
    pub divisors: Vec<f64>,
    pub text: Option<Text>,
    /// `enum` and `const`
    pub choices: Vec<Choice>,
    pub array: Option<Array>,
    pub object: Option<Object>,
    /// `allOf` and `$ref`
    pub all: Vec<NodeId>,
    pub any: Vec<Vec<NodeId>>,
    pub one: Vec<Vec<NodeId>>,
    pub not: Vec<NodeId>,
    pub conditions: Vec<Condition>,
    /// Of numbers more is asked than their kind
    pub weighs: bool,
    /// Numbers must be integers
    pub integers: bool,
    /// It is looked at once, and not from its start again
    pub is_single: bool,
}

/// `if`, `then`, `else`.
pub(in crate::schema) type Condition = (NodeId, Option<NodeId>, Option<NodeId>);

impl Default for Rules {
    fn default() -> Rules {
        Rules {
            refuses: false,
            kinds: u8::MAX,
            bounds: Vec::new(),
            divisors: Vec::new(),
            text: None,
            choices: Vec::new(),
            array: None,
            object: None,
            all: Vec::new(),
            any: Vec::new(),
            one: Vec::new(),
            not: Vec::new(),
            conditions: Vec::new(),
            weighs: false,
            integers: false,
            is_single: true,
        }
    }
}

/// What strings must be.
#[derive(Debug, Default)]
pub(in crate::schema) struct Text {
    pub min: usize,
    pub max: Option<usize>,
    /// Patterns that say character by character what stands where
    pub steps: Vec<Steps>,
    /// The other patterns
    pub others: Vec<Matcher>,
    /// All patterns
    pub patterns: Vec<Matcher>,
    pub formats: Vec<format::Format>,
}

/// Values of which one is meant.
#[derive(Debug, Default)]
pub(in crate::schema) struct Choice {
    pub strings: Vec<Word>,
    pub numbers: Vec<f64>,
    /// Of `null`, `true` and `false`
    pub words: Vec<&'static [u8]>,
}

/// A text, and its first bytes as a number.
#[derive(Debug)]
pub(in crate::schema) struct Word {
    pub text: Box<[u8]>,
    pub head: u128,
}

impl Word {
    /// Words are looked for by length first.
    pub fn order(&self) -> (usize, &[u8]) {
        (self.text.len(), &self.text)
    }

    fn new(text: &str) -> Word {
        let mut head = [0; 16];
        for (place, byte) in head.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        Word {
            text: text.as_bytes().into(),
            head: u128::from_le_bytes(head),
        }
    }
}

/// What arrays must be.
#[derive(Debug, Default)]
pub(in crate::schema) struct Array {
    pub min: usize,
    pub max: Option<usize>,
    pub prefix: Vec<Slot>,
    /// From which position on, and what
    pub items: Option<(usize, Slot)>,
    pub unique: bool,
}

/// What objects must be.
#[derive(Debug, Default)]
pub(in crate::schema) struct Object {
    pub properties: Vec<Property>,
    /// Names that must be there; with those of the properties once it is finished
    pub required: Vec<String>,
    /// The same as bits of the properties
    pub required_bits: u64,
    pub additional: Additional,
    pub min: usize,
    pub max: Option<usize>,
    /// The number of the first property among those of all nodes
    pub first: u32,
}

/// A property by name.
#[derive(Debug)]
pub(in crate::schema) struct Property {
    /// The first bytes of `"name":` as a number, and which of its bits count
    head: u128,
    mask: u128,
    /// Its number in its object, as a bit; none of those that have no such number
    pub bit: u64,
    /// What is asked of its values, where that is little
    pub quick: Quick,
    /// `None` where it only must be there
    pub slot: Option<Slot>,
    /// Its number among those of all nodes
    pub place: u32,
    pub is_required: bool,
    /// What of `"name":` lies behind the first bytes
    rest: Box<[u8]>,
    pub name: Box<[u8]>,
}

/// Bytes of a key that are compared together.
const HEAD: usize = 16;

impl Property {
    pub(in crate::schema) fn new(name: &str, node: Option<NodeId>) -> Property {
        let written = [b"\"", name.as_bytes(), b"\":"].concat();
        let (mut head, mut mask) = ([0; HEAD], [0; HEAD]);
        for (at, &byte) in written.iter().take(head.len()).enumerate() {
            (head[at], mask[at]) = (byte, u8::MAX);
        }
        Property {
            head: u128::from_le_bytes(head),
            mask: u128::from_le_bytes(mask),
            bit: 0,
            quick: Quick::anything(),
            slot: node.map(Slot::new),
            place: 0,
            is_required: false,
            rest: written.get(HEAD..).unwrap_or_default().into(),
            name: name.as_bytes().into(),
        }
    }

    /// Whether the key stands at `at`, without escapes and with its colon behind it, and the text goes on for some bytes.
    #[inline(always)]
    pub(super) fn is_at(&self, text: &[u8], at: usize) -> bool {
        let Some(chunk) = text.get(at..at + HEAD).and_then(<[u8]>::first_chunk) else {
            return false;
        };
        u128::from_le_bytes(*chunk) & self.mask == self.head
            && (self.rest.is_empty() || text[at + HEAD..].starts_with(&self.rest))
    }
}

/// What properties must be that are not named.
#[derive(Debug, Default)]
pub(in crate::schema) enum Additional {
    #[default]
    Allowed,
    Refused,
    Node(NodeId),
}

impl Rules {
    pub(super) fn expect(&mut self, kinds: &[Kind]) {
        let mut bits = kinds.iter().fold(0, |bits, &kind| bits | bit(kind));
        if kinds.contains(&Kind::Number) {
            bits |= bit(Kind::Integer);
        }
        self.kinds &= bits;
    }

    pub(in crate::schema) fn text(&mut self) -> &mut Text {
        self.text.get_or_insert_default()
    }

    pub(in crate::schema) fn array(&mut self) -> &mut Array {
        self.array.get_or_insert_default()
    }

    pub(in crate::schema) fn object(&mut self) -> &mut Object {
        self.object.get_or_insert_default()
    }

    /// Allows these values alone; whether that can be checked here.
    pub(in crate::schema) fn choose(&mut self, allowed: &[serde_json::Value]) -> bool {
        let mut choice = Choice::default();
        for value in allowed {
            match value {
                serde_json::Value::Null => choice.words.push(b"null"),
                serde_json::Value::Bool(true) => choice.words.push(b"true"),
                serde_json::Value::Bool(false) => choice.words.push(b"false"),
                serde_json::Value::Number(number) => choice.numbers.extend(number.as_f64()),
                serde_json::Value::String(text) => choice.strings.push(Word::new(text)),
                _ => return false,
            }
        }
        choice.strings.sort_by(|a, b| a.order().cmp(&b.order()));
        choice.numbers.sort_by(f64::total_cmp);
        self.choices.push(choice);
        true
    }

    /// Last touches; `None` where there is too much for the fast path.
    pub(super) fn finish(&mut self, properties: &mut u32) -> Option<()> {
        if let Some(object) = &mut self.object {
            for name in std::mem::take(&mut object.required) {
                let known = object
                    .properties
                    .iter()
                    .position(|property| *property.name == *name.as_bytes());
                let at = known.unwrap_or_else(|| {
                    object.properties.push(Property::new(&name, None));
                    object.properties.len() - 1
                });
                object.properties[at].is_required = true;
            }
            // A name that is only required is an additional property too.
            let only_required = object.properties.iter().any(|property| property.slot.is_none());
            if only_required && !matches!(object.additional, Additional::Allowed) {
                return None;
            }
            if object.properties.len() > 128 || object.min > 1 {
                return None;
            }
            object.first = *properties;
            // There are bits for so many, and for those first that must be there.
            object.properties.sort_by_key(|property| !property.is_required);
            for (number, property) in object.properties.iter_mut().enumerate() {
                property.bit = 1u64.checked_shl(number as u32).unwrap_or(0);
                property.place = object.first + number as u32;
                if property.is_required {
                    object.required_bits |= property.bit;
                }
            }
            if object.required_bits == u64::MAX || (object.properties.len() > 64 && object.max.is_some()) {
                return None;
            }
            // One more for what comes first.
            *properties += object.properties.len() as u32 + 1;
        }
        self.is_single = self.all.is_empty()
            && self.any.is_empty()
            && self.one.is_empty()
            && self.not.is_empty()
            && self.conditions.is_empty();
        self.weighs = !self.bounds.is_empty() || !self.divisors.is_empty() || !self.choices.is_empty();
        self.integers = self.kinds & (bit(Kind::Number) | bit(Kind::Integer)) == bit(Kind::Integer);
        Some(())
    }

    /// Whether there are schemas that may hold or not.
    pub(super) fn tries(&self) -> bool {
        !self.any.is_empty() || !self.judged().is_empty()
    }

    /// The places of values in what it describes.
    pub(super) fn slots(&mut self) -> impl Iterator<Item = &mut Slot> {
        let items = self.array.iter_mut().flat_map(|array| {
            let rest = array.items.iter_mut().map(|(_, slot)| slot);
            array.prefix.iter_mut().chain(rest)
        });
        let properties = self.object.iter_mut().flat_map(|object| &mut object.properties);
        items.chain(properties.filter_map(|property| property.slot.as_mut()))
    }

    /// Schemas whose violation is no violation of the whole.
    pub(super) fn judged(&self) -> Vec<NodeId> {
        let conditions = self.conditions.iter().map(|(condition, ..)| *condition);
        let one = self.one.iter().flatten().copied();
        self.not.iter().copied().chain(one).chain(conditions).collect()
    }

    /// All schemas that stand in this one.
    pub(super) fn children(&self) -> Vec<NodeId> {
        let mut found = self.judged();
        found.extend(&self.all);
        found.extend(self.any.iter().flatten());
        found.extend(
            self.conditions
                .iter()
                .flat_map(|(_, then, otherwise)| [*then, *otherwise])
                .flatten(),
        );
        if let Some(array) = &self.array {
            found.extend(array.prefix.iter().map(|slot| slot.node));
            found.extend(array.items.map(|(_, slot)| slot.node));
        }
        if let Some(object) = &self.object {
            found.extend(
                object
                    .properties
                    .iter()
                    .filter_map(|property| property.slot)
                    .map(|slot| slot.node),
            );
            if let Additional::Node(node) = object.additional {
                found.push(node);
            }
        }
        found
    }
}
