//! HIR: what a callback means. Names are resolved, sugar is gone, every node knows where it came from.

mod copies;
pub mod lower;
pub mod print;

use std::collections::HashSet;
use std::sync::Arc;

use crate::source::Span;

pub use copies::{copied, left_out};

pub use crate::syntax::operator::{BinaryOp, LogicalOp, UnaryOp};

/// A text that stands where only V8 knows what its message says: the failure goes there.
pub const UNTOLD: &str = "?";

/// A compiled callback before anything is decided about how to run it.
#[derive(Clone, Debug)]
pub struct Hir {
    /// All functions; nested ones come after those that contain them.
    pub functions: Vec<Function>,
    /// How many [`Expr::id`]s were given out.
    pub expressions: u32,
    /// Names under which the text may put functions into objects: methods of its own.
    pub methods: HashSet<Arc<str>>,
    /// Whether it looks at the parameter that is the array of all records
    pub uses_array: bool,
    /// Whether it looks at the parameter that is the record's position
    pub uses_index: bool,
}

impl Hir {
    /// The callback itself.
    #[must_use]
    pub fn root(&self) -> &Function {
        &self.functions[0]
    }
}

/// Index into [`Hir::functions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FunctionId(pub u32);

/// Index into [`Function::locals`] of the function it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LocalId(pub u32);

/// A loop, switch or labelled block that `break` and `continue` can name; unique in its function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LabelId(pub u32);

/// Index into the stage's bindings: values of its env (or of `bindings`) that the source names freely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BindingId(pub u32);

/// One function of the callback's text.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name, or "" for an anonymous one
    pub name: Arc<str>,
    /// One local a parameter, in order. Patterns and defaults are statements at the start of the body.
    pub params: Vec<LocalId>,
    /// `...rest`
    pub rest: Option<LocalId>,
    /// Parameters, variables, captured variables and temporaries
    pub locals: Vec<Local>,
    /// Its statements. Falling off the end returns `undefined`.
    pub body: Vec<Stmt>,
    /// Where it stands
    pub span: Span,
    /// Its property `name`, where the text says what that is
    pub called: Option<Arc<str>>,
    /// Its property `length`
    pub length: u32,
    /// Whether it has a property `prototype`, where the text says so
    pub has_prototype: Option<bool>,
}

impl Function {
    /// Whether it does nothing but return its first argument.
    #[must_use]
    pub fn returns_first_parameter(&self) -> bool {
        let returned = match &*self.body {
            [Stmt::Return(Some(value))] => &value.kind,
            _ => return false,
        };
        matches!(returned, ExprKind::Local(local) if self.params.first() == Some(local))
    }
}

/// A variable.
#[derive(Clone, Debug)]
pub struct Local {
    /// Its name; "" for a temporary
    pub name: Arc<str>,
    /// Where it comes from
    pub origin: Origin,
    /// Assigned after its initialisation
    pub reassigned: bool,
    /// A `const`: assignments to it throw
    pub constant: bool,
    /// Captured by a nested function, and changed or initialised after the capture may have happened: it lives in a cell
    /// that all closures share. Otherwise closures copy its value.
    pub cell: bool,
    /// It may be read before its declaration has run (`let`/`const`/class semantics): reads must check.
    pub may_be_uninitialized: bool,
}

