//! The fast way through containers of which something is wanted: whole members and elements, from one container into the
//! next and out again, in one loop. What is not ordinary is left to the careful way, with nothing of it consumed.

use super::cursor::Cursor;
use super::keys::{NONE, UNRESOLVED};
use super::ordinary::{ahead, escaped_string, is_white_space, scalar};
use super::pass::{Expect, Nest, is_scalar, pass_over};
use super::{Frame, SKIPPED, Slots, State, UNWANTED, WalkError, Walker};
use crate::number;
use crate::projection::{NodeId, Projection};

/// Why the lane ended.
#[derive(Clone, Copy)]
enum Exit {
    /// What comes is not ordinary, or not the lane's: the state says what is expected
    Careful,
    /// A container begins that is read in another way
    Container,
}

/// The text of a run, and its tokens.
#[derive(Clone, Copy)]
struct Text<'a> {
    bytes: &'a [u8],
    tokens: &'a [u32],
    /// Where the bytes begin, from the very start of the input
    offset: u64,
}

impl<V: Copy> Walker<V> {
    /// Goes on while what comes is ordinary. The state says what comes next.
    pub(super) fn ordinary<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        #[cfg(test)]
        if self.careful {
            return Ok(());
        }
        if self.in_whole() {
            return self.ordinary_whole(cursor, projection, slots);
        }
        loop {
            let origin = cursor.scanner.base;
            let Some(bytes) = cursor.input.get(origin..) else {
                return Ok(());
            };
            let text = Text {
                bytes,
                tokens: &cursor.scanner.tokens,
                offset: cursor.base + origin as u64,
            };
            let mut next = cursor.scanner.cursor;
            let exit = self.lane(text, &mut next, projection, slots);
            cursor.scanner.cursor = next;
            if let Exit::Careful = exit? {
                return Ok(());
            }
            let at = origin + cursor.scanner.tokens[next] as usize;
            self.skipped(cursor, at, projection, slots)?;
            if self.state != State::AfterValue {
                return Ok(());
            }
        }
    }

    /// The same over the tokens that there are; `next` is the first of them.
    fn lane<S: Slots<Value = V>>(
        &mut self,
        text: Text<'_>,
        next: &mut usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Exit, WalkError<S::Error>> {
        let mut at = *next;
        let exit = loop {
            let step = match self.frames.last() {
                Some(&Frame::Fields {
                    whole: false,
                    first,
                    kind,
                    last,
                    ..
                }) => {
                    let object = Members { first, kind, last };
                    self.members(object, text, &mut at, projection, slots)?
                }
                Some(&Frame::Elements { node, kind }) => {
                    self.elements((node, kind), text, &mut at, projection, slots)?
                }
                _ => break Exit::Careful,
            };
            match step {
                Step::Careful => break Exit::Careful,
                Step::Left => {}
                Step::Container { kind, byte } => match self.enter(text, &mut at, (kind, byte), projection, slots)? {
                    Entered::Inside => {}
                    Entered::Elsewhere => break Exit::Container,
                    Entered::Part => break Exit::Careful,
                },
            }
        };
        *next = at;
        Ok(exit)
    }

    /// The members of the innermost object, up to a container or its end.
    #[inline(always)]
    fn members<S: Slots<Value = V>>(
        &mut self,
        object: Members,
        text: Text<'_>,
        next: &mut usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Step, WalkError<S::Error>> {
        let Text { bytes, tokens, offset } = text;
        let Members { first, kind, last } = object;
        if self.state != State::Key {
            let Some(&[at]) = ahead(tokens, *next) else {
                return Ok(Step::Careful);
            };
            match (bytes[at as usize], self.state) {
                (b',', State::AfterValue) => *next += 1,
                (b'"', State::FirstKey) => {}
                (b'}', State::AfterValue | State::FirstKey) => {
                    *next += 1;
                    return self.leave_object(slots);
                }
                _ => return Ok(Step::Careful),
            }
            self.state = State::Key;
        }
        let mut here = *next;
        let mut seen = last;
        let mut guesses = self.keys.after(kind, seen);
        let step = loop {
            // The key's two quotes and its colon, the value and what is behind it: loaded where they are needed.
            let Some(window) = ahead::<6>(tokens, here) else {
                break Step::Careful;
            };
            let at = window[0] as usize;
            let (id, filled);
            match self.keys.guess(guesses, bytes, at) {
                Some((known, key)) if key.filled != UNRESOLVED => {
                    (id, filled, guesses) = (known, key.filled, key.next);
                }
                _ => {
                    let Some(found) = self.look_up(bytes, [window[0], window[1], window[2]], seen, projection) else {
                        break Step::Careful;
                    };
                    (id, filled) = found;
                    guesses = self.keys.after(kind, id);
                }
            }
            let (value, after) = (window[3] as usize, window[4] as usize);
            let separator;
            match bytes[value] {
                b'"' => {
                    if bytes[after] == b'"' {
                        separator = window[5];
                        if filled != UNWANTED {
                            let string = slots.string(offset + value as u64 + 1, &bytes[value + 1..after]);
                            slots.fill(first, filled, string);
                        }
                        here += 6;
                    } else {
                        let Some((close, tokens)) = escaped_member(text, here + 3) else {
                            break Step::Careful;
                        };
                        separator = text.tokens[here + 3 + tokens];
                        if filled != UNWANTED {
                            let string = slots
                                .escaped_string(&bytes[value + 1..close])
                                .map_err(WalkError::Slots)?;
                            slots.fill(first, filled, string);
                        }
                        here += 4 + tokens;
                    }
                }
                byte @ (b'{' | b'[') => {
                    let known = self.keys.key(id);
                    self.target = known.map_or(NodeId(0), |key| key.node);
                    let slot = known.map_or(UNWANTED, |key| key.slot);
                    self.wanted = slot != UNWANTED;
                    self.note(id, slot);
                    self.state = State::Value;
                    *next = here + 3;
                    let kind = self.keys.child(id);
                    return Ok(Step::Container { kind, byte });
                }
                byte => {
                    if filled == UNWANTED {
                        if !is_scalar(bytes, byte, value, after) {
                            break Step::Careful;
                        }
                    } else {
                        let fill = |slots: &mut S, value| slots.fill(first, filled, value);
                        if !scalar_value(bytes, (byte, value, after), slots, fill) {
                            break Step::Careful;
                        }
                    }
                    separator = after as u32;
                    here += 5;
                }
            }
            seen = id;
            match bytes[separator as usize] {
                b',' => {}
                b'}' => {
                    *next = here;
                    return self.leave_object(slots);
                }
                _ => {
                    self.state = State::AfterValue;
                    here -= 1;
                    break Step::Careful;
                }
            }
        };
        *next = here;
        self.note(seen, UNWANTED);
        Ok(step)
    }

    /// The elements of the innermost array, up to a container or its end.
    #[inline(always)]
    fn elements<S: Slots<Value = V>>(
        &mut self,
        (node, kind): (NodeId, u32),
        text: Text<'_>,
        next: &mut usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Step, WalkError<S::Error>> {
        let Text { bytes, tokens, offset } = text;
        let Some(element) = projection.node(node).elements else {
            return Ok(Step::Careful);
        };
        if self.state != State::Value {
            let Some(&[at, _]) = ahead(tokens, *next) else {
                return Ok(Step::Careful);
            };
            match (bytes[at as usize], self.state) {
                // A text that ends behind a comma is the careful way's.
                (b',', State::AfterValue) => *next += 1,
                (b']', State::AfterValue | State::FirstElement) => {
                    *next += 1;
                    return self.leave_array(slots);
                }
                (_, State::FirstElement) => {}
                _ => return Ok(Step::Careful),
            }
            self.state = State::Value;
            self.target = element;
            self.wanted = true;
        }
        let skipped = projection.node(element).is_skipped();
        loop {
            let Some(&[at, after, behind]) = ahead(tokens, *next) else {
                return Ok(Step::Careful);
            };
            let (at, after) = (at as usize, after as usize);
            let byte = bytes[at];
            let (separator, consumed) = match byte {
                b'"' if bytes[after] == b'"' => (behind as usize, 3),
                b'{' | b'[' => {
                    let kind = self.keys.elements(kind);
                    return Ok(Step::Container { kind, byte });
                }
                b'"' => return Ok(Step::Careful),
                _ => (after, 2),
            };
            let is_last = match bytes[separator] {
                b',' if tokens.len() > *next + consumed => false,
                b']' => true,
                _ => return Ok(Step::Careful),
            };
            // Each is handed over where it is made: see Slots::begin_fields.
            if byte == b'"' {
                if skipped {
                    let unread = slots.unread();
                    slots.element(unread);
                } else {
                    let string = slots.string(offset + at as u64 + 1, &bytes[at + 1..after]);
                    slots.element(string);
                }
            } else if skipped {
                if !is_scalar(bytes, byte, at, after) {
                    return Ok(Step::Careful);
                }
                let unread = slots.unread();
                slots.element(unread);
            } else if !scalar_value(bytes, (byte, at, after), slots, |slots, value| slots.element(value)) {
                return Ok(Step::Careful);
            }
            *next += consumed;
            if is_last {
                return self.leave_array(slots);
            }
        }
    }

    /// The container whose bracket is the next token begins; its value is wanted as the walker's target says.
    #[inline(always)]
    fn enter<S: Slots<Value = V>>(
        &mut self,
        text: Text<'_>,
        next: &mut usize,
        (kind, byte): (u32, u8),
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Entered, WalkError<S::Error>> {
        if self.frames.len() >= self.max_depth {
            return Ok(Entered::Part);
        }
        let target = self.target;
        let node = if self.wanted { projection.node(target) } else { &SKIPPED };
        if node.value || node.open || node.records.is_some() {
            return Ok(Entered::Elsewhere);
        }
        if byte == b'{' && !node.fields.is_empty() {
            *next += 1;
            let (object, first) = slots.begin_fields(target, node.fields.len());
            self.frames.push(Frame::Fields {
                object,
                node: target,
                first,
                slot: UNWANTED,
                kind,
                last: NONE,
                whole: false,
            });
            self.state = State::FirstKey;
        } else if byte == b'[' && node.elements.is_some() {
            *next += 1;
            slots.begin_elements();
            self.frames.push(Frame::Elements { node: target, kind });
            self.state = State::FirstElement;
        } else if node.is_skipped() {
            let deepest = self.max_depth - self.frames.len();
            let start = *next;
            let mut nest = Nest::default();
            nest.push(byte == b'[');
            *next += 1;
            let expect = if byte == b'[' {
                Expect::FirstElement
            } else {
                Expect::FirstKey
            };
            let expect = pass_over(text.bytes, text.tokens, next, &mut nest, deepest, expect);
            if nest.depth() > 0 {
                let start = text.offset + u64::from(text.tokens[start]);
                self.skip.go_on(start, nest, expect, deepest);
                self.state = State::Skip;
                return Ok(Entered::Part);
            }
            self.state = State::AfterValue;
            if let Some(Frame::Elements { .. }) = self.frames.last() {
                let unread = slots.unread();
                slots.element(unread);
            }
        } else {
            return Ok(Entered::Elsewhere);
        }
        Ok(Entered::Inside)
    }

    /// What a key means that was not guessed: its number, and where scalars go. Nothing where the careful way knows better.
    #[cold]
    #[inline(never)]
    fn look_up(
        &mut self,
        bytes: &[u8],
        [at, close, colon]: [u32; 3],
        last: u32,
        projection: &Projection,
    ) -> Option<(u32, u32)> {
        let (at, close, colon) = (at as usize, close as usize, colon as usize);
        let Some(&Frame::Fields { node, kind, .. }) = self.frames.last() else {
            return None;
        };
        if let Some(id) = self.keys.seek(kind, last, bytes, at) {
            let filled = self.keys.key(id)?.filled;
            if filled != UNRESOLVED {
                return Some((id, filled));
            }
        }
        if bytes[at] != b'"' || bytes[close] != b'"' || bytes[colon] != b':' {
            return None;
        }
        let name = &bytes[at + 1..close];
        let id = self.keys.find(kind, last, name);
        if let Some(key) = self.keys.key_mut(id) {
            if key.filled == UNRESOLVED {
                key.resolve(name, node, projection);
            }
            return Some((id, key.filled));
        }
        let wanted = projection.node(node).fields.iter().any(|field| *field.name == *name);
        (!wanted).then_some((NONE, UNWANTED))
    }

    /// Notes the last key of the innermost object, and where its value goes.
    #[inline(always)]
    fn note(&mut self, id: u32, to: u32) {
        if let Some(Frame::Fields { last, slot, .. }) = self.frames.last_mut() {
            *last = id;
            *slot = to;
        }
    }

    /// The innermost object is complete.
    #[inline(always)]
    fn leave_object<S: Slots<Value = V>>(&mut self, slots: &mut S) -> Result<Step, WalkError<S::Error>> {
        let Some(Frame::Fields { object, .. }) = self.frames.pop() else {
            unreachable!("it is the innermost container")
        };
        self.give(slots, |slots| slots.object(object))
    }

    /// The innermost array is complete.
    #[inline(always)]
    fn leave_array<S: Slots<Value = V>>(&mut self, slots: &mut S) -> Result<Step, WalkError<S::Error>> {
        self.frames.pop();
        let array = slots.end_elements().map_err(WalkError::Slots)?;
        self.give(slots, |slots| slots.array(array))
    }

    /// A container that was inside the innermost one is complete.
    #[inline(always)]
    fn give<S: Slots<Value = V>>(
        &mut self,
        slots: &mut S,
        value: impl Fn(&mut S) -> V,
    ) -> Result<Step, WalkError<S::Error>> {
        self.state = State::AfterValue;
        match self.frames.last() {
            Some(&Frame::Fields {
                first,
                slot,
                whole: false,
                ..
            }) => {
                if slot != UNWANTED {
                    let value = value(slots);
                    slots.fill(first, slot, value);
                }
                Ok(Step::Left)
            }
            Some(Frame::Elements { .. }) => {
                let value = value(slots);
                slots.element(value);
                Ok(Step::Left)
            }
            _ => {
                let value = value(slots);
                self.give_elsewhere(value, slots)?;
                Ok(Step::Careful)
            }
        }
    }

    /// The same where others go on.
    #[inline(never)]
    fn give_elsewhere<S: Slots<Value = V>>(&mut self, value: V, slots: &mut S) -> Result<(), WalkError<S::Error>> {
        self.complete(value, slots)
    }
}

/// The object whose members come.
#[derive(Clone, Copy)]
struct Members {
    first: u32,
    kind: u32,
    last: u32,
}

/// How far members or elements went.
enum Step {
    /// What comes is not ordinary
    Careful,
    /// The innermost container is another one
    Left,
    /// A container begins with the next token: the place of what is in it, and its bracket
    Container { kind: u32, byte: u8 },
}

/// How a container began.
enum Entered {
    /// It is the innermost one now, or it is over
    Inside,
    /// It is not the lane's
    Elsewhere,
    /// It is not to be seen whole, or too deep
    Part,
}

/// The string with escapes that begins with a token: its closing quote, and its tokens. There is one more token behind.
#[inline(never)]
fn escaped_member(text: Text<'_>, next: usize) -> Option<(usize, usize)> {
    let (close, count) = escaped_string(text.bytes, text.tokens, next)?;
    ahead::<1>(text.tokens, next + count)?;
    Some((close, count))
}

/// Puts the number or word at `at` somewhere, if nothing is behind it before the token `after`.
#[inline(always)]
fn scalar_value<S: Slots>(
    bytes: &[u8],
    (byte, at, after): (u8, usize, usize),
    slots: &mut S,
    put: impl Fn(&mut S, S::Value),
) -> bool {
    if let (b'-' | b'0'..=b'9', Some(quick)) = (byte, number::short(bytes, at)) {
        let ends = quick.end == after || is_white_space(bytes, quick.end);
        if ends {
            let number = slots.number(quick.value);
            put(slots, number);
        }
        return ends;
    }
    let Some(scalar) = scalar(bytes, at, after, false) else {
        return false;
    };
    match byte {
        b'n' => {
            let null = slots.null();
            put(slots, null);
        }
        b't' | b'f' => {
            let boolean = slots.boolean(byte == b't');
            put(slots, boolean);
        }
        _ => {
            let number = slots.number(number::parse(&bytes[at..scalar.end]));
            put(slots, number);
        }
    }
    true
}
