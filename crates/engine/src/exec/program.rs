//! The program: flat code over registers, with its constants. Immutable, shared by all threads.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use crate::builtins::{self, Prototype};
use crate::ecma::Constructor;
use crate::hir::{BinaryOp, UnaryOp};
use crate::source::{Source, Span};
use crate::value::{BuiltinId, Shape, ShapeId, ShapeKey, Store, Value};

use super::order::Order;
use super::places::Places;
use super::shortcut::{Formula, Path, Place};

/// A register of the running function.
pub type Reg = u16;

/// Index into [`Program::names`].
pub type NameId = u32;

/// Index into [`Program::texts`]: renderings for error messages.
pub type TextId = u32;

/// A place in a function's code.
pub type Label = u32;

/// One instruction. `dst` receives the result; `first` and `count` name a run of registers.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "fields are explained once, above")]
pub enum Op {
    /// A constant
    Load { dst: Reg, constant: u32 },
    /// A copy
    Move { dst: Reg, src: Reg },
    /// A fresh cell for a variable that closures share, holding `undefined` or nothing yet
    NewCell { dst: Reg, initialized: bool },
    /// What a cell holds
    ReadCell { dst: Reg, cell: Reg },
    /// Changes what a cell holds
    WriteCell { cell: Reg, src: Reg },
    /// Throws a ReferenceError while a variable has no value yet
    CheckInitialized { src: Reg, name: TextId },
    /// `object.name`
    Member { dst: Reg, object: Reg, place: Place },
    /// `object.a.b` where each is an own field, and on elsewhere: see [`Path`]
    Path {
        dst: Reg,
        object: Reg,
        path: u32,
        to: Label,
    },
    /// Arithmetic where all are numbers, and on elsewhere: see [`Formula`]
    Formula { dst: Reg, formula: u32, to: Label },
    /// Puts what a formula gives into a field of an object, where all are numbers and it has the field, and on elsewhere
    Update {
        object: Reg,
        place: Place,
        formula: u32,
        to: Label,
    },
    /// What a formula comes to over the elements of an array, where all are numbers, and on elsewhere
    Fold {
        dst: Reg,
        array: Reg,
        initial: Reg,
        formula: u32,
        to: Label,
    },
    /// `object[index]`
    Index { dst: Reg, object: Reg, index: Reg },
    /// `object[index]` with an index of the text
    Element { dst: Reg, object: Reg, index: u32 },
    /// `object.name = src`
    SetMember { object: Reg, place: Place, src: Reg },
    /// `object[index] = src`
    SetIndex { object: Reg, index: Reg, src: Reg },
    /// `delete object.name`
    DeleteMember { dst: Reg, object: Reg, name: NameId },
    /// `delete object[index]`
    DeleteIndex { dst: Reg, object: Reg, index: Reg },
    /// A prefix operator
    Unary { op: UnaryOp, dst: Reg, src: Reg },
    /// An operator of two values of any kinds
    Binary {
        op: BinaryOp,
        dst: Reg,
        left: Reg,
        right: Reg,
    },
    /// An arithmetic or relational operator of two values known to be numbers
    NumberBinary {
        op: BinaryOp,
        dst: Reg,
        left: Reg,
        right: Reg,
    },
    /// An arithmetic or relational operator whose right side is a number of the text
    NumberConstant {
        op: BinaryOp,
        dst: Reg,
        left: Reg,
        right: f64,
    },
    /// Goes on elsewhere unless a relation holds
    JumpUnless {
        op: BinaryOp,
        left: Reg,
        right: Reg,
        to: Label,
    },
    /// Goes on elsewhere unless a relation with a number of the text holds
    JumpUnlessConstant {
        op: BinaryOp,
        left: Reg,
        right: f32,
        to: Label,
    },
    /// `left === constant`, where the constant is no object; negated for `!==`
    StrictEqConstant {
        dst: Reg,
        left: Reg,
        constant: u32,
        negate: bool,
    },
    /// `typeof src === constant`, where the constant is a string; negated for `!==`
    TypeofEqConstant {
        dst: Reg,
        src: Reg,
        constant: u32,
        negate: bool,
    },
    /// Goes on elsewhere unless `left === constant`, or unless `left !== constant` where negated
    JumpUnlessEqConstant {
        left: Reg,
        constant: u32,
        negate: bool,
        to: Label,
    },
    /// `left instanceof class`
    InstanceOf { dst: Reg, left: Reg, class: Constructor },
    /// ToNumeric, for `++` and `--`
    ToNumeric { dst: Reg, src: Reg },
    /// Goes on elsewhere
    Jump { to: Label },
    /// Goes on elsewhere if truthy
    JumpIfTrue { src: Reg, to: Label },
    /// Goes on elsewhere if falsy
    JumpIfFalse { src: Reg, to: Label },
    /// Goes on elsewhere if null or undefined
    JumpIfNullish { src: Reg, to: Label },
    /// Goes on elsewhere unless null or undefined
    JumpIfNotNullish { src: Reg, to: Label },
    /// Goes on elsewhere unless undefined
    JumpIfDefined { src: Reg, to: Label },
    /// Goes on elsewhere if it holds the written results of a record pipeline; throws what the pipeline threw
    JumpIfWritten { src: Reg, to: Label },
    /// The texts and values of a template, joined
    Template { dst: Reg, first: Reg, count: u16 },
    /// An object with the keys of a shape
    NewObject { dst: Reg, shape: ShapeId, first: Reg },
    /// `{}`
    NewDictionary { dst: Reg },
    /// Defines a property of a new object
    Define { object: Reg, name: NameId, src: Reg },
    /// Defines a property under a computed key
    DefineComputed { object: Reg, key: Reg, src: Reg },
    /// Copies own properties: `...source` in an object literal
    CopyProperties { object: Reg, source: Reg },
    /// `dst = { ...source }`, which will be given values for the keys of a shape
    CopyObject { dst: Reg, source: Reg, shape: ShapeId },
    /// `[…]`
    NewArray { dst: Reg, first: Reg, count: u16 },
    /// Appends an element to a new array
    Append { array: Reg, src: Reg },
    /// Appends what an iterable gives
    AppendAll {
        array: Reg,
        source: Reg,
        text: TextId,
        spread: Spread,
    },
    /// A closure over the registers in the `list`-th of [`Function::capture_lists`]
    Closure { dst: Reg, function: u32, list: u32 },
    /// Throws V8's TypeError if `object.name` cannot be read, before the arguments are evaluated
    CheckReceiver { object: Reg, name: NameId },
    /// `object.name(arguments)`
    CallMethod {
        dst: Reg,
        object: Reg,
        name: NameId,
        text: TextId,
        first: Reg,
        count: u16,
    },
    /// `object.name(...arguments)` with the arguments in an array
    CallMethodSpread {
        dst: Reg,
        object: Reg,
        name: NameId,
        text: TextId,
        arguments: Reg,
    },
    /// `callee(arguments)`
    CallValue {
        dst: Reg,
        callee: Reg,
        text: TextId,
        first: Reg,
        count: u16,
    },
    /// `callee(...arguments)`
    CallValueSpread {
        dst: Reg,
        callee: Reg,
        text: TextId,
        arguments: Reg,
    },
    /// `object[key](arguments)`
    CallIndex {
        dst: Reg,
        object: Reg,
        index: Reg,
        text: TextId,
        first: Reg,
        count: u16,
    },
    /// `object[key](...arguments)` with the arguments in an array
    CallIndexSpread {
        dst: Reg,
        object: Reg,
        index: Reg,
        text: TextId,
        arguments: Reg,
    },
    /// A built-in function
    CallBuiltin {
        dst: Reg,
        builtin: BuiltinId,
        first: Reg,
        count: u16,
    },
    /// A built-in function, with the arguments in an array
    CallBuiltinSpread {
        dst: Reg,
        builtin: BuiltinId,
        arguments: Reg,
    },
    /// Throws V8's TypeError of a destructuring if null or undefined
    RequireCoercible { src: Reg, property: TextId, text: TextId },
    /// The values of an iterable as an array; `interleaved` if the callback's code runs between two of them
    Elements {
        dst: Reg,
        src: Reg,
        limit: u32,
        text: TextId,
        interleaved: bool,
    },
    /// The elements from `from` on, as an array
    ElementsRest { dst: Reg, src: Reg, from: u32 },
    /// A copy of an object without the keys in `count` registers from `first`
    ObjectRest { dst: Reg, src: Reg, first: Reg, count: u16 },
    /// The same where the keys are known, as a shape
    RestWithout { dst: Reg, src: Reg, shape: ShapeId },
    /// ToPropertyKey
    ToPropertyKey { dst: Reg, src: Reg },
    /// Own and inherited enumerable keys of an object, as an array: for-in
    Keys { dst: Reg, src: Reg },
    /// The next of an object's listed keys that it still has, or on elsewhere behind the last: for-in
    NextKey {
        dst: Reg,
        object: Reg,
        keys: Reg,
        index: Reg,
        to: Label,
    },
    /// What for-of goes over: an array, Set or Map itself, or an array of what another iterable gives
    Iterable { dst: Reg, src: Reg, text: TextId },
    /// The next value of an array, Set or Map, which may change meanwhile, or on elsewhere behind the last: for-of
    Next {
        dst: Reg,
        values: Reg,
        index: Reg,
        to: Label,
    },
    /// A loop over the elements of an array begins, with its length, and behind it the position before the first; on elsewhere
    /// with anything else
    BeginLoop { array: Reg, length: Reg, to: Label },
    /// The next element of such a loop and its position, or on elsewhere behind the last; `holes` are elements, too
    NextElement {
        dst: Reg,
        array: Reg,
        length: Reg,
        to: Label,
        holes: bool,
    },
    /// An array with room for as many results, which nobody sees before the loop has ended; `filled` with holes
    NewResults { dst: Reg, length: Reg, filled: bool },
    /// The result for an element
    StoreResult { array: Reg, index: Reg, src: Reg },
    /// Appends a result, or the elements of one that is an array
    AppendFlat { array: Reg, src: Reg },
    /// The end of the function
    Return { src: Reg },
    /// `throw`
    Throw { src: Reg },
    /// Throws V8's TypeError of an assignment to a `const`
    ThrowConstant,
}

