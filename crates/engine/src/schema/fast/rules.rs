//! What the fast path checks of one value.

use crate::schema::NodeId;
use crate::schema::format;
use crate::schema::keywords::number_bound::Relation;
use crate::schema::keywords::pattern::Matcher;
use crate::schema::keywords::type_::Kind;

use super::bit;
use super::pattern::Steps;

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
    pub steps: Vec<Steps>,
    pub patterns: Vec<Matcher>,
    pub formats: Vec<format::Format>,
}

/// Values of which one is meant.
#[derive(Debug, Default)]
pub(in crate::schema) struct Choice {
    pub strings: Vec<Box<[u8]>>,
    pub numbers: Vec<f64>,
    /// Of `null`, `true` and `false`
    pub words: Vec<&'static [u8]>,
}

/// What arrays must be.
#[derive(Debug, Default)]
pub(in crate::schema) struct Array {
    pub min: usize,
    pub max: Option<usize>,
    pub prefix: Vec<NodeId>,
    /// From which position on, and what
    pub items: Option<(usize, NodeId)>,
    pub unique: bool,
}

/// What objects must be.
#[derive(Debug, Default)]
pub(in crate::schema) struct Object {
    pub properties: Vec<Property>,
    /// Names that must be there; with those of the properties once it is finished
    pub required: Vec<String>,
    /// The same as bits of the properties
    pub required_bits: u128,
    pub additional: Additional,
    pub min: usize,
    pub max: Option<usize>,
    /// The number of the first property among those of all nodes
    pub first: u32,
}

/// A property by name.
#[derive(Debug)]
pub(in crate::schema) struct Property {
    pub name: Box<[u8]>,
    /// `"name":`
    pub written: Box<[u8]>,
    /// `None` where it only must be there
    pub node: Option<NodeId>,
}

impl Property {
    pub(in crate::schema) fn new(name: &str, node: Option<NodeId>) -> Property {
        Property {
            name: name.as_bytes().into(),
            written: [b"\"", name.as_bytes(), b"\":"].concat().into(),
            node,
        }
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
                serde_json::Value::String(text) => choice.strings.push(text.as_bytes().into()),
                _ => return false,
            }
        }
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
                object.required_bits |= 1u128.checked_shl(at as u32)?;
            }
            // A name that is only required is an additional property too.
            let only_required = object.properties.iter().any(|property| property.node.is_none());
            if only_required && !matches!(object.additional, Additional::Allowed) {
                return None;
            }
            if object.properties.len() > 128 || object.min > 1 {
                return None;
            }
            object.first = *properties;
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
            found.extend(&array.prefix);
            found.extend(array.items.map(|(_, node)| node));
        }
        if let Some(object) = &self.object {
            found.extend(object.properties.iter().filter_map(|property| property.node));
            if let Additional::Node(node) = object.additional {
                found.push(node);
            }
        }
        found
    }
}
