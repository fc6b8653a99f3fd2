//! Objects and arrays: members and elements, token by token.

use crate::schema::keywords::type_::Kind;

use super::Slot;
use super::accept::{Accepted, Run, Stop, expect, require};
use super::rules::{Additional, Array, Object, Property, Rules};

/// Items that are compared with each other one by one.
const MAX_COMPARED: usize = 40;

/// Tokens that are looked at together: a key's two quotes and its colon, the value, and what is behind it.
const WINDOW: usize = 6;

impl<'a> Run<'a> {
    pub(super) fn object(&mut self, rules: &'a Rules, token: usize) -> Accepted {
        expect(rules, Kind::Object)?;
        require(rules.choices.is_empty())?;
        let Some(object) = &rules.object else {
            return self.skip(token);
        };
        let (text, tokens) = (self.text, self.tokens);
        let mut next = token + 1;
        let mut seen = [0; 2];
        let mut place = object.first as usize + object.properties.len();
        let mut count = 0;
        if text[self.token(next)?] == b'}' {
            next += 1;
        } else {
            loop {
                let few;
                let window = match tokens.get(next..).and_then(<[u32]>::first_chunk) {
                    Some(window) => window,
                    None => {
                        few = self.last_tokens(next)?;
                        &few
                    }
                };
                // There are no more tokens than bytes: sums of their numbers are small.
                let value = next.wrapping_add(3);
                let at = window[3] as usize;
                count += 1;
                let separator = 'value: {
                    let Some(property) = self.property(object, window, place)? else {
                        next = self.additional(object, value, at)?;
                        break 'value self.token(next)?;
                    };
                    place = property.place as usize;
                    let others = &mut seen[usize::from(property.word & 1)];
                    if *others & property.bit != 0 {
                        return Err(Stop::Unsure);
                    }
                    *others |= property.bit;
                    let (byte, after) = (text[at], window[4] as usize);
                    if byte == b'"' && text[after] == b'"' {
                        if !property.quick.accepts_length(at, after) {
                            self.plain_text(property, value, at, after)?;
                        }
                        next = value.wrapping_add(2);
                        break 'value window[5] as usize;
                    }
                    if byte.is_ascii_digit() && property.quick.accepts_number(text, at, after) {
                        next = value.wrapping_add(1);
                        break 'value after;
                    }
                    next = self.other(property, value, at)?;
                    self.token(next)?
                };
                next = next.wrapping_add(1);
                match text[separator] {
                    b',' => {}
                    b'}' => break,
                    _ => return Err(Stop::Unsure),
                }
            }
        }
        let required = &object.required_bits;
        require(seen[0] & required[0] == required[0] && seen[1] & required[1] == required[1])?;
        require(count >= object.min && object.max.is_none_or(|max| count <= max))?;
        Ok(next)
    }

    /// The last tokens, and the very last of them as often as it takes.
    #[cold]
    fn last_tokens(&self, next: usize) -> Result<[u32; WINDOW], Stop> {
        let last = *self.tokens.last().ok_or(Stop::Unsure)?;
        let mut window = [last; WINDOW];
        let rest = self.tokens.get(next..).unwrap_or_default();
        window[..rest.len()].copy_from_slice(rest);
        Ok(window)
    }

    /// The property that a key names. What followed the last one before is tried first.
    #[inline(always)]
    fn property(
        &mut self,
        object: &'a Object,
        window: &[u32; WINDOW],
        place: usize,
    ) -> Result<Option<&'a Property>, Stop> {
        let hint = usize::from(self.scratch.next[place]);
        match object.properties.get(hint) {
            Some(property) if property.is_at(self.text, window[0] as usize) => Ok(Some(property)),
            _ => self.search(object, window, place),
        }
    }

    /// The value of a key that names no property.
    #[inline(never)]
    fn additional(&mut self, object: &'a Object, token: usize, at: usize) -> Accepted {
        match object.additional {
            Additional::Allowed => self.skip(token),
            Additional::Refused => Err(Stop::Invalid),
            Additional::Node(node) => self.node(node, token, at),
        }
    }

    /// A string without escapes of which more is asked than its length.
    #[inline(never)]
    fn plain_text(&mut self, property: &'a Property, token: usize, at: usize, close: usize) -> Result<(), Stop> {
        match &property.slot {
            Some(slot) => self.checked_text(slot, token, at, close),
            None => Ok(()),
        }
    }

    /// Any other value.
    #[inline(never)]
    fn other(&mut self, property: &'a Property, token: usize, at: usize) -> Accepted {
        match &property.slot {
            None => self.skip(token),
            Some(slot) if self.text[at] == b'"' => self.escaped_text(slot, token, at),
            Some(slot) => self.node(slot.node, token, at),
        }
    }

    /// The property that a key names. It is the first guess next time.
    #[inline(never)]
    fn search(
        &mut self,
        object: &'a Object,
        &[key, close, colon, ..]: &[u32; WINDOW],
        place: usize,
    ) -> Result<Option<&'a Property>, Stop> {
        // A key with escapes is somebody else's.
        if self.text[close as usize] != b'"' || self.text[colon as usize] != b':' {
            return Err(Stop::Unsure);
        }
        let name = &self.text[key as usize + 1..close as usize];
        let found = object.properties.iter().position(|property| *property.name == *name);
        if let Some(found) = found {
            self.scratch.next[place] = found as u8;
        }
        Ok(found.map(|found| &object.properties[found]))
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
                    Some(slot) => self.value(slot, first, at)?,
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
    fn slot(&self, position: usize) -> Option<&Slot> {
        match self.prefix.get(position) {
            Some(slot) => Some(slot),
            None => self
                .items
                .as_ref()
                .filter(|(from, _)| position >= *from)
                .map(|(_, slot)| slot),
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
