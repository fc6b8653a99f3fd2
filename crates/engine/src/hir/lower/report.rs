//! What lowering can find: the one list of its messages.

use super::{Callback, Lower, globals};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

impl Lower<'_> {
    /// How to hand a value to this callback.
    fn how_to_give(&self, name: &str) -> String {
        let (method, parameters) = match self.scope.kind {
            Callback::Mill => return format!("pass it as a binding: mill(transform, {{ bindings: {{ {name} }} }})"),
            Callback::Helper => return format!("bind it where the function is captured: bind(fn, {{ {name} }})"),
            Callback::Filter => ("filter", "record, index"),
            Callback::Map => ("map", "record, index"),
            Callback::FlatMap => ("flatMap", "record, index"),
            Callback::Comparator => ("sort", "a, b"),
            Callback::Reducer => ("reduce", "accumulator, record, index"),
            Callback::Key => ("distinct", "record, index"),
            Callback::Group | Callback::SortKey => {
                let call = match self.scope.kind {
                    Callback::Group => "groupBy(key, aggregates",
                    _ => "sortBy(key, direction",
                };
                return format!(
                    "pass it as env: .{call}, {{ {name} }}), and read it from the last parameter, \
                     (record, index, {{ {name} }}) => …, which also survives minifiers"
                );
            }
        };
        let initial = if self.scope.kind == Callback::Reducer {
            "initial, "
        } else {
            ""
        };
        format!(
            "pass it as env: .{method}(callback, {initial}{{ {name} }}), and read it from the last parameter, \
             ({parameters}, {{ {name} }}) => …, which also survives minifiers"
        )
    }

    /// Says in each report of a missing name how to give all of them: nobody wants to find them one by one.
    pub(super) fn give_all_at_once(&mut self) {
        let names: Vec<&str> = self.missing.iter().map(|(name, _)| &**name).collect();
        if names.len() < 2 {
            return;
        }
        let all = names.join(", ");
        for (name, at) in self.missing.clone() {
            self.errors[at].help = self.how_to_find(&name, &all);
        }
    }

    /// How to come by a missing name, where `all` are missing.
    fn how_to_find(&self, name: &str, all: &str) -> String {
        let give = self.how_to_give(all);
        if globals::names_an_import(name) {
            return format!(
                "`{name}` is what a build tool calls an import, so what is bound goes by that name. {}",
                capitalized(&give)
            );
        }
        match globals::build_tool_of(name) {
            Some(tool) => format!("{tool} wrote `{name}` for an older target: build for ES2020 or newer, or {give}"),
            None => give,
        }
    }

    /// A name that nothing gives.
    pub(super) fn free_variable(&self, name: &str, span: Span) -> Diagnostic {
        Diagnostic::new(
            span,
            format!("free variable `{name}`: its value is not in the source"),
            self.how_to_find(name, name),
        )
    }

    /// A global that reaches outside.
    pub(super) fn impure_global(&self, name: &str, span: Span) -> Diagnostic {
        let help = match name {
            "Promise" => {
                "a callback is synchronous: load what it needs before the run and pass it as env or bindings".into()
            }
            "console" => "remove it, or log from the results".into(),
            _ => format!(
                "read what the callback needs before the run. {}",
                capitalized(&self.how_to_give("value"))
            ),
        };
        Diagnostic::new(
            span,
            format!("impure global `{name}`: it reaches outside the record"),
            help,
        )
    }

    /// A built-in that gives another answer each time.
    pub(super) fn not_repeatable(&self, what: &str, span: Span) -> Diagnostic {
        let help = format!(
            "take it once, before the run. {}",
            capitalized(&self.how_to_give("now"))
        );
        Diagnostic::new(
            span,
            format!("`{what}` is not repeatable: each run would give another answer"),
            help,
        )
    }

    /// A write to something outside.
    pub(super) fn outer_write(&self, name: &str, span: Span) -> Diagnostic {
        Diagnostic::new(
            span,
            format!("write to `{name}`, which lies outside the callback"),
            "return the value instead; to accumulate over records use reduce or groupBy",
        )
    }

    /// A rest parameter that holds the array.
    pub(super) fn array_parameter(&self, span: Span) -> Diagnostic {
        Diagnostic::new(
            span,
            "a rest parameter that holds the array of all records",
            "name the parameters that the callback needs: (record, index)",
        )
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub(super) fn write_to_given(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        format!("change of `{name}`: env, params and bindings are read-only snapshots"),
        "copy it first: [...list], { ...object }, new Set(set)",
    )
}

pub(super) fn write_to_global(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        format!("write to the built-in `{name}`"),
        "use a variable of the callback",
    )
}

pub(super) fn write_to_own_name(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        format!("assignment to `{name}`, the function's own name: strict code throws and sloppy code does not"),
        "use another variable",
    )
}

pub(super) fn read_before_declaration(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        format!("`{name}` is read before its declaration has run"),
        "rename one of the two variables",
    )
}

pub(super) fn block_function(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        format!("`{name}` names a function declared in a block: strict and sloppy code see different things here"),
        "declare the function at the top of the callback, or as `const f = () => …`",
    )
}

pub(super) fn user_class(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "`new` of something that is no built-in class",
        "return an object literal instead",
    )
}

pub(super) fn detached_chain_call(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "a call of a parenthesised optional chain",
        "drop the parentheses: object?.method(…)",
    )
}

pub(super) fn delete_of_no_property(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "`delete` of something that is no plain property",
        "write `delete object.name` or `delete object[key]`",
    )
}

pub(super) fn write_to_constructor(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "a write to `constructor`, which methods of arrays consult",
        "give the property another name",
    )
}

pub(super) fn sparse_array(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "a write far behind the end of an array",
        "use an object or a Map for sparse data",
    )
}

pub(super) fn names_of_global(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "the names of all properties of a built-in, which differ from version to version",
        "write down the names that are meant",
    )
}

pub(super) fn assign_to_primitive(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "`Object.assign` to a primitive, which makes an object that wraps it",
        "assign to an object",
    )
}

pub(super) fn no_such_label(span: Span) -> Diagnostic {
    Diagnostic::new(span, "no loop, switch or label to leave here", "check the label")
}

pub(super) fn parameter_redeclared(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        format!(
            "`{name}` is a parameter and a variable in a function whose parameters have defaults: there are two of them"
        ),
        "rename the variable",
    )
}

pub(super) fn duplicate_parameter(name: &str, span: Span) -> Diagnostic {
    Diagnostic::new(span, format!("two parameters are named `{name}`"), "rename one of them")
}

pub(super) fn not_assignable(span: Span) -> Diagnostic {
    Diagnostic::new(
        span,
        "the left side cannot be assigned to",
        "assign to a variable or a property",
    )
}
