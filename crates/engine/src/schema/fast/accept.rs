//! The run of the fast path over one text.

use jsonmill_json::number;

use crate::schema::NodeId;
use crate::schema::keywords::type_::Kind;

use super::rules::{Additional, Array, Object, Rules};
use super::scratch::Scratch;
use super::text::{skip_space, skip_value, string, word_end};
use super::{Fast, Slot, bit};

/// Schemas inside each other; data nested deeper is left to the full validator, which names the limit.
const MAX_DEPTH: u32 = 200;
/// Schemas tried for one record.
const MAX_STEPS: u32 = 1_000_000;
/// Items that are compared with each other one by one.
const MAX_COMPARED: usize = 40;
/// No property: none has been seen, or it is not known.
const NONE: usize = usize::MAX;

/// Why a value was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It violates a rule
    Invalid,
    /// Somebody else has to say
    Unsure,
}

/// Behind the value, if it is accepted.
type Accepted = Result<usize, Stop>;

struct Run<'a> {
    fast: &'a Fast,
    text: &'a [u8],
    scratch: &'a mut Scratch,
    depth: u32,
    steps: u32,
}

impl Fast {
    /// Where the value ends that a text begins with, which has been checked to be JSON, if it is valid for sure.
    pub(in crate::schema) fn accepts(&self, text: &[u8], scratch: &mut Scratch) -> Option<usize> {
        if scratch.next.len() != self.properties as usize {
            scratch.next.clear();
            scratch.next.resize(self.properties as usize, u8::MAX);
        }
        let mut run = Run {
            fast: self,
            text,
            scratch,
            depth: 0,
            steps: 0,
        };
        run.node(NodeId(0), skip_space(text, 0)).ok()
    }
}

