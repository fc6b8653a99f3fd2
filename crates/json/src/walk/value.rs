//! Keys and the beginnings of values, the careful way.

use super::cursor::{Cursor, StringToken, Unit};
use super::keys::NONE;
use super::outcome::{SyntaxErrorKind, WalkError};
use super::skip::Skipping;
use super::{ANY_VALUE, Frame, SKIPPED, Slots, State, UNWANTED, Walker};
use crate::number;
use crate::projection::Projection;
use crate::string;

impl<V: Copy> Walker<V> {
    /// The value whose first token is at `at`.
    #[inline(always)]
    pub(super) fn value<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Unit<()>, WalkError<S::Error>> {
        let byte = cursor.input[at];
        match byte {
            b'"' => {
                let Unit::Seen(token) = cursor.string(at)? else {
                    return Ok(Unit::More);
                };
                cursor.consume(token.tokens);
                if self.in_whole() {
                    let canonical =
                        !token.escaped() || string::has_canonical_escapes(&cursor.input[token.open + 1..token.close]);
                    self.track(cursor.base + at as u64, cursor.base + token.close as u64 + 1, canonical);
                }
                if self.wanted && !projection.node(self.target).is_skipped() {
                    let value = string_value(cursor, token, slots)?;
                    self.complete(value, slots)?;
                } else {
                    self.pass(slots)?;
                }
            }
            b'{' | b'[' => self.container(cursor, at, projection, slots)?,
            _ => {
                let scalar = if self.frames.is_empty() {
                    cursor.lone_scalar(at)?
                } else {
                    cursor.scalar(at)?
                };
                let Unit::Seen(end) = scalar else {
                    return Ok(Unit::More);
                };
                if self.in_whole() {
                    let canonical = !matches!(byte, b'-' | b'0'..=b'9') || number::is_canonical(&cursor.input[at..end]);
                    self.track(cursor.base + at as u64, cursor.base + end as u64, canonical);
                }
                if self.wanted && !projection.node(self.target).is_skipped() {
                    let value = match byte {
                        b'n' => slots.null(),
                        b't' | b'f' => slots.boolean(byte == b't'),
                        _ => slots.number(number::parse(&cursor.input[at..end])),
                    };
                    self.complete(value, slots)?;
                } else {
                    self.pass(slots)?;
                }
            }
        }
        Ok(Unit::Seen(()))
    }

