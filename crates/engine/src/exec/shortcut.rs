//! Shortcuts: what several instructions do together where all values are ordinary, without the steps in between.
//!
//! A shortcut stands before the instructions that it saves and changes nothing until it has its result. Where some value is
//! not what it hopes for, those instructions run as if it were not there: errors, conversions and everything rare are theirs.

use crate::ecma;
use crate::value::{Class, Object, ShapeId, Value};

use super::machine::Machine;
use super::program::{NameId, Reg};

/// A name, and where it probably lies: a guess that is checked.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The name
    pub name: NameId,
    /// The shape of most objects that are seen here
    pub shape: u16,
    /// The name's slot in it
    pub slot: u16,
}

/// No guess.
const NO_SHAPE: u16 = u16::MAX;

impl Place {
    /// A name of which nothing is known.
    #[must_use]
    pub fn of(name: NameId) -> Place {
        Place {
            name,
            shape: NO_SHAPE,
            slot: 0,
        }
    }
}

/// `object.a.b`, perhaps with the length of an array or string at its end.
#[derive(Clone, Debug)]
pub struct Path {
    /// The names
    pub places: Box<[Place]>,
    /// Whether the last step is the length of an array or string
    pub length: bool,
}

/// Longer arrays are gone over by their loop.
const MAX_FOLDED: usize = 1 << 16;

/// How many values a formula sets aside at most.
pub const MAX_ASIDE: usize = 4;

/// Arithmetic over numbers, as steps that change one value.
pub type Formula = Box<[Step]>;

/// One step of a formula.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// What is done with the value
    pub action: Action,
    /// The other number that takes part in it
    pub operand: Operand,
}

/// What a step does with the value and its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The operand is the value from now on
    Load,
    /// The same, after the value was set aside
    Push,
    /// value + operand
    Add,
    /// value - operand
    Subtract,
    /// operand - value
    SubtractFrom,
    /// value * operand
    Multiply,
    /// value / operand
    Divide,
    /// operand / value
    DivideInto,
    /// value % operand
    Remainder,
    /// -value
    Negate,
}

/// Where a formula finds a number.
#[derive(Clone, Copy, Debug)]
pub enum Operand {
    /// In a register
    Register(Reg),
    /// A number of the text
    Constant(f64),
    /// In a field of an object
    Field(Reg, Place),
    /// In another field of the object that was looked at last
    Again(Place),
    /// What was set aside last
    Aside,
    /// What the elements before have come to: only in [`super::program::Op::Fold`], as are the next two
    Carried,
    /// The element
    Element,
    /// In a field of the element
    OfElement(Place),
}

/// What changes from one element of a fold to the next.
struct Turn<'a> {
    carried: f64,
    element: &'a Value,
}