/// Where a spread stands: V8 words its errors differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// The last argument of a call, the only one that is spread: the text is the rendering of what is spread
    LastArgument,
    /// In an array literal, or any other argument: the text is the whole message, "" where V8 describes the value
    Inner,
}

/// No text: an optional [`TextId`].
pub const NO_TEXT: TextId = u32::MAX;
/// No limit of [`Op::Elements`].
pub const NO_LIMIT: u32 = u32::MAX;

/// Compiled code of one function.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, for listings
    pub name: Arc<str>,
    /// Which stage's source it comes from
    pub stage: u32,
    /// Its own source, where it is a function that the stage captured
    pub source: Option<Arc<Source>>,
    /// Parameters, in the first registers
    pub params: u16,
    /// The rest parameter comes right behind them
    pub rest: bool,
    /// Captured values, in the registers behind the parameters
    pub captures: u16,
    /// The register of its own name, if its body uses it
    pub itself: Option<Reg>,
    /// Registers it needs
    pub registers: u16,
    /// Its code
    pub code: Vec<Op>,
    /// Where each instruction comes from
    pub spans: Vec<Span>,
    /// `try` blocks, inner ones first
    pub handlers: Vec<Handler>,
    /// The registers that each closure made here captures
    pub capture_lists: Vec<Vec<Reg>>,
    /// What [`Op::Path`] follows
    pub paths: Vec<Path>,
    /// What [`Op::Formula`] evaluates
    pub formulas: Vec<Formula>,
    /// What it is as a comparator over keys, if it is one
    pub order: Option<Box<Order>>,
}

