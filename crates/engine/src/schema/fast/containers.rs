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
    /// The object whose brace is the token of that number.
    #[inline(never)]
    pub(super) fn object(&mut self, rules: &'a Rules, token: usize) -> Accepted {
        expect(rules, Kind::Object)?;
        require(rules.choices.is_empty())?;
        let Some(object) = &rules.object else {
            return self.skip(token);
        };
        self.enter()?;
        let (text, tokens) = (self.text, self.tokens);
        let mut rest = tokens.get(token + 1..).unwrap_or_default();
        let mut seen = 0;
        let mut place = object.first as usize + object.properties.len();
        let mut others = 0u32;
        if let Some(&first) = rest.first()
            && text[first as usize] == b'}'
        {
            rest = &rest[1..];
        } else {
            loop {
                let hint = usize::from(self.scratch.next[place]);
                let guess = rest.first_chunk::<WINDOW>().and_then(|window| {
                    let property = object.properties.get(hint)?;
                    property.is_at(text, window[0] as usize).then_some((window, property))
                });
                let separator = match guess {
                    Some((window, property)) => {
                        place = property.place as usize;
                        if seen & property.bit != 0 {
                            return Err(Stop::Unsure);
                        }
                        seen |= property.bit;
                        let (at, after) = (window[3] as usize, window[4] as usize);
                        let byte = text[at];
                        if byte == b'"' && text[after] == b'"' {
                            if !property.quick.accepts_length(at, after) {
                                self.plain_text(property, tokens.len() - rest.len() + 3, at, after)?;
                            }
                            rest = &rest[6..];
                            window[5]
                        } else if byte.is_ascii_digit() && property.quick.accepts_number(text, at, after) {
                            rest = &rest[5..];
                            window[4]
                        } else {
                            let behind = self.other(property, tokens.len() - rest.len() + 3, at)? as usize;
                            rest = tokens.get(behind + 1..).unwrap_or_default();
                            *tokens.get(behind).ok_or(Stop::Unsure)?
                        }
                    }
                    None => {
                        let first = tokens.len() - rest.len();
                        let (behind, property) = self.unexpected(object, first, place)?;
                        match property {
                            None => others += 1,
                            Some(property) if seen & property.bit != 0 => return Err(Stop::Unsure),
                            Some(property) => {
                                place = property.place as usize;
                                seen |= property.bit;
                            }
                        }
                        rest = tokens.get(behind + 1..).unwrap_or_default();
                        *tokens.get(behind).ok_or(Stop::Unsure)?
                    }
                };
                match text[separator as usize] {
                    b',' => {}
                    b'}' => break,
                    _ => return Err(Stop::Unsure),
                }
            }
        }
        self.depth -= 1;
        require(seen & object.required_bits == object.required_bits)?;
        let count = (seen.count_ones() + others) as usize;
        require(count >= object.min && object.max.is_none_or(|max| count <= max))?;
        Ok((tokens.len() - rest.len()) as u32)
    }

    /// A member whose key was not guessed: behind its value, and its property, if it has one.
    #[inline(never)]
    fn unexpected(
        &mut self,
        object: &'a Object,
        first: usize,
        place: usize,
    ) -> Result<(usize, Option<&'a Property>), Stop> {
        let Some(&[key, close, colon, at]) = self.tokens.get(first..).and_then(<[u32]>::first_chunk) else {
            return Err(Stop::Unsure);
        };
        let at = at as usize;
        let found = self.search(object, [key, close, colon], place)?;
        let behind = match (found, &object.additional) {
            (Some(property), _) => match &property.slot {
                Some(slot) => self.value(slot, first + 3, at)?,
                None => self.skip(first + 3)?,
            },
            (None, Additional::Allowed) => self.skip(first + 3)?,
            (None, Additional::Refused) => return Err(Stop::Invalid),
            (None, Additional::Node(node)) => self.node(*node, first + 3, at)?,
        };
        Ok((behind as usize, found))
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
            Some(slot) => self.special(slot, token, at),
        }
    }

    /// The property that a key names. It is the first guess next time.
    #[inline(never)]
    fn search(
        &mut self,
        object: &'a Object,
        [key, close, colon]: [u32; 3],
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

    /// The array whose bracket is the token of that number.
    #[inline(never)]
    pub(super) fn array(&mut self, rules: &'a Rules, token: usize) -> Accepted {
        expect(rules, Kind::Array)?;
        require(rules.choices.is_empty())?;
        let Some(array) = &rules.array else {
            return self.skip(token);
        };
        self.enter()?;
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
                } as usize;
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
        self.depth -= 1;
        require(count >= array.min && array.max.is_none_or(|max| count <= max))?;
        if items.len() > 1 {
            are_different(&items)?;
        }
        Ok(next as u32)
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
