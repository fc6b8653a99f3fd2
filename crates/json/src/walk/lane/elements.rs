//! Elements of an array, one after the other.

use super::scalar::scalar_value;
use super::{Step, Text};
use crate::projection::{NodeId, Projection};
use crate::walk::ordinary::{ahead, is_scalar};
use crate::walk::{Slots, State, WalkError, Walker};

impl<V: Copy> Walker<V> {
    /// The elements of the innermost array, up to a container or its end.
    #[inline(always)]
    pub(super) fn elements<S: Slots<Value = V>>(
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
            } else if scalar_value::<false, S>(bytes, (byte, at, after), slots, |slots, value| slots.element(value))
                .is_none()
            {
                return Ok(Step::Careful);
            }
            *next += consumed;
            if is_last {
                return self.leave_array(slots);
            }
        }
    }
}
