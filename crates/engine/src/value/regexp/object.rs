//! RegExp objects, and what `exec` gives.

use std::sync::Arc;

use jsonmill_json::wtf8;

use super::{Effort, Flags, Outcome, Pattern, Refusal, Scratch, UNSET};
use crate::value::{
    Abrupt, Class, Completion, ErrorClass, Heap, JsError, JsonMessages, Object, Ref, Space, Str, Value,
};

/// Patterns that were compiled at run time and are kept for the next record.
const KEPT: usize = 64;

/// What the heap keeps for matching.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    scratch: Scratch,
    dynamic: Vec<(Vec<u16>, Flags, Arc<Pattern>)>,
}

impl Memory {
    /// Gives back memory beyond so many bytes.
    pub fn shrink(&mut self, bytes: usize) {
        self.scratch.shrink(bytes);
    }
}

/// The names of the own properties of a match, beside its elements, in order.
const MATCH_KEYS: [&[u8]; 4] = [b"index", b"input", b"groups", b"indices"];

impl Heap<'_> {
    /// A new RegExp with a pattern of its own.
    pub fn new_regexp(&mut self, pattern: Arc<Pattern>) -> Ref {
        let number = self.local.patterns.len() as u32;
        self.local.patterns.push(pattern);
        let object = Object::RegExp {
            pattern: number,
            space: Space::Heap,
            last_index: 0.0,
        };
        self.add(Class::RegExp, object)
    }

    /// A new RegExp with the pattern of another one.
    pub fn clone_regexp(&mut self, r: Ref) -> Ref {
        let Object::RegExp { pattern, space, .. } = self.peek(r) else {
            unreachable!("class RegExp")
        };
        // The heap that constants are made in is not yet theirs.
        let space = if r.space == Space::Heap { space } else { r.space };
        self.add(
            Class::RegExp,
            Object::RegExp {
                pattern,
                space,
                last_index: 0.0,
            },
        )
    }

    /// The pattern of a RegExp.
    #[must_use]
    pub fn pattern(&self, r: Ref) -> &Arc<Pattern> {
        let Object::RegExp { pattern, space, .. } = self.peek(r) else {
            unreachable!("class RegExp")
        };
        let space = if r.space == Space::Heap { space } else { r.space };
        &self.store(space).patterns[pattern as usize]
    }

    /// Its `lastIndex`.
    #[must_use]
    pub fn last_index(&self, r: Ref) -> f64 {
        let Object::RegExp { last_index, .. } = self.peek(r) else {
            unreachable!("class RegExp")
        };
        last_index
    }

    /// Changes its `lastIndex`. Captured ones keep theirs between records in V8.
    pub fn set_last_index(&mut self, r: Ref, index: f64) -> Completion<()> {
        if r.space != Space::Heap {
            return if self.last_index(r) == index {
                Ok(())
            } else {
                Err(Abrupt::Unsupported(
                    "a captured regular expression that remembers where it stopped",
                ))
            };
        }
        self.note_change(r);
        if let Object::RegExp { last_index, .. } = &mut self.local.objects[r.index as usize] {
            *last_index = index;
        }
        Ok(())
    }

    /// The RegExp of a pattern's text and flags, as the constructor makes it.
    pub fn compile_regexp(&mut self, source: Str, flags: Flags) -> Completion<Ref> {
        let units = self.units_of(source).to_vec();
        let known = self
            .local
            .regexp
            .dynamic
            .iter()
            .find(|(text, of, _)| *text == units && *of == flags);
        let pattern = match known {
            Some((.., pattern)) => Arc::clone(pattern),
            None => {
                let pattern = match Pattern::compile(&units, flags) {
                    Ok(pattern) => Arc::new(pattern),
                    Err(Refusal::Unsupported(what)) => return Err(Abrupt::Unsupported(what)),
                    // The V8 that words errors of JSON.parse so is one of those that refuse it.
                    Err(Refusal::Newer(_)) if self.json_messages() != Some(JsonMessages::Positioned) => {
                        return Err(Abrupt::Unsupported(
                            "a regular expression that newer versions of V8 read",
                        ));
                    }
                    Err(Refusal::Syntax(what) | Refusal::Newer(what)) => {
                        let source = String::from_utf8(self.text(source).to_vec());
                        let source =
                            source.map_err(|_| Abrupt::Unsupported("an error message with a lone surrogate"))?;
                        let flags = flags.text();
                        let message = format!("Invalid regular expression: /{source}/{flags}: {what}");
                        return Err(syntax_error(message));
                    }
                };
                if self.local.regexp.dynamic.len() >= KEPT {
                    self.local.regexp.dynamic.clear();
                }
                self.local.regexp.dynamic.push((units, flags, Arc::clone(&pattern)));
                pattern
            }
        };
        Ok(self.new_regexp(pattern))
    }

    /// One attempt to match; [`Heap::matched`] has the result.
    pub fn try_match(
        &mut self,
        pattern: &Pattern,
        s: Str,
        from: usize,
        sticky: bool,
        effort: Effort,
    ) -> Completion<Outcome> {
        let mut scratch = std::mem::take(&mut self.local.regexp.scratch);
        let outcome = if s.ascii {
            Ok(pattern.find_ascii(self.text(s), from, sticky, effort, &mut scratch))
        } else {
            let units = self.units_of(s);
            if pattern.depends_on_unicode_version(units) {
                Err(Abrupt::Unsupported(
                    "a character that only newer versions of Unicode know",
                ))
            } else {
                Ok(pattern.find_units(units, from, sticky, effort, &mut scratch))
            }
        };
        self.local.regexp.scratch = scratch;
        outcome
    }

    /// Where a capture of the last match (0: the match itself) begins and ends, in units.
    #[must_use]
    pub fn matched(&self, capture: usize) -> Option<(usize, usize)> {
        match self.local.regexp.scratch.slots.get(2 * capture..2 * capture + 2) {
            Some(&[from, to]) if from != UNSET && to != UNSET => Some((from, to)),
            _ => None,
        }
    }

    /// The part of a string between two positions in units, for matching: the string's units are at hand.
    pub fn part(&mut self, s: Str, from: usize, to: usize) -> Completion<Str> {
        if s.ascii {
            return Ok(self.slice_bytes(s, from, to));
        }
        let mut bytes = Vec::with_capacity(to - from);
        wtf8::from_units(&self.units_of(s)[from..to], &mut bytes);
        self.string(&bytes)
    }

    /// Gives an array the own properties of a match: the values of `index`, `input`, `groups` and, unless absent, `indices`.
    pub fn add_match(&mut self, array: Ref, values: [Value; 4]) {
        let first = self.local.slots.len() as u32;
        self.local.slots.extend_from_slice(&values);
        self.local.matches.push((array.index, first));
    }

    /// The named own properties of an array that is a match.
    pub fn match_properties(&self, array: Ref) -> impl Iterator<Item = (&'static [u8], Value)> + '_ {
        let matches = &self.store(array.space).matches;
        // Captured arrays are copies without such properties.
        let found = if array.space == Space::Heap {
            matches.binary_search_by_key(&array.index, |known| known.0)
        } else {
            Err(0)
        };
        let first = found.ok().map(|at| matches[at].1);
        MATCH_KEYS
            .into_iter()
            .enumerate()
            .filter_map(move |(at, key)| match self.local.slots[first? as usize + at] {
                Value::Absent => None,
                value => Some((key, value)),
            })
    }

    /// One of them; [`Value::Absent`] if the array has no such property.
    #[must_use]
    pub fn match_property(&self, array: Ref, name: &[u8]) -> Value {
        if self.local.matches.is_empty() || !MATCH_KEYS.contains(&name) {
            return Value::Absent;
        }
        self.match_properties(array)
            .find(|(key, _)| *key == name)
            .map_or(Value::Absent, |(_, value)| value)
    }

    /// `Object.create(null)`
    pub fn new_null_prototype(&mut self) -> Ref {
        let object = self.new_dictionary();
        self.local.null_prototypes.push(object.index);
        object
    }

    /// Whether a plain object inherits nothing.
    #[inline]
    #[must_use]
    pub fn has_null_prototype(&self, r: Ref) -> bool {
        !self.local.null_prototypes.is_empty()
            && r.space == Space::Heap
            && self.local.null_prototypes.binary_search(&r.index).is_ok()
    }
}

/// A SyntaxError with V8's message.
pub fn syntax_error(message: String) -> Abrupt {
    Abrupt::Error(Box::new(JsError {
        class: ErrorClass::SyntaxError,
        message,
    }))
}
