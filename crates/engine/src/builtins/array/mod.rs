//! Array: its constructor, statics and methods.

mod at;
mod concat;
mod constructor;
mod copy_within;
mod entries;
mod every;
mod fill;
mod filter;
mod find;
mod find_index;
mod find_last;
mod find_last_index;
mod flat;
mod flat_map;
mod for_each;
mod from;
mod includes;
mod index_of;
mod is_array;
mod join;
mod keys;
mod last_index_of;
mod map;
mod new_array;
mod of;
mod pop;
mod push;
mod reduce;
mod reduce_right;
mod reverse;
mod shift;
mod slice;
mod some;
mod sort;
mod splice;
mod tim_sort;
mod to_reversed;
mod to_sorted;
mod to_spliced;
mod to_string;
mod unshift;
mod values;
mod with;

use super::Builtin;

pub(super) use from::array_like;
pub use sort::{Comparator, sort_values};
pub use tim_sort::tim_sort;

/// The family.
pub(super) const BUILTINS: &[&Builtin] = &[
    &at::BUILTIN,
    &concat::BUILTIN,
    &constructor::BUILTIN,
    &copy_within::BUILTIN,
    &entries::BUILTIN,
    &every::BUILTIN,
    &fill::BUILTIN,
    &filter::BUILTIN,
    &find::BUILTIN,
    &find_index::BUILTIN,
    &find_last::BUILTIN,
    &find_last_index::BUILTIN,
    &flat::BUILTIN,
    &flat_map::BUILTIN,
    &for_each::BUILTIN,
    &from::BUILTIN,
    &includes::BUILTIN,
    &index_of::BUILTIN,
    &is_array::BUILTIN,
    &join::BUILTIN,
    &keys::BUILTIN,
    &last_index_of::BUILTIN,
    &map::BUILTIN,
    &new_array::BUILTIN,
    &of::BUILTIN,
    &pop::BUILTIN,
    &push::BUILTIN,
    &reduce::BUILTIN,
    &reduce_right::BUILTIN,
    &reverse::BUILTIN,
    &shift::BUILTIN,
    &slice::BUILTIN,
    &some::BUILTIN,
    &sort::BUILTIN,
    &splice::BUILTIN,
    &to_reversed::BUILTIN,
    &to_sorted::BUILTIN,
    &to_spliced::BUILTIN,
    &to_string::BUILTIN,
    &unshift::BUILTIN,
    &values::BUILTIN,
    &with::BUILTIN,
];

#[cfg(test)]
mod tests {
    use crate::builtins::test_support::check;

    #[test]
    fn holes_and_positions() {
        check(&[
            (
                "Array.prototype.includes",
                r#"[1,"$hole"]"#,
                r#"["$undefined"]"#,
                "true",
            ),
            ("Array.prototype.indexOf", r#"[1,"$hole"]"#, r#"["$undefined"]"#, "-1"),
            ("Array.prototype.lastIndexOf", "[1,2,3]", r#"[1,"$undefined"]"#, "0"),
            ("Array.prototype.lastIndexOf", "[1,2,3]", "[3,-5]", "-1"),
            ("Array.prototype.slice", r#"[1,"$hole",3]"#, "[]", "[1,hole,3]"),
            (
                "Array.prototype.toReversed",
                r#"[1,"$hole",3]"#,
                "[]",
                "[3,undefined,1]",
            ),
            ("Array.prototype.flat", r#"[[1,[2]],"$hole",3]"#, "[]", "[1,[2],3]"),
            ("Array.prototype.flat", "[[1,[2]]]", "[-1]", "[[1,[2]]]"),
            (
                "Array.prototype.concat",
                r#"[1,"$hole"]"#,
                r#"[["$hole",2],"ab"]"#,
                r#"[1,hole,hole,2,"ab"]"#,
            ),
            ("Array.prototype.splice", "[1,2,3]", "[]", "[]"),
            ("Array.prototype.splice", "[1,2,3]", r#"["$undefined"]"#, "[1,2,3]"),
            (
                "Array.prototype.with",
                "[3,4]",
                "[5,1]",
                "RangeError: Invalid index : 5",
            ),
            ("Array.prototype.at", "[1,2]", "[-3]", "undefined"),
            ("Array", "null", "[-1]", "RangeError: Invalid array length"),
            ("Array", "null", "[2]", "[hole,hole]"),
            ("Array.from", "null", r#"[{"length":2,"0":1}]"#, "[1,undefined]"),
            ("Array.from", "null", r#"["a\ud83d\ude00"]"#, r#"["a","😀"]"#),
            (
                "Array.prototype.sort",
                r#"[3,"$hole",1,"$undefined",10]"#,
                "[]",
                "[1,10,3,undefined,hole]",
            ),
            (
                "Array.prototype.map",
                "[1]",
                "[[2]]",
                "TypeError: [object Array] is not a function",
            ),
            (
                "Array.prototype.map",
                r#"["5","$hole"]"#,
                r#"["$fn:Number"]"#,
                "[5,hole]",
            ),
            (
                "Array.prototype.filter",
                r#"[0,"a",null]"#,
                r#"["$fn:Boolean"]"#,
                r#"["a"]"#,
            ),
            (
                "Array.prototype.reduce",
                "[]",
                r#"["$fn:Math.max"]"#,
                "TypeError: Reduce of empty array with no initial value",
            ),
            (
                "Array.prototype.sort",
                "[1]",
                "[null]",
                "TypeError: The comparison function must be either a function or undefined",
            ),
        ]);
    }
}
