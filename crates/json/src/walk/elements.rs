//! The elements of an array of which something is wanted, the fast way.

use super::cursor::Cursor;
use super::ordinary::{ahead, scalar};
use super::{Frame, Slots, State, WalkError, Walker};
use crate::number;
use crate::projection::Projection;

impl<V: Copy> Walker<V> {
    /// Elements of an array that are wanted, up to its end or a container.
    #[inline]
    pub(super) fn elements<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        let Some(&Frame::Elements { node, kind }) = self.frames.last() else {
            return Ok(());
        };
        let Some(element) = projection.node(node).elements else {
            return Ok(());
        };
        let skipped = projection.node(element).is_skipped();
        let origin = cursor.scanner.base;
        let Some(text) = cursor.input.get(origin..) else {
            return Ok(());
        };
        let offset = cursor.base + origin as u64;
        let tokens = cursor.scanner.tokens.as_slice();
        let mut next = cursor.scanner.cursor;
        while let Some(&[at, after, behind]) = ahead(tokens, next) {
            let (at, after, behind) = (at as usize, after as usize, behind as usize);
            let (value, separator, consumed);
            match text[at] {
                b'"' if text[after] == b'"' => {
                    (separator, consumed) = (behind, 3);
                    let inner = &text[at + 1..after];
                    value = if skipped {
                        slots.unread()
                    } else {
                        slots.string(offset + at as u64 + 1, inner)
                    };
                }
                b'{' | b'[' => {
                    cursor.scanner.cursor = next;
                    self.target = element;
                    self.wanted = true;
                    let kind = self.keys.elements(kind);
                    return self.inner(cursor, origin + at, kind, projection, slots);
                }
                byte => {
                    let Some(scalar) = scalar(text, at, after, false) else {
                        break;
                    };
                    (separator, consumed) = (after, 2);
                    value = match byte {
                        _ if skipped => slots.unread(),
                        b'n' => slots.null(),
                        b't' | b'f' => slots.boolean(byte == b't'),
                        _ => slots.number(number::parse(&text[at..scalar.end])),
                    };
                }
            }
            match text[separator] {
                b',' => {
                    // A text that ends behind a comma is the careful way's.
                    if tokens.len() <= next + consumed {
                        break;
                    }
                    slots.element(value);
                    next += consumed;
                    self.target = element;
                    self.wanted = true;
                    self.state = State::Value;
                }
                b']' => {
                    slots.element(value);
                    cursor.scanner.cursor = next + consumed;
                    return self.end_container(offset + separator as u64, slots);
                }
                _ => break,
            }
        }
        cursor.scanner.cursor = next;
        Ok(())
    }
}
