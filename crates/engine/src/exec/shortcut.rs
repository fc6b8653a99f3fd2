//! Shortcuts: what several instructions do together where all values are ordinary, without the steps in between.
//!
//! A shortcut stands before the instructions that it saves and changes nothing until it has its result. Where some value is
//! not what it hopes for, those instructions run as if it were not there: errors, conversions and everything rare are theirs.

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

/// How many values a formula sets aside at most.
pub const MAX_ASIDE: usize = 4;

/// Arithmetic over numbers, as steps that change one value.
pub type Formula = Box<[Step]>;

/// One step of a formula.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The value is this from now on
    Load(Operand),
    /// The value is set aside
    SetAside,
    /// The value and an operand
    With(Arithmetic, Operand),
    /// An operand and the value, which stands on the right
    Before(Arithmetic, Operand),
    /// What was set aside last, and the value
    Join(Arithmetic),
    /// A function of the value
    Function(fn(f64) -> f64),
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
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Arithmetic {
    #[inline(always)]
    fn of(self, x: f64, y: f64) -> f64 {
        match self {
            Arithmetic::Add => x + y,
            Arithmetic::Subtract => x - y,
            Arithmetic::Multiply => x * y,
            Arithmetic::Divide => x / y,
        }
    }
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
        let registers = self.registers.get(base..)?;
        let (mut value, mut aside, mut depth) = (0.0, [0.0; MAX_ASIDE], 0);
        let mut last: (ShapeId, &[Value]) = (ShapeId(0), &[]);
        for step in formula {
            let mut number = |operand: &Operand| {
                let found = match *operand {
                    Operand::Constant(number) => return Some(number),
                    Operand::Register(reg) => registers.get(usize::from(reg))?,
                    Operand::Field(reg, place) => {
                        last = self.fields(registers.get(usize::from(reg))?)?;
                        self.field(last.0, last.1, place)?
                    }
                    Operand::Again(place) => self.field(last.0, last.1, place)?,
                };
                match *found {
                    Value::Number(number) => Some(number),
                    _ => None,
                }
            };
            match step {
                Step::Load(operand) => value = number(operand)?,
                Step::SetAside => {
                    *aside.get_mut(depth)? = value;
                    depth += 1;
                }
                Step::With(op, operand) => value = op.of(value, number(operand)?),
                Step::Before(op, operand) => value = op.of(number(operand)?, value),
                Step::Join(op) => {
                    depth -= 1;
                    value = op.of(*aside.get(depth)?, value);
                }
                Step::Function(function) => value = function(value),
            }
        }
        Some(value)
    }
}
