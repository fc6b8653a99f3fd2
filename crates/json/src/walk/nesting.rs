//! Containers inside containers, the fast way: how they begin and end, and what stands between their values.

use super::cursor::Cursor;
use super::keys::NONE;
use super::ordinary::ahead;
use super::{Frame, Slots, State, UNWANTED, WalkError, Walker};
use crate::projection::Projection;

impl<V: Copy> Walker<V> {
    /// Goes on behind a value, into arrays and out of containers; whether a key comes next.
    #[inline]
    pub(super) fn separator<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<bool, WalkError<S::Error>> {
        loop {
            match self.state {
                State::AfterValue => {}
                State::Key => return Ok(true),
                State::Value | State::FirstElement if matches!(self.frames.last(), Some(Frame::Elements { .. })) => {
                    self.elements(cursor, projection, slots)?;
                    if self.state == State::Value || self.state == State::FirstElement {
                        return Ok(false);
                    }
                    continue;
                }
                State::FirstKey => {
                    let Some(&[at]) = ahead(&cursor.scanner.tokens, cursor.scanner.cursor) else {
                        return Ok(false);
                    };
                    let quote = cursor.input.get(cursor.scanner.base + at as usize) == Some(&b'"');
                    if quote {
                        self.state = State::Key;
                    }
                    return Ok(quote);
                }
                _ => return Ok(false),
            }
            let Some(&[at]) = ahead(&cursor.scanner.tokens, cursor.scanner.cursor) else {
                return Ok(false);
            };
            let at = cursor.scanner.base + at as usize;
            let offset = cursor.base + at as u64;
            match (self.frames.last(), cursor.input[at]) {
                (Some(Frame::Fields { .. }), b',') => {
                    cursor.consume(1);
                    self.track(offset, offset + 1, true);
                    self.state = State::Key;
                }
                (Some(Frame::Fields { .. }), b'}') => {
                    cursor.consume(1);
                    self.end_container(offset, slots)?;
                }
                (Some(&Frame::Elements { .. }), b',') => {
                    // A text that ends behind a comma is the careful way's.
                    if ahead::<2>(&cursor.scanner.tokens, cursor.scanner.cursor).is_none() {
                        return Ok(false);
                    }
                    cursor.consume(1);
                    self.begin_element(offset, projection, slots);
                    self.state = State::Value;
                }
                (Some(&Frame::Elements { .. }), b']') => {
                    cursor.consume(1);
                    self.end_container(offset, slots)?;
                }
                _ => return Ok(false),
            }
        }
    }

    /// A container that is wanted begins: objects of which some fields are wanted are the usual ones.
    #[inline(always)]
    pub(super) fn inner<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        kind: u32,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        let node = projection.node(self.target);
        let fields = node.fields.len();
        let usual = cursor.input[at] == b'{' && fields > 0 && !node.open && !node.value;
        if !usual || self.frames.len() >= self.max_depth {
            return self.skipped(cursor, at, projection, slots);
        }
        cursor.consume(1);
        let (object, first) = slots.begin_fields(self.target, fields).map_err(WalkError::Slots)?;
        self.objects.push(object);
        self.frames.push(Frame::Fields {
            node: self.target,
            first,
            slot: UNWANTED,
            kind,
            last: NONE,
            whole: false,
        });
        self.state = State::FirstKey;
        Ok(())
    }

    /// Any other container begins. Most of them are passed over.
    #[inline(never)]
    pub(super) fn skipped<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        self.state = State::Value;
        self.container(cursor, at, projection, slots)?;
        if self.state == State::Skip {
            self.skip.run_ordinary(cursor, &mut self.keys);
            if self.skip.is_done() {
                self.end_skip(slots)?;
            }
        }
        Ok(())
    }
}
