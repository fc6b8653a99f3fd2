//! Object: its statics and what all objects inherit.

mod assign;
mod call;
mod create;
mod entries;
mod freeze;
mod from_entries;
mod get_own_property_descriptor;
mod get_own_property_names;
mod get_prototype_of;
mod has_own;
mod has_own_property;
mod is;
mod is_frozen;
mod keys;
mod new_object;
mod property_is_enumerable;
mod to_string;
mod value_of;
mod values;

use super::Builtin;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &assign::BUILTIN,
    &create::BUILTIN,
    &entries::BUILTIN,
    &freeze::BUILTIN,
    &from_entries::BUILTIN,
    &get_own_property_descriptor::BUILTIN,
    &get_own_property_names::BUILTIN,
    &get_prototype_of::BUILTIN,
    &has_own::BUILTIN,
    &has_own_property::BUILTIN,
    &is::BUILTIN,
    &is_frozen::BUILTIN,
    &keys::BUILTIN,
    &call::BUILTIN,
    &new_object::BUILTIN,
    &property_is_enumerable::BUILTIN,
    &to_string::BUILTIN,
    &value_of::BUILTIN,
    &values::BUILTIN,
];

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn properties() {
        check(&[
            ("Object.keys", "null", r#"["ab"]"#, r#"["0","1"]"#),
            (
                "Object.keys",
                "null",
                "[null]",
                "TypeError: Cannot convert undefined or null to object",
            ),
            ("Object.entries", "null", r#"[[5,"$hole",6]]"#, r#"[["0",5],["2",6]]"#),
            (
                "Object.values",
                "null",
                r#"["a😀"]"#,
                "[\"a\",\"\u{fffd}\u{fffd}\u{fffd}\",\"\u{fffd}\u{fffd}\u{fffd}\"]",
            ),
            (
                "Object.fromEntries",
                "null",
                "[null]",
                "TypeError: undefined is not iterable",
            ),
            (
                "Object.fromEntries",
                "null",
                r#"[["ab"]]"#,
                "TypeError: Iterator value ab is not an entry object",
            ),
            ("Object.fromEntries", "null", r#"[[["a"],[2,3]]]"#, "{2:3,a:undefined}"),
            ("Object.fromEntries", "null", r#"[{"$map":[["k",1]]}]"#, "{k:1}"),
            (
                "Object.assign",
                "null",
                r#"[{"b":0},"ab",null,[9],5,{"z":1}]"#,
                r#"{0:9,1:"b",b:0,z:1}"#,
            ),
            ("Object.assign", "null", "[[1,2],[3]]", "[3,2]"),
            (
                "Object.assign",
                "null",
                "[]",
                "TypeError: Cannot convert undefined or null to object",
            ),
            ("Object.is", "null", r#"["$-0",0]"#, "false"),
            ("Object.hasOwn", "null", r#"["ab","length"]"#, "true"),
            ("Object.prototype.hasOwnProperty", "[1]", "[0]", "true"),
            ("Object.prototype.propertyIsEnumerable", "[1]", r#"["length"]"#, "false"),
            ("Object.prototype.toString", "null", "[]", r#""[object Null]""#),
        ]);
    }
}
