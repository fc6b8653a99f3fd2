//! Constructs that never compile: the one list of their names and what to do instead.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// A construct that runs in V8 or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    This,
    Super,
    Arguments,
    NewTarget,
    Import,
    ImportMeta,
    Await,
    Yield,
    Class,
    Accessor,
    TaggedTemplate,
    PrivateName,
    Eval,
    With,
    Debugger,
    BigInt,
    Jsx,
    TypeScript,
    AsyncFunction,
    Generator,
    AsyncCallback,
    GeneratorCallback,
    AccessorCallback,
    ClassCallback,
    NativeCallback,
    EmptyCallback,
    NotAFunction,
    PrototypeProperty,
    Using,
    LegacyOctal,
    InvalidTemplate,
    TooDeep,
    TooLarge,
}

impl Refused {
    /// What was found, and how to mend it.
    fn text(self) -> (&'static str, &'static str) {
        match self {
            Refused::This => (
                "`this` has no value in a compiled callback",
                "read what it holds from the third parameter (env)",
            ),
            Refused::Super => (
                "`super` has no meaning in a compiled callback",
                "write a plain function",
            ),
            Refused::Arguments => (
                "`arguments` is not supported",
                "name the parameters, or take them as (...rest)",
            ),
            Refused::NewTarget => (
                "`new.target` is not supported",
                "a callback is never called with `new`: remove it",
            ),
            Refused::Import => (
                "`import()` is not supported: a callback is a synchronous, pure function of its record",
                "import the module outside and hand over what the callback needs",
            ),
            Refused::ImportMeta => (
                "`import.meta` is not supported",
                "read it outside and hand the value over",
            ),
            Refused::Await => (
                "`await` is not supported: a callback is a synchronous, pure function of its record",
                "await before the run and hand the value over",
            ),
            Refused::Yield => (
                "`yield` is not supported",
                "collect the values in an array and return it",
            ),
            Refused::Class => (
                "a class inside a callback is not supported",
                "use object literals and functions",
            ),
            Refused::Accessor => (
                "getters and setters in object literals are not supported",
                "compute the value: `name: value`",
            ),
            Refused::TaggedTemplate => (
                "tagged templates are not supported",
                "call a function or write a plain template",
            ),
            Refused::PrivateName => ("private names are not supported", "use an ordinary property"),
            Refused::Eval => ("`eval` is not supported", "write the code out"),
            Refused::With => ("`with` is not supported", "name the object at each use"),
            Refused::Debugger => ("`debugger` is not supported", "remove it"),
            Refused::BigInt => (
                "BigInt literals are not supported",
                "use numbers, or strings for large ids",
            ),
            Refused::Jsx => ("JSX is not supported", "return data, and render it elsewhere"),
            Refused::TypeScript => (
                "TypeScript syntax is not supported",
                "compile the callback to JavaScript first",
            ),
            Refused::AsyncFunction => (
                "an async function inside a callback is not supported",
                "make the function synchronous",
            ),
            Refused::Generator => (
                "a generator inside a callback is not supported",
                "collect the values in an array and return it",
            ),
            Refused::AsyncCallback => (
                "the callback is an async function: its result would be a promise",
                "make it synchronous: load what it awaits before the run and pass it as env or bindings",
            ),
            Refused::GeneratorCallback => (
                "the callback is a generator function: its result would be an iterator",
                "return an array, or use flatMap",
            ),
            Refused::AccessorCallback => ("the callback is a getter or setter", "pass a plain function"),
            Refused::ClassCallback => ("the callback is a class", "pass a plain function"),
            Refused::NativeCallback => (
                "the callback is a native or bound function: it has no source to compile",
                "wrap it: `record => fn(record)`, or pass the function that was bound and give its values as env",
            ),
            Refused::EmptyCallback => (
                "the callback returns nothing: its body is empty",
                "return a value; if a bundler or a mock emptied the function, pass the real one",
            ),
            Refused::NotAFunction => ("the source is not a function", "pass a function"),
            Refused::PrototypeProperty => (
                "`__proto__: value` sets the prototype of the object",
                "write `['__proto__']: value` for a property of that name, or leave it out",
            ),
            Refused::Using => ("`using` declarations are not supported", "use `const`"),
            Refused::LegacyOctal => (
                "octal literals of this form mean different things in strict and sloppy code",
                "write 0o17 or a decimal number",
            ),
            Refused::InvalidTemplate => ("the template holds an invalid escape", "escape the backslash"),
            Refused::TooDeep => (
                "the callback is nested too deeply",
                "split it into functions or statements",
            ),
            Refused::TooLarge => (
                "the callback is too large to compile",
                "move tables of data into env or bindings",
            ),
        }
    }

    /// The diagnostic for a place.
    pub fn at(self, span: Span) -> Diagnostic {
        let (message, help) = self.text();
        Diagnostic::new(span, message, help)
    }
}
