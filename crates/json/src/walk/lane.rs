//! The fast way through containers of which something is wanted: whole members and elements, from one container into the
//! next and out again, in one loop. What is not ordinary is left to the careful way, with nothing of it consumed.

mod decide;
mod elements;
mod ends;
mod members;
mod scalar;
mod whole;

use super::cursor::Cursor;
use super::decide::Fate;
use super::keys::NONE;
use super::pass::{Expect, Nest, pass_over};
use super::{Frame, SKIPPED, Slots, State, UNWANTED, WalkError, Walker};
use crate::projection::Projection;
use members::Members;

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

/// How far members or elements went.
enum Step {
    /// What comes is not ordinary
    Careful,
    /// The innermost container is another one
    Left,
    /// A container begins with the next token: the place of what is in it, and its bracket
    Container { kind: u32, byte: u8 },
    /// A member begins with the next token whose key, of this number, may decide about the record
    Deciding(u32),
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
            self.state = State::Value;
            self.container(cursor, at, projection, slots)?;
            if self.state == State::Skip {
                return Ok(());
            }
        }
    }

    /// A record, or the document, begins with the brace at `at`, if it is one whose fields are wanted.
    #[inline(always)]
    pub(super) fn begin_object<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> bool {
        let node = projection.node(self.target);
        let is_record = matches!(self.frames.last(), None | Some(Frame::Records { .. }));
        if !is_record || node.fields.is_empty() || node.open || node.scalar || self.frames.len() >= self.max_depth {
            return false;
        }
        cursor.consume(1);
        let kind = self.next_kind();
        let (object, first) = slots.begin_fields(self.target, node.fields.len());
        self.frames.push(Frame::Fields {
            object,
            node: self.target,
            first,
            slot: UNWANTED,
            kind,
            last: NONE,
            whole: node.value,
        });
        if node.value {
            self.begin_whole(cursor.base + at as u64, node.output);
        }
        self.state = State::FirstKey;
        true
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
        if let Fate::Dropped(_) = self.fate
            && let Step::Careful = self.drop_rest(text, &mut at, projection, slots)?
        {
            *next = at;
            return Ok(Exit::Careful);
        }
        let exit = loop {
            let mut in_whole = false;
            let step = match self.frames.last() {
                Some(&Frame::Fields {
                    first,
                    kind,
                    last,
                    whole,
                    ..
                }) => {
                    let object = Members { first, kind, last };
                    in_whole = whole;
                    if whole {
                        self.whole_members(object, text, &mut at, projection, slots)?
                    } else {
                        self.members::<false, S>(object, text, &mut at, projection, slots)?
                    }
                }
                Some(&Frame::Elements { node, kind }) => {
                    self.elements((node, kind), text, &mut at, projection, slots)?
                }
                _ => break Exit::Careful,
            };
            let step = match step {
                Step::Deciding(key) => self.deciding(key, text, &mut at, projection, slots)?,
                step => step,
            };
            match step {
                Step::Careful | Step::Deciding(_) => break Exit::Careful,
                Step::Left => {}
                Step::Container { kind, byte } if in_whole => {
                    match self.enter_whole(text, &mut at, (kind, byte), true, projection, slots)? {
                        Entered::Inside => {}
                        Entered::Elsewhere => break Exit::Container,
                        Entered::Part => break Exit::Careful,
                    }
                }
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
            return self.enter_whole(text, next, (kind, byte), false, projection, slots);
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
}
