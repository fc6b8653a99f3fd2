//! How containers end: where their values go, and which container goes on.

use super::Step;
use crate::walk::{Frame, Slots, State, UNWANTED, WalkError, Walker};

impl<V: Copy> Walker<V> {
    /// The innermost object is complete, by the brace there.
    #[inline(always)]
    pub(super) fn leave_object<const WHOLE: bool, S: Slots<Value = V>>(
        &mut self,
        at: u64,
        slots: &mut S,
    ) -> Result<Step, WalkError<S::Error>> {
        let Some(Frame::Fields { object, .. }) = self.frames.pop() else {
            unreachable!("it is the innermost container")
        };
        if WHOLE {
            self.end_whole(object, at, slots)?;
        }
        self.give(slots, |slots| slots.object(object))
    }

    /// The innermost array is complete.
    #[inline(always)]
    pub(super) fn leave_array<S: Slots<Value = V>>(&mut self, slots: &mut S) -> Result<Step, WalkError<S::Error>> {
        self.frames.pop();
        let array = slots.end_elements().map_err(WalkError::Slots)?;
        self.give(slots, |slots| slots.array(array))
    }

    /// A container that was inside the innermost one is complete.
    #[inline(always)]
    pub(super) fn give<S: Slots<Value = V>>(
        &mut self,
        slots: &mut S,
        value: impl Fn(&mut S) -> V,
    ) -> Result<Step, WalkError<S::Error>> {
        self.state = State::AfterValue;
        match self.frames.last() {
            Some(&Frame::Fields { first, slot, .. }) => {
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
    pub(super) fn give_elsewhere<S: Slots<Value = V>>(
        &mut self,
        value: V,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        self.complete(value, slots)
    }
}
