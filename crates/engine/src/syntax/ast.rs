//! The callback as written: a small tree of our own, without what is refused. Parentheses are gone.

use std::sync::Arc;

use crate::source::Span;

pub use super::operator::{BinaryOp, LogicalOp, UnaryOp};

/// A function: the callback, or one inside it.
#[derive(Clone, Debug)]
pub struct Function {
    /// From its first to its last character
    pub span: Span,
    /// The name behind `function`
    pub name: Option<Arc<str>>,
    /// What its property `name` is: its own name, or that of what it is assigned to; `None` where the text does not say
    pub called: Option<Arc<str>>,
    /// `=>`, which cannot refer to itself by name
    pub arrow: bool,
    /// No method and no arrow: it has a property `prototype`
    pub plain: bool,
    /// Parameters in order
    pub params: Vec<Param>,
    /// `...rest`
    pub rest: Option<Pattern>,
    /// Its statements; an arrow's expression is one `return`
    pub body: Vec<Stmt>,
    /// How many V8 keeps of them, which shows in how messages name a call of it
    pub statements: usize,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// Where it stands
    pub span: Span,
    /// What it binds
    pub pattern: Pattern,
    /// `= value`
    pub default: Option<Expr>,
}

/// What a declaration, a parameter or an assignment binds.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A variable
    Name(Name),
    /// `{ a, b: c = 1, ...rest }`
    Object {
        /// Where it stands
        span: Span,
        /// Properties in order
        properties: Vec<PatternProperty>,
        /// `...rest`
        rest: Option<Box<Pattern>>,
    },
    /// `[a, , b = 1, ...rest]`
    Array {
        /// Where it stands
        span: Span,
        /// Elements in order; `None` skips one
        elements: Vec<Option<PatternElement>>,
        /// `...rest`
        rest: Option<Box<Pattern>>,
    },
    /// `object.name`, `object[key]`: only in assignments
    Place(Box<Expr>),
}

impl Pattern {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Pattern::Name(name) => name.span,
            Pattern::Object { span, .. } | Pattern::Array { span, .. } => *span,
            Pattern::Place(place) => place.span,
        }
    }
}

/// An identifier in its place.
#[derive(Clone, Debug)]
pub struct Name {
    /// The identifier
    pub text: Arc<str>,
    /// Where it stands
    pub span: Span,
}

/// A pattern with its default.
#[derive(Clone, Debug)]
pub struct PatternElement {
    /// What it binds
    pub pattern: Pattern,
    /// `= value`
    pub default: Option<Expr>,
}

/// `key: pattern = default`
#[derive(Clone, Debug)]
pub struct PatternProperty {
    /// Which property
    pub key: Key,
    /// Where it stands
    pub span: Span,
    /// What it binds
    pub element: PatternElement,
}

/// A property's key.
#[derive(Clone, Debug)]
pub enum Key {
    /// `name`, `'name'`, `1`: as a property name
    Static(Arc<str>),
    /// `[key]`, and literal keys that are no Unicode text
    Computed(Expr),
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// Where it stands
    pub span: Span,
    /// What it is
    pub kind: StmtKind,
}

/// What a statement is.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are ECMAScript's")]
pub enum StmtKind {
    Expr(Expr),
    Declare(DeclarationKind, Vec<Declarator>),
    Function(Function),
    Return(Option<Expr>),
    If(Expr, Box<Stmt>, Option<Box<Stmt>>),
    Block(Vec<Stmt>),
    For {
        init: Option<Box<Stmt>>,
        test: Option<Expr>,
        update: Option<Expr>,
        body: Box<Stmt>,
    },
    ForOf {
        head: ForHead,
        iterable: Expr,
        body: Box<Stmt>,
    },
    ForIn {
        head: ForHead,
        object: Expr,
        body: Box<Stmt>,
    },
    While(Expr, Box<Stmt>),
    DoWhile(Box<Stmt>, Expr),
    Switch(Expr, Vec<(Option<Expr>, Vec<Stmt>)>),
    Break(Option<Name>),
    Continue(Option<Name>),
    Label(Name, Box<Stmt>),
    Throw(Expr),
    Try {
        body: Vec<Stmt>,
        handler: Option<(Option<Pattern>, Vec<Stmt>)>,
        finalizer: Option<Vec<Stmt>>,
    },
    Empty,
}

/// What a `for … of` or `for … in` gives each value to.
#[derive(Clone, Debug)]
pub enum ForHead {
    /// `const x`
    Declare(DeclarationKind, Pattern),
    /// `x`, `o.x`
    Assign(Pattern),
}

/// `var`, `let` or `const`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the keywords")]
pub enum DeclarationKind {
    Var,
    Let,
    Const,
}

/// One declared pattern.
#[derive(Clone, Debug)]
pub struct Declarator {
    /// What it binds
    pub pattern: Pattern,
    /// `= value`
    pub init: Option<Expr>,
    /// Whether the value stands in parentheses: V8's error texts differ
    pub parenthesized: bool,
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands
    pub span: Span,
    /// What it is
    pub kind: ExprKind,
}

impl Expr {
    /// An expression in its place.
    #[must_use]
    pub fn new(span: Span, kind: ExprKind) -> Expr {
        Expr { span, kind }
    }
}

/// What an expression is.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the names are ECMAScript's")]
pub enum ExprKind {
    Null,
    Bool(bool),
    Number(f64),
    /// WTF-8
    String(Arc<[u8]>),
    RegExp {
        source: Arc<str>,
        flags: Arc<str>,
    },
    /// Texts (cooked, WTF-8) around values; one text more than values
    Template(Vec<Arc<[u8]>>, Vec<Expr>),
    Name(Arc<str>),
    /// `None` is a hole
    Array(Vec<Option<Element>>),
    Object(Vec<Property>),
    Function(Box<Function>),
    Unary(UnaryOp, Box<Expr>),
    Delete(Box<Expr>),
    Update {
        delta: f64,
        prefix: bool,
        target: Box<Expr>,
    },
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    Logical(LogicalOp, Box<Expr>, Box<Expr>),
    Conditional(Box<Expr>, Box<Expr>, Box<Expr>),
    Assign(AssignOp, Box<Pattern>, Box<Expr>),
    Sequence(Vec<Expr>),
    Member {
        object: Box<Expr>,
        name: Arc<str>,
        optional: bool,
    },
    Index {
        object: Box<Expr>,
        index: Box<Expr>,
        optional: bool,
    },
    /// The extent of an optional chain
    Chain(Box<Expr>),
    Call {
        callee: Box<Expr>,
        arguments: Vec<Element>,
        optional: bool,
    },
    New {
        callee: Box<Expr>,
        arguments: Vec<Element>,
    },
}

/// An argument or an element of an array literal.
#[derive(Clone, Debug)]
pub enum Element {
    /// A value
    Value(Expr),
    /// `...values`
    Spread(Expr),
}

/// A property of an object literal.
#[derive(Clone, Debug)]
pub enum Property {
    /// `key: value`, also shorthand and methods
    Value(Key, Expr),
    /// `...object`
    Spread(Expr),
}

/// `=` and its compounds
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignOp {
    /// `=`
    Plain,
    /// `+=` and the like
    Binary(BinaryOp),
    /// `&&=`, `||=`, `??=`
    Logical(LogicalOp),
}