impl Machine<'_, '_> {
    /// An own property that lies in a slot: the commonest case of [`Machine::get_name`].
    #[inline(always)]
    pub(super) fn own_slot<'a>(&'a self, object: &Value, place: Place) -> Option<&'a Value> {
        let (shape, fields) = self.fields(object)?;
        self.field(shape, fields, place)
    }

    /// The shape of an object and its fields, which the shape counts.
    #[inline(always)]
    fn fields<'a>(&'a self, object: &Value) -> Option<(ShapeId, &'a [Value])> {
        let Value::Object(r) = object else { return None };
        self.heap.fields(*r)
    }

    /// A field that is there.
    #[inline(always)]
    fn field<'a>(&'a self, shape: ShapeId, fields: &'a [Value], place: Place) -> Option<&'a Value> {
        let slot = if shape.0 == u32::from(place.shape) {
            usize::from(place.slot)
        } else {
            self.program.slot(shape, place.name)? as usize
        };
        let value = fields.get(slot)?;
        (!matches!(value, Value::Absent | Value::Unread)).then_some(value)
    }

    /// `object.name = value` where an own property lies in a slot. False, and nothing changed, in any other case.
    #[inline(always)]
    pub(super) fn replace(&mut self, object: &Value, place: Place, value: Value) -> bool {
        let Value::Object(r) = *object else { return false };
        let program = self.program;
        let slot = |shape: ShapeId| {
            if shape.0 == u32::from(place.shape) {
                Some(u32::from(place.slot))
            } else {
                program.slot(shape, place.name)
            }
        };
        r.class == Class::Plain && self.heap.replace_named(r, slot, value)
    }

    /// What a path leads to.
    #[inline(always)]
    pub(super) fn follow(&self, object: &Value, path: &Path) -> Option<Value> {
        let mut value = object;
        for &place in &path.places {
            value = self.own_slot(value, place)?;
        }
        if !path.length {
            return Some(*value);
        }
        match value {
            Value::Object(r) if r.class == Class::Array => match self.heap.peek_at(*r) {
                Object::Array { len, .. } => Some(Value::Number(f64::from(*len))),
                _ => None,
            },
            Value::String(s) if s.ascii => Some(Value::Number(f64::from(s.len))),
            _ => None,
        }
    }

    /// What a formula gives; `base` is where the function's registers begin.
    #[inline]
    pub(super) fn evaluate(&self, base: usize, formula: &[Step]) -> Option<f64> {
        let turn = Turn {
            carried: 0.0,
            element: &Value::Undefined,
        };
        self.go_through(self.registers.get(base..)?, formula, &turn)
    }

    /// What a formula comes to over the elements of an array.
    #[inline]
    pub(super) fn fold(&mut self, base: usize, array: Reg, initial: Reg, formula: &[Step]) -> Option<f64> {
        let registers = self.registers.get(base..)?;
        let (Value::Object(array), &Value::Number(initial)) =
            (registers.get(usize::from(array))?, registers.get(usize::from(initial))?)
        else {
            return None;
        };
        let elements = self.heap.array_slots(*array)?;
        // Where steps run out, and when to stop, is said by the loop itself.
        let left = self.steps.checked_sub(elements.len() as u64)?;
        if elements.len() > MAX_FOLDED {
            return None;
        }
        let mut turn = Turn {
            carried: initial,
            element: &Value::Undefined,
        };
        for element in elements {
            // Loops pass over holes.
            if matches!(element, Value::Absent) {
                return None;
            }
            turn.element = element;
            turn.carried = self.go_through(registers, formula, &turn)?;
        }
        self.steps = left;
        Some(turn.carried)
    }

    #[inline(always)]
    fn go_through(&self, registers: &[Value], formula: &[Step], turn: &Turn<'_>) -> Option<f64> {
        let (mut value, mut aside, mut depth) = (0.0, [0.0; MAX_ASIDE], 0);
        let mut last: (ShapeId, &[Value]) = (ShapeId(0), &[]);
        for step in formula {
            let found = match step.operand {
                Operand::Constant(number) => Ok(number),
                Operand::Carried => Ok(turn.carried),
                Operand::Aside => {
                    depth -= 1;
                    Ok(*aside.get(depth)?)
                }
                Operand::Register(reg) => Err(registers.get(usize::from(reg))?),
                Operand::Element => Err(turn.element),
                Operand::Field(reg, place) => {
                    last = self.fields(registers.get(usize::from(reg))?)?;
                    Err(self.field(last.0, last.1, place)?)
                }
                Operand::OfElement(place) => {
                    last = self.fields(turn.element)?;
                    Err(self.field(last.0, last.1, place)?)
                }
                Operand::Again(place) => Err(self.field(last.0, last.1, place)?),
            };
            let number = match found {
                Ok(number) | Err(&Value::Number(number)) => number,
                Err(_) => return None,
            };
            value = match step.action {
                Action::Load => number,
                Action::Push => {
                    *aside.get_mut(depth)? = value;
                    depth += 1;
                    number
                }
                Action::Add => value + number,
                Action::Subtract => value - number,
                Action::SubtractFrom => number - value,
                Action::Multiply => value * number,
                Action::Divide => value / number,
                Action::DivideInto => number / value,
                Action::Remainder => ecma::remainder_of(value, number),
                Action::Negate => -value,
            };
        }
        Some(value)
    }
}