/// A guarded stretch of code.
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    /// First guarded instruction
    pub from: Label,
    /// One past the last
    pub to: Label,
    /// Where to go on
    pub target: Label,
    /// Receives what was thrown
    pub caught: Reg,
}

/// A property name, ready for look-up.
#[derive(Clone, Debug)]
pub struct Name {
    /// As a constant string
    pub string: crate::value::Str,
    /// Its bytes
    pub text: Box<[u8]>,
    /// What each prototype gives under this name, by [`Prototype`]'s number
    pub inherited: [Inherited; Prototype::COUNT],
}

/// What a built-in prototype gives under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inherited {
    /// Nothing
    Nothing,
    /// A method
    Method(BuiltinId),
    /// Something that only V8 knows
    Unknown,
}

impl Inherited {
    /// What a prototype gives under a name, without what it inherits from Object.prototype.
    #[must_use]
    pub fn of(prototype: Prototype, name: &[u8]) -> Inherited {
        let Ok(name) = std::str::from_utf8(name) else {
            return Inherited::Nothing;
        };
        match builtins::method(prototype, name) {
            Some(id) => Inherited::Method(id),
            None if builtins::is_inherited(prototype, name) => Inherited::Unknown,
            None => Inherited::Nothing,
        }
    }
}

/// Everything needed to run.
#[derive(Debug)]
pub struct Program {
    /// All functions of all stages
    pub functions: Vec<Function>,
    /// Constants by number
    pub constants: Vec<Value>,
    /// What constants point into
    pub store: Arc<Store>,
    /// Shapes of object literals and of projected objects
    pub shapes: Arc<[Shape]>,
    /// Property names
    pub names: Vec<Name>,
    /// Renderings for messages
    pub texts: Vec<Box<str>>,
    /// Where names lie in shapes
    pub places: Option<Places>,
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, function) in self.functions.iter().enumerate() {
            writeln!(
                f,
                "function {index} {}({} parameters, {} captures, {} registers)",
                function.name, function.params, function.captures, function.registers
            )?;
            for (at, op) in function.code.iter().enumerate() {
                writeln!(f, "  {at:>3}  {}", self.show(op))?;
            }
        }
        Ok(())
    }
}

