//! Map.

mod clear;
mod constructor;
mod delete;
mod entries;
mod for_each;
mod get;
mod has;
mod keys;
mod new_map;
mod set;
mod size;
mod values;

use super::Builtin;

pub(super) use new_map::{UNFINISHED, entry_parts};
pub(super) use set::put;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &clear::BUILTIN,
    &constructor::BUILTIN,
    &delete::BUILTIN,
    &entries::BUILTIN,
    &for_each::BUILTIN,
    &get::BUILTIN,
    &has::BUILTIN,
    &keys::BUILTIN,
    &new_map::BUILTIN,
    &set::BUILTIN,
    &size::BUILTIN,
    &values::BUILTIN,
];

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn keys_and_errors() {
        check(&[
            ("Map.prototype.get", r#"{"$map":[["a",1],["a",2]]}"#, r#"["a"]"#, "2"),
            ("Map.prototype.get", r#"{"$map":[["$-0",1]]}"#, "[0]", "1"),
            ("Map.prototype.has", r#"{"$map":[["$NaN",1]]}"#, r#"["$NaN"]"#, "true"),
            ("Map.prototype.delete", r#"{"$map":[]}"#, "[1]", "false"),
            ("get Map.prototype.size", r#"{"$map":[[1,2],[3,4]]}"#, "[]", "2"),
            (
                "new Map",
                "null",
                "[[1]]",
                "TypeError: Iterator value 1 is not an entry object",
            ),
            (
                "new Map",
                "null",
                "[{}]",
                "TypeError: object is not iterable (cannot read property Symbol(Symbol.iterator))",
            ),
            (
                "new Map",
                "null",
                "[5]",
                "TypeError: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))",
            ),
            ("Map", "null", "[]", "TypeError: Constructor Map requires 'new'"),
            ("Set.prototype.has", r#"{"$set":["a","b"]}"#, r#"["b"]"#, "true"),
            (
                "get Set.prototype.size",
                r#"{"$set":["a","b","a",null,"$undefined"]}"#,
                "[]",
                "4",
            ),
            ("Set.prototype.clear", r#"{"$set":[1]}"#, "[]", "undefined"),
        ]);
    }
}