impl Run<'_> {
    fn node(&mut self, NodeId(id): NodeId, at: usize) -> Accepted {
        let rules = &self.fast.nodes[id as usize];
        self.steps += 1;
        if self.depth > MAX_DEPTH || self.steps > MAX_STEPS {
            return Err(Stop::Unsure);
        }
        if rules.refuses {
            return Err(Stop::Invalid);
        }
        self.depth += 1;
        let end = match self.text[at] {
            b'"' => self.string(rules, at),
            b'{' => self.object(rules, at),
            b'[' => self.array(rules, at),
            b'n' => self.word(rules, at, Kind::Null),
            b't' | b'f' => self.word(rules, at, Kind::Boolean),
            _ => self.number(rules, at),
        }?;
        if !rules.is_single {
            self.beside(rules, at)?;
        }
        self.depth -= 1;
        Ok(end)
    }

    #[inline(always)]
    fn value(&mut self, slot: &Slot, at: usize) -> Accepted {
        match slot.accepts(self.text, at) {
            Some(end) => Ok(end),
            None if self.text[at] == b'"' => self.text_value(slot.node, at),
            None => self.node(slot.node, at),
        }
    }

    fn text_value(&mut self, node: NodeId, at: usize) -> Accepted {
        let rules = &self.fast.nodes[node.0 as usize];
        if rules.is_single && !rules.refuses {
            return self.string(rules, at);
        }
        self.node(node, at)
    }

    /// Another schema about the same value: whether it holds.
    fn holds(&mut self, node: NodeId, at: usize) -> Result<bool, Stop> {
        let depth = self.depth;
        match self.node(node, at) {
            Ok(_) => Ok(true),
            Err(Stop::Invalid) => {
                self.depth = depth;
                Ok(false)
            }
            Err(Stop::Unsure) => Err(Stop::Unsure),
        }
    }

    fn beside(&mut self, rules: &Rules, at: usize) -> Result<(), Stop> {
        for &node in &rules.all {
            self.node(node, at)?;
        }
        for nodes in &rules.any {
            let mut one = false;
            for &node in nodes {
                one = self.holds(node, at)?;
                if one {
                    break;
                }
            }
            require(one)?;
        }
        for nodes in &rules.one {
            let mut count = 0;
            for &node in nodes {
                count += u32::from(self.holds(node, at)?);
            }
            require(count == 1)?;
        }
        for &node in &rules.not {
            let holds = self.holds(node, at)?;
            require(!holds)?;
        }
        for &(condition, then, otherwise) in &rules.conditions {
            let branch = if self.holds(condition, at)? { then } else { otherwise };
            if let Some(node) = branch {
                self.node(node, at)?;
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn string(&mut self, rules: &Rules, at: usize) -> Accepted {
        expect(rules, Kind::String)?;
        let inner = string(self.text, at);
        super::string::check(rules, self.text, inner, self.scratch)?;
        Ok(inner.to + 1)
    }

    #[inline]
    fn word(&mut self, rules: &Rules, at: usize, kind: Kind) -> Accepted {
        expect(rules, kind)?;
        let end = at + if self.text[at] == b'f' { 5 } else { 4 };
        let word = &self.text[at..end];
        let is_one = rules.choices.iter().all(|choice| choice.words.contains(&word));
        require(is_one)?;
        Ok(end)
    }

    #[inline]
    fn number(&mut self, rules: &Rules, at: usize) -> Accepted {
        expect(rules, Kind::Integer)?;
        let negative = self.text[at] == b'-';
        let first = at + usize::from(negative);
        let mut end = first;
        let mut value = 0u64;
        while let Some(digit) = self
            .text
            .get(end)
            .map(|byte| byte.wrapping_sub(b'0'))
            .filter(|digit| *digit < 10)
        {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
            end += 1;
        }
        let is_integer = self
            .text
            .get(end)
            .is_none_or(|byte| !matches!(byte, b'.' | b'e' | b'E'));
        if is_integer && end - first <= 15 {
            if rules.weighs {
                let value = value as f64;
                weigh(rules, if negative { -value } else { value })?;
            }
            return Ok(end);
        }
        self.long_number(rules, at, end)
    }

    /// A fraction, an exponent, many digits.
    fn long_number(&mut self, rules: &Rules, at: usize, digits_end: usize) -> Accepted {
        let end = word_end(self.text, digits_end);
        let text = &self.text[at..end];
        // Only exponents and hundreds of digits make a number that no double holds.
        let is_finite = text.len() < 300 && !text.iter().any(|byte| byte | 0x20 == b'e');
        if is_finite && !rules.weighs && !rules.integers {
            return Ok(end);
        }
        let value = number::parse(text);
        require(value.is_finite() && (!rules.integers || value.fract() == 0.0))?;
        weigh(rules, value)?;
        Ok(end)
    }

    fn array(&mut self, rules: &Rules, at: usize) -> Accepted {
        expect(rules, Kind::Array)?;
        require(rules.choices.is_empty())?;
        let Some(array) = &rules.array else {
            return Ok(skip_value(self.text, at));
        };
        let mut at = skip_space(self.text, at + 1);
        let mut count = 0;
        let mut strings = Vec::new();
        if self.text[at] != b']' {
            loop {
                let start = at;
                at = match array.slot(count) {
                    Some(slot) => self.value(&slot, at)?,
                    None => skip_value(self.text, at),
                };
                count += 1;
                if array.unique {
                    strings.push(start..at);
                }
                at = skip_space(self.text, at);
                if self.text[at] == b']' {
                    break;
                }
                at = skip_space(self.text, at + 1);
            }
        }
        require(count >= array.min && array.max.is_none_or(|max| count <= max))?;
        if array.unique && count > 1 {
            let items: Vec<&[u8]> = strings.into_iter().map(|range| &self.text[range]).collect();
            are_different(&items)?;
        }
        Ok(at + 1)
    }

    fn object(&mut self, rules: &Rules, at: usize) -> Accepted {
        expect(rules, Kind::Object)?;
        require(rules.choices.is_empty())?;
        let Some(object) = &rules.object else {
            return Ok(skip_value(self.text, at));
        };
        let mut at = skip_space(self.text, at + 1);
        let mut seen = 0u128;
        let mut last = NONE;
        let mut count = 0;
        if self.text[at] != b'}' {
            loop {
                let (found, behind) = self.key(object, at, last)?;
                at = next(self.text, behind);
                count += 1;
                if found == NONE {
                    at = match object.additional {
                        Additional::Allowed => skip_value(self.text, at),
                        Additional::Refused => return Err(Stop::Invalid),
                        Additional::Node(node) => self.node(node, at)?,
                    };
                } else {
                    if seen & (1 << found) != 0 {
                        return Err(Stop::Unsure);
                    }
                    seen |= 1 << found;
                    last = found;
                    at = match &object.properties[found].slot {
                        Some(slot) => self.value(slot, at)?,
                        None => skip_value(self.text, at),
                    };
                }
                at = next(self.text, at);
                if self.text[at] == b'}' {
                    break;
                }
                at = next(self.text, at + 1);
            }
        }
        require(seen & object.required_bits == object.required_bits)?;
        require(count >= object.min && object.max.is_none_or(|max| count <= max))?;
        Ok(at + 1)
    }

    /// The property that a key names, and where its colon ends. What followed the last one before is tried first.
    #[inline(always)]
    fn key(&mut self, object: &Object, at: usize, last: usize) -> Result<(usize, usize), Stop> {
        let place = object.first as usize + if last == NONE { object.properties.len() } else { last };
        let hint = usize::from(self.scratch.next[place]);
        if let Some(property) = object.properties.get(hint)
            && property.is_at(self.text, at)
        {
            return Ok((hint, at + property.written.len()));
        }
        self.search(object, at, place)
    }

    fn search(&mut self, object: &Object, at: usize, place: usize) -> Result<(usize, usize), Stop> {
        let key = string(self.text, at);
        if key.escaped {
            return Err(Stop::Unsure);
        }
        let colon = skip_space(self.text, key.to + 1);
        let name = &self.text[key.from..key.to];
        let found = object.properties.iter().position(|property| *property.name == *name);
        if let Some(found) = found {
            self.scratch.next[place] = found as u8;
        }
        Ok((found.unwrap_or(NONE), colon + 1))
    }
}

impl Array {
    #[inline]
    fn slot(&self, position: usize) -> Option<Slot> {
        match self.prefix.get(position) {
            Some(slot) => Some(*slot),
            None => self.items.filter(|(from, _)| position >= *from).map(|(_, slot)| slot),
        }
    }
}

/// Where the next token begins: mostly here.
#[inline(always)]
fn next(text: &[u8], at: usize) -> usize {
    match text.get(at) {
        Some(byte) if *byte > b' ' => at,
        _ => skip_space(text, at),
    }
}

/// What is asked of a number besides its kind.
fn weigh(rules: &Rules, value: f64) -> Result<(), Stop> {
    require(
        rules
            .bounds
            .iter()
            .all(|(relation, limit)| relation.holds(value, *limit)),
    )?;
    require(rules.divisors.iter().all(|divisor| {
        let quotient = value / divisor;
        quotient.is_finite() && quotient.fract() == 0.0
    }))?;
    require(rules.choices.iter().all(|choice| choice.has_number(value)))
}

#[inline(always)]
fn require(holds: bool) -> Result<(), Stop> {
    if holds { Ok(()) } else { Err(Stop::Invalid) }
}

#[inline(always)]
fn expect(rules: &Rules, kind: Kind) -> Result<(), Stop> {
    require(rules.kinds & bit(kind) != 0)
}

/// Strings without escapes are equal where their bytes are; about everything else somebody else has to say.
fn are_different(items: &[&[u8]]) -> Result<(), Stop> {
    let is_plain = |item: &&[u8]| item[0] == b'"' && !item.contains(&b'\\');
    if items.len() > MAX_COMPARED || !items.iter().all(is_plain) {
        return Err(Stop::Unsure);
    }
    let repeated = (1..items.len()).any(|i| items[..i].contains(&items[i]));
    require(!repeated)
}