    /// The container begins whose bracket is at `at`.
    #[inline(never)]
    pub(super) fn container<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        let array = cursor.input[at] == b'[';
        let offset = cursor.base + at as u64;
        if self.frames.len() >= self.max_depth {
            return Err(cursor.error(SyntaxErrorKind::TooDeep, at));
        }
        cursor.consume(1);
        let node = if self.wanted {
            projection.node(self.target)
        } else {
            &SKIPPED
        };
        if node.scalar && self.meets_container() {
            return Ok(());
        }
        let in_whole = self.in_whole();
        if in_whole {
            self.skip.trace.follows(offset);
        }
        let kind = self.next_kind();
        if let (true, Some(pipeline)) = (array, node.records) {
            slots.begin_records(pipeline).map_err(WalkError::Slots)?;
            self.frames.push(Frame::Records {
                node: self.target,
                pipeline,
                kind,
            });
            self.state = State::FirstElement;
        } else if array && node.elements.is_some() && !node.value {
            slots.begin_elements();
            self.frames.push(Frame::Elements {
                node: self.target,
                kind,
            });
            self.state = State::FirstElement;
        } else if !array && node.open {
            let object = slots.begin_members();
            self.frames.push(Frame::Members {
                object,
                node: self.target,
                kind,
                last: NONE,
            });
            self.state = State::FirstKey;
        } else if !array && !node.fields.is_empty() {
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
                self.begin_whole(offset, node.output);
            }
            self.state = State::FirstKey;
        } else {
            let mut mode = Skipping::of(node, in_whole);
            if mode == Skipping::Canonical
                && self.frames.is_empty()
                && let Some((out, gap, limit)) = slots.layout()
                && (!gap.is_empty() || cursor.has_white_space())
            {
                self.skip.layout.begin(out, limit, gap, 0);
                mode = Skipping::Rewrite;
            }
            self.begin_skip(mode, offset, array, kind);
        }
        if in_whole && self.state != State::Skip && !self.in_whole() {
            // Nobody follows what is inside.
            self.skip.trace.flaw = offset;
        }
        Ok(())
    }

    /// The key whose first token is at `at`, and its colon.
    #[inline(always)]
    pub(super) fn key<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Unit<()>, WalkError<S::Error>> {
        if cursor.input[at] != b'"' {
            return Err(cursor.error(SyntaxErrorKind::UnexpectedToken, at));
        }
        let Unit::Seen(token) = cursor.string(at)? else {
            return Ok(Unit::More);
        };
        let Unit::Seen(()) = cursor.colon(token)? else {
            return Ok(Unit::More);
        };
        self.state = State::Value;
        let inner = &cursor.input[token.open + 1..token.close];
        match self.frames.last_mut() {
            Some(Frame::Fields {
                node,
                slot,
                kind,
                last,
                whole,
                ..
            }) => {
                let fields = &projection.node(*node).fields;
                let found = if token.escaped() {
                    // Such keys are not remembered. The place of its value must not be taken for that of the key before.
                    *last = NONE;
                    let mut name = Vec::with_capacity(inner.len());
                    let unescaped = string::unescape(inner, &mut name);
                    debug_assert!(unescaped.is_ok(), "checked above");
                    fields.iter().position(|field| *field.name == *name)
                } else {
                    let id = self.keys.find(*kind, *last, inner);
                    *last = id;
                    let found = fields.iter().position(|field| *field.name == *inner);
                    if let Some(key) = self.keys.key_mut(id) {
                        key.resolve(inner, *node, projection);
                    }
                    found
                };
                let tracked = whole.then_some(*last);
                if let Some(index) = found {
                    if self.fate.is_undone(*node, &fields[index].name, projection) {
                        self.state = State::Again;
                        return Ok(Unit::Seen(()));
                    }
                    *slot = index as u32;
                    self.target = fields[index].node;
                    self.wanted = true;
                } else {
                    *slot = UNWANTED;
                    self.wanted = false;
                }
                if let Some(key) = tracked {
                    let (at, end) = (cursor.base + token.open as u64, cursor.base + token.close as u64 + 2);
                    let canonical = !token.escaped() && cursor.input[token.close + 1] == b':';
                    self.skip.trace.token(at, end, canonical);
                    self.track_key(key);
                }
            }
            Some(Frame::Members { node, kind, last, .. }) => {
                self.pending_keys.push(string_value(cursor, token, slots)?);
                *last = if token.escaped() {
                    NONE
                } else {
                    self.keys.find(*kind, *last, inner)
                };
                // The whole object is wanted, so are all its members, whatever is read of them besides; but the array
                // of a record pipeline is never kept.
                let records = projection
                    .node(*node)
                    .fields
                    .iter()
                    .find(|field| *field.name == *inner && projection.node(field.node).records.is_some());
                self.target = records.map_or(ANY_VALUE, |field| field.node);
                self.wanted = true;
            }
            _ => unreachable!("keys stand in objects"),
        }
        Ok(Unit::Seen(()))
    }
}

#[inline(always)]
fn string_value<S: Slots>(
    cursor: &Cursor<'_>,
    token: StringToken,
    slots: &mut S,
) -> Result<S::Value, WalkError<S::Error>> {
    let inner = &cursor.input[token.open + 1..token.close];
    if token.escaped() {
        slots.escaped_string(inner).map_err(WalkError::Slots)
    } else {
        Ok(slots.string(cursor.base + token.open as u64 + 1, inner))
    }
}