impl Program {
    /// The slot of a name in a shape. Names are constants kept once, so shapes are searched by their place.
    #[inline(always)]
    #[must_use]
    pub fn slot(&self, shape: ShapeId, name: NameId) -> Option<u32> {
        match &self.places {
            Some(places) => places.slot(shape, name),
            None => self.search(shape, name),
        }
    }

    #[inline(never)]
    fn search(&self, shape: ShapeId, name: NameId) -> Option<u32> {
        let name = &self.names[name as usize].string;
        let same = |key: &ShapeKey| key.name.offset == name.offset && key.name.len == name.len;
        let slot = self.shapes[shape.0 as usize].keys.iter().position(same)?;
        Some(slot as u32)
    }

    /// An instruction as one line: the debug form with names and constants spelled out.
    fn show(&self, op: &Op) -> String {
        let mut line = format!("{op:?}").replace(" {", "").replace(" }", "");
        match *op {
            Op::Load { constant, .. }
            | Op::StrictEqConstant { constant, .. }
            | Op::TypeofEqConstant { constant, .. }
            | Op::JumpUnlessEqConstant { constant, .. } => {
                let value = self.constants[constant as usize];
                let _ = write!(line, "   ; {}", self.show_constant(value));
            }
            Op::Member {
                place: Place { name, .. },
                ..
            }
            | Op::SetMember {
                place: Place { name, .. },
                ..
            }
            | Op::Update {
                place: Place { name, .. },
                ..
            }
            | Op::Define { name, .. }
            | Op::DeleteMember { name, .. } => {
                let _ = write!(
                    line,
                    "   ; .{}",
                    String::from_utf8_lossy(&self.names[name as usize].text)
                );
            }
            Op::CallMethod { text, .. } | Op::CallMethodSpread { text, .. } | Op::CallValue { text, .. } => {
                let _ = write!(line, "   ; {}", self.texts[text as usize]);
            }
            Op::CallBuiltin { builtin, .. } | Op::CallBuiltinSpread { builtin, .. } => {
                let _ = write!(line, "   ; {}", builtins::get(builtin).name);
            }
            Op::NewObject { shape, .. } => {
                let keys = self.shapes[shape.0 as usize].keys.iter();
                let keys: Vec<_> = keys.map(|key| String::from_utf8_lossy(&key.text)).collect();
                let _ = write!(line, "   ; {{{}}}", keys.join(", "));
            }
            _ => {}
        }
        line
    }

    fn show_constant(&self, value: Value) -> String {
        match value {
            Value::String(s) => {
                let text = &self.store.text[s.offset as usize..][..s.len as usize];
                format!("{:?}", String::from_utf8_lossy(text))
            }
            Value::Object(r) => format!("{:?} constant", r.class),
            Value::Builtin(id) => builtins::get(id).name.to_owned(),
            Value::Number(n) => n.to_string(),
            other => format!("{other:?}").to_lowercase(),
        }
    }
}
