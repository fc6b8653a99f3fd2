//! Where the keys of shapes lie: a table, so that reading a property searches nothing.

use super::program::{Name, NameId};
use crate::value::{Shape, ShapeId};

/// Larger programs search: their table would be longer than what it saves.
const MAX_ENTRIES: usize = 1 << 16;

/// No such key.
const NONE: u16 = u16::MAX;

/// The slot of each name in each shape.
#[derive(Debug)]
pub struct Places {
    slots: Vec<u16>,
    names: usize,
}

impl Places {
    /// The places of all names in all shapes of a program; none where there are too many.
    #[must_use]
    pub fn of(shapes: &[Shape], names: &[Name]) -> Option<Places> {
        let narrow = shapes.iter().all(|shape| shape.keys.len() < usize::from(NONE));
        if !narrow || shapes.len() * names.len() > MAX_ENTRIES {
            return None;
        }
        let mut slots = Vec::with_capacity(shapes.len() * names.len());
        for shape in shapes {
            let slot = |name: &Name| shape.slot(&name.text).map_or(NONE, |slot| slot as u16);
            slots.extend(names.iter().map(slot));
        }
        Some(Places {
            slots,
            names: names.len(),
        })
    }

    /// The slot of a name.
    #[inline(always)]
    #[must_use]
    pub fn slot(&self, shape: ShapeId, name: NameId) -> Option<u32> {
        let slot = *self.slots.get(shape.0 as usize * self.names + name as usize)?;
        (slot != NONE).then_some(u32::from(slot))
    }
}