/// Where a local's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A parameter
    Parameter,
    /// `const`, `let`, `var`, a catch parameter, a temporary
    Variable,
    /// A variable of the function around this one
    Captured(LocalId),
    /// The function itself: the own name of a named function expression
    Itself,
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Stmt {
    /// A scope begins in which the local may be read or captured before its [`Stmt::Init`]: it holds nothing yet, and a
    /// [`Local::cell`] gets a fresh cell (parameters get theirs at entry). Init and assignments fill the cell that is there.
    Declare(LocalId),
    /// Initialises a local: `undefined` without a value.
    Init(LocalId, Option<Expr>),
    /// An expression for its effect
    Expr(Expr),
    /// `if`
    If {
        /// Condition
        test: Expr,
        /// Taken when truthy
        then: Vec<Stmt>,
        /// Taken otherwise
        otherwise: Vec<Stmt>,
    },
    /// `return`
    Return(Option<Expr>),
    /// A block that `break label` can leave
    Block {
        /// Its label
        label: LabelId,
        /// Its statements
        body: Vec<Stmt>,
    },
    /// `while`, `do`, `for(;;)`: `[body] update test`
    Loop {
        /// What break and continue name
        label: LabelId,
        /// Tested before the first iteration too (`while`, `for`), not for `do`
        test_first: bool,
        /// Goes on while truthy; `None` is forever
        test: Option<Expr>,
        /// `for`'s third part; `continue` goes here
        update: Option<Expr>,
        /// Its statements
        body: Vec<Stmt>,
        /// `let` variables of a `for` head that closures capture: each iteration has its own copy (cells only)
        per_iteration: Vec<LocalId>,
    },
    /// `for (… of iterable)`: `item` gets each value, the body begins with what the head declares
    ForOf {
        /// What break and continue name
        label: LabelId,
        /// A temporary
        item: LocalId,
        /// What is iterated
        iterable: Expr,
        /// V8's message if it is not iterable; "" where it describes the value instead
        text: Arc<str>,
        /// Its statements
        body: Vec<Stmt>,
    },
    /// `for (… in object)`: `key` gets each key as a string
    ForIn {
        /// What break and continue name
        label: LabelId,
        /// A temporary
        key: LocalId,
        /// Whose keys
        object: Expr,
        /// Its statements
        body: Vec<Stmt>,
    },
    /// `switch`
    Switch {
        /// What break names
        label: LabelId,
        /// What is compared
        discriminant: Expr,
        /// Cases in order; `None` is `default`
        cases: Vec<(Option<Expr>, Vec<Stmt>)>,
    },
    /// `break`
    Break(LabelId),
    /// `continue`
    Continue(LabelId),
    /// `throw`
    Throw(Expr),
    /// `try`
    Try {
        /// Guarded statements
        body: Vec<Stmt>,
        /// The catch parameter (a temporary that patterns are then taken from) and the handler
        handler: Option<(Option<LocalId>, Vec<Stmt>)>,
        /// `finally`
        finalizer: Option<Vec<Stmt>>,
    },
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Unique within the HIR: side tables (kinds, demands) are indexed by it.
    pub id: u32,
    /// Where it stands
    pub span: Span,
    /// What it is
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number
    Number(f64),
    /// A string, as WTF-8
    String(Arc<[u8]>),
    /// A regular expression literal
    RegExp {
        /// Between the slashes
        source: Arc<str>,
        /// Behind them
        flags: Arc<str>,
    },
    /// A variable
    Local(LocalId),
    /// A free name that the env or the bindings give
    Binding(BindingId),
    /// A built-in by its dotted name: `Math.max`, `Number`, `Math.PI`
    Global(Arc<str>),
    /// A template: texts (cooked, WTF-8) around values; one text more than values
    Template(Vec<Arc<[u8]>>, Vec<Expr>),
    /// A prefix operator
    Unary(UnaryOp, Box<Expr>),
    /// An operator of two values
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `&&`, `||`, `??`
    Logical(LogicalOp, Box<Expr>, Box<Expr>),
    /// `test ? then : otherwise`
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    /// `object.name`; `optional` is `?.`
    Member {
        /// Whose property
        object: Box<Expr>,
        /// Its name
        name: Arc<str>,
        /// `?.`
        optional: bool,
    },
    /// `object[index]`
    Index {
        /// Whose property
        object: Box<Expr>,
        /// Its key
        index: Box<Expr>,
        /// `?.[`
        optional: bool,
    },
    /// The extent of an optional chain: a `?.` inside that meets null or undefined ends it with `undefined`.
    Chain(Box<Expr>),
    /// A call
    Call {
        /// What is called
        callee: Callee,
        /// Its arguments
        arguments: Vec<Element>,
        /// `callee?.(…)`
        optional: bool,
        /// V8's message if the callee is no function; "" where it describes the value instead
        text: Arc<str>,
    },
    /// `new Name(…)` of a built-in
    New {
        /// The constructor's dotted name
        constructor: Arc<str>,
        /// Its arguments
        arguments: Vec<Element>,
    },
    /// `[…]`
    Array(Vec<Element>),
    /// `{…}`
    Object(Vec<PropertyDefinition>),
    /// A nested function
    Function(FunctionId),
    /// `target = value`
    Assign(Box<Target>, Box<Expr>),
    /// `target += value` and the like
    AssignOp(BinaryOp, Box<Target>, Box<Expr>),
    /// `target &&= value` and the like
    AssignLogical(LogicalOp, Box<Target>, Box<Expr>),
    /// `++` and `--`
    Update {
        /// +1 or -1
        delta: f64,
        /// The value before (`x++`) or after (`++x`)
        prefix: bool,
        /// What is changed
        target: Box<Target>,
    },
    /// `delete object.key`
    Delete(Box<Target>),
    /// `a, b`
    Sequence(Vec<Expr>),
    /// `value === undefined ? default : value`: defaults of patterns and parameters
    Default(Box<Expr>, Box<Expr>),
    /// The value itself, unless it is null or undefined: then V8's TypeError of a destructuring
    RequireCoercible {
        /// What is destructured
        value: Box<Expr>,
        /// The pattern's first property, where V8 names it: "Cannot destructure property 'a' of 'b' as it is undefined."
        property: Option<Arc<str>>,
        /// V8's rendering of the value
        text: Arc<str>,
    },
    /// The values an iterable gives, as an array: itself where it is an array already (nobody writes to it), else at most
    /// `limit` values. Array patterns read their elements from it.
    Elements {
        /// What is iterated
        value: Box<Expr>,
        /// How many are wanted; `None` is all
        limit: Option<u32>,
        /// V8's message if it is not iterable; "" where it describes the value instead
        text: Arc<str>,
        /// Whether code of the text runs between two elements
        interleaved: bool,
    },
    /// `array.slice(from)` of an array made by [`ExprKind::Elements`]: the rest of an array pattern
    ElementsRest(Box<Expr>, u32),
    /// A copy of an object without some keys: the rest of an object pattern. Keys are strings or computed keys' locals.
    ObjectRest(Box<Expr>, Vec<RestKey>),
    /// A computed key of a pattern, converted once
    ToPropertyKey(Box<Expr>),
}

