//! Objects and arrays: members and elements, token by token.

use crate::schema::keywords::type_::Kind;

use super::Slot;
use super::accept::{Accepted, Run, Stop, expect, require};
use super::rules::{Additional, Array, Object, Rules};

/// Items that are compared with each other one by one.
const MAX_COMPARED: usize = 40;
/// No property: none has been seen, or it is not known.
const NONE: usize = usize::MAX;

impl<'a> Run<'a> {
    pub(super) fn object(&mut self, rules: &'a Rules, token: usize) -> Accepted {
        expect(rules, Kind::Object)?;
        require(rules.choices.is_empty())?;
        let Some(object) = &rules.object else {
            return self.skip(token);
        };
        let mut next = token + 1;
        let mut seen = 0u128;
        let mut last = NONE;
        let mut count = 0;
        if self.text[self.token(next)?] == b'}' {
            next += 1;
        } else {
            loop {
                // Two quotes, a colon, a value.
                let Some(&[key, close, colon, at]) = self.tokens.get(next..).and_then(<[u32]>::first_chunk) else {
                    return Err(Stop::Unsure);
                };
                let found = self.key(object, [key, close, colon], last)?;
                next += 3;
                count += 1;
                if found == NONE {
                    next = match object.additional {
                        Additional::Allowed => self.skip(next)?,
                        Additional::Refused => return Err(Stop::Invalid),
                        Additional::Node(node) => self.node(node, next, at as usize)?,
                    };
                } else {
                    if seen & (1 << found) != 0 {
                        return Err(Stop::Unsure);
                    }
                    seen |= 1 << found;
                    last = found;
                    next = match &object.properties[found].slot {
                        Some(slot) => self.value(slot, next, at as usize)?,
                        None => self.skip(next)?,
                    };
                }
                let separator = self.text[self.token(next)?];
                next += 1;
                match separator {
                    b',' => {}
                    b'}' => break,
                    _ => return Err(Stop::Unsure),
                }
            }
        }
        require(seen & object.required_bits == object.required_bits)?;
        require(count >= object.min && object.max.is_none_or(|max| count <= max))?;
        Ok(next)
    }

    /// The property that a key names. What followed the last one before is tried first.
    #[inline(always)]
    fn key(&mut self, object: &Object, tokens: [u32; 3], last: usize) -> Result<usize, Stop> {
        let place = object.first as usize + if last == NONE { object.properties.len() } else { last };
        let hint = usize::from(self.scratch.next[place]);
        if let Some(property) = object.properties.get(hint)
            && property.is_at(self.text, tokens[0] as usize)
        {
            return Ok(hint);
        }
        self.search(object, tokens, place)
    }

    #[inline(never)]
    fn search(&mut self, object: &Object, [key, close, colon]: [u32; 3], place: usize) -> Result<usize, Stop> {
        // A key with escapes is somebody else's.
        if self.text[close as usize] != b'"' || self.text[colon as usize] != b':' {
            return Err(Stop::Unsure);
        }
        let name = &self.text[key as usize + 1..close as usize];
        let found = object.properties.iter().position(|property| *property.name == *name);
        if let Some(found) = found {
            self.scratch.next[place] = found as u8;
        }
        Ok(found.unwrap_or(NONE))
    }

    pub(super) fn array(&mut self, rules: &'a Rules, token: usize) -> Accepted {
        expect(rules, Kind::Array)?;
        require(rules.choices.is_empty())?;
        let Some(array) = &rules.array else {
            return self.skip(token);
        };
        let mut next = token + 1;
        let mut count = 0;
        let mut items = Vec::new();
        if self.text[self.token(next)?] == b']' {
            next += 1;
        } else {
            loop {
                let first = next;
                let at = self.token(first)?;
                next = match array.slot(count) {
                    Some(slot) => self.value(&slot, first, at)?,
                    None => self.skip(first)?,
                };
                count += 1;
                if array.unique {
                    items.push(self.plain(first, at, next)?);
                }
                let separator = self.text[self.token(next)?];
                next += 1;
                match separator {
                    b',' => {}
                    b']' => break,
                    _ => return Err(Stop::Unsure),
                }
            }
        }
        require(count >= array.min && array.max.is_none_or(|max| count <= max))?;
        if items.len() > 1 {
            are_different(&items)?;
        }
        Ok(next)
    }

    /// The inside of a string without escapes, or nothing.
    fn plain(&self, first: usize, at: usize, behind: usize) -> Result<Option<&'a [u8]>, Stop> {
        let is_plain = self.text[at] == b'"' && behind == first + 2;
        let close = if is_plain { self.token(first + 1)? } else { at };
        Ok(is_plain.then(|| &self.text[at + 1..close]))
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

/// Strings without escapes are equal where their bytes are; about everything else somebody else has to say.
fn are_different(items: &[Option<&[u8]>]) -> Result<(), Stop> {
    if items.len() > MAX_COMPARED || items.contains(&None) {
        return Err(Stop::Unsure);
    }
    let repeated = (1..items.len()).any(|i| items[..i].contains(&items[i]));
    require(!repeated)
}