/// A key that the rest of an object pattern leaves out.
#[derive(Clone, Debug)]
pub enum RestKey {
    /// A literal key
    Name(Arc<str>),
    /// A computed key, already converted by [`ExprKind::ToPropertyKey`]
    Local(LocalId),
}

/// What a call calls.
#[derive(Clone, Debug)]
pub enum Callee {
    /// Any function value
    Value(Box<Expr>),
    /// `object.name(…)`, `object?.name(…)`
    Method {
        /// The receiver
        object: Box<Expr>,
        /// Method name
        name: Arc<str>,
        /// `?.` before the name
        optional: bool,
    },
    /// `object[key](…)`
    IndexMethod {
        /// The receiver
        object: Box<Expr>,
        /// The method's key
        index: Box<Expr>,
        /// `?.[`
        optional: bool,
    },
    /// A built-in by its dotted name: `Math.max(…)`, `String(…)`
    Global(Arc<str>),
}

/// An element of an array literal or an argument.
#[derive(Clone, Debug)]
pub enum Element {
    /// A value
    Value(Expr),
    /// `...values`, with V8's message if it is not iterable ("" where it describes the value); for the last argument of a call
    /// that is the only one spread, V8's rendering of it
    Spread(Expr, Arc<str>),
    /// Nothing between two commas
    Hole,
}

/// A property of an object literal.
#[derive(Clone, Debug)]
pub enum PropertyDefinition {
    /// `name: value`
    Value(Arc<str>, Expr),
    /// `[key]: value`
    Computed(Expr, Expr),
    /// `...object`
    Spread(Expr),
}

/// What can be assigned to.
#[derive(Clone, Debug)]
pub enum Target {
    /// A variable
    Local(LocalId, Span),
    /// `object.name`
    Member(Expr, Arc<str>, Span),
    /// `object[index]`
    Index(Expr, Expr, Span),
}
