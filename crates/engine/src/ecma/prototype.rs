//! What the built-in prototypes hold: which names a value inherits.

use crate::value::{Class, Value};

/// A built-in prototype object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are the constructors' names")]
pub enum Prototype {
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    Map,
    Set,
    Date,
    RegExp,
    Error,
    Iterator,
}

impl Prototype {
    /// How many there are.
    pub const COUNT: usize = 12;
    /// All of them, by number.
    pub const ALL: [Prototype; Prototype::COUNT] = [
        Prototype::Object,
        Prototype::Function,
        Prototype::Array,
        Prototype::String,
        Prototype::Number,
        Prototype::Boolean,
        Prototype::Map,
        Prototype::Set,
        Prototype::Date,
        Prototype::RegExp,
        Prototype::Error,
        Prototype::Iterator,
    ];

    /// The prototype that a value's own properties fall back to; null and undefined have none.
    #[must_use]
    pub fn of(value: Value) -> Option<Prototype> {
        Some(match value {
            Value::Undefined | Value::Null | Value::Absent | Value::Unread => return None,
            Value::Bool(_) => Prototype::Boolean,
            Value::Number(_) | Value::Verbatim(..) => Prototype::Number,
            Value::String(_) => Prototype::String,
            Value::Builtin(_) => Prototype::Function,
            Value::Object(r) => match r.class {
                Class::Plain => Prototype::Object,
                Class::Array => Prototype::Array,
                Class::Function => Prototype::Function,
                Class::Map => Prototype::Map,
                Class::Set => Prototype::Set,
                Class::Date => Prototype::Date,
                Class::RegExp => Prototype::RegExp,
                Class::Error => Prototype::Error,
                Class::StringObject => Prototype::String,
                Class::NumberObject => Prototype::Number,
                Class::BooleanObject => Prototype::Boolean,
                Class::Iterator => Prototype::Iterator,
            },
        })
    }

    /// The constructor's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Prototype::Object => "Object",
            Prototype::Function => "Function",
            Prototype::Array => "Array",
            Prototype::String => "String",
            Prototype::Number => "Number",
            Prototype::Boolean => "Boolean",
            Prototype::Map => "Map",
            Prototype::Set => "Set",
            Prototype::Date => "Date",
            Prototype::RegExp => "RegExp",
            Prototype::Error => "Error",
            Prototype::Iterator => "Iterator",
        }
    }

    /// Every own string-keyed property name of the prototype, as Node 20 lists them:
    /// `Object.getOwnPropertyNames(String.prototype).sort().join(' ')`
    #[must_use]
    pub fn own_names(self) -> &'static [&'static str] {
        match self {
            Prototype::Object => &[
                "__defineGetter__",
                "__defineSetter__",
                "__lookupGetter__",
                "__lookupSetter__",
                "__proto__",
                "constructor",
                "hasOwnProperty",
                "isPrototypeOf",
                "propertyIsEnumerable",
                "toLocaleString",
                "toString",
                "valueOf",
            ],
            Prototype::Function => &[
                "apply",
                "arguments",
                "bind",
                "call",
                "caller",
                "constructor",
                "length",
                "name",
                "toString",
            ],
            Prototype::Array => &[
                "at",
                "concat",
                "constructor",
                "copyWithin",
                "entries",
                "every",
                "fill",
                "filter",
                "find",
                "findIndex",
                "findLast",
                "findLastIndex",
                "flat",
                "flatMap",
                "forEach",
                "includes",
                "indexOf",
                "join",
                "keys",
                "lastIndexOf",
                "length",
                "map",
                "pop",
                "push",
                "reduce",
                "reduceRight",
                "reverse",
                "shift",
                "slice",
                "some",
                "sort",
                "splice",
                "toLocaleString",
                "toReversed",
                "toSorted",
                "toSpliced",
                "toString",
                "unshift",
                "values",
                "with",
            ],
            Prototype::String => &[
                "anchor",
                "at",
                "big",
                "blink",
                "bold",
                "charAt",
                "charCodeAt",
                "codePointAt",
                "concat",
                "constructor",
                "endsWith",
                "fixed",
                "fontcolor",
                "fontsize",
                "includes",
                "indexOf",
                "isWellFormed",
                "italics",
                "lastIndexOf",
                "length",
                "link",
                "localeCompare",
                "match",
                "matchAll",
                "normalize",
                "padEnd",
                "padStart",
                "repeat",
                "replace",
                "replaceAll",
                "search",
                "slice",
                "small",
                "split",
                "startsWith",
                "strike",
                "sub",
                "substr",
                "substring",
                "sup",
                "toLocaleLowerCase",
                "toLocaleUpperCase",
                "toLowerCase",
                "toString",
                "toUpperCase",
                "toWellFormed",
                "trim",
                "trimEnd",
                "trimLeft",
                "trimRight",
                "trimStart",
                "valueOf",
            ],
            Prototype::Number => &[
                "constructor",
                "toExponential",
                "toFixed",
                "toLocaleString",
                "toPrecision",
                "toString",
                "valueOf",
            ],
            Prototype::Boolean => &["constructor", "toString", "valueOf"],
            Prototype::Map => &[
                "clear",
                "constructor",
                "delete",
                "entries",
                "forEach",
                "get",
                "has",
                "keys",
                "set",
                "size",
                "values",
            ],
            Prototype::Set => &[
                "add",
                "clear",
                "constructor",
                "delete",
                "entries",
                "forEach",
                "has",
                "keys",
                "size",
                "values",
            ],
            Prototype::Date => &[
                "constructor",
                "getDate",
                "getDay",
                "getFullYear",
                "getHours",
                "getMilliseconds",
                "getMinutes",
                "getMonth",
                "getSeconds",
                "getTime",
                "getTimezoneOffset",
                "getUTCDate",
                "getUTCDay",
                "getUTCFullYear",
                "getUTCHours",
                "getUTCMilliseconds",
                "getUTCMinutes",
                "getUTCMonth",
                "getUTCSeconds",
                "getYear",
                "setDate",
                "setFullYear",
                "setHours",
                "setMilliseconds",
                "setMinutes",
                "setMonth",
                "setSeconds",
                "setTime",
                "setUTCDate",
                "setUTCFullYear",
                "setUTCHours",
                "setUTCMilliseconds",
                "setUTCMinutes",
                "setUTCMonth",
                "setUTCSeconds",
                "setYear",
                "toDateString",
                "toGMTString",
                "toISOString",
                "toJSON",
                "toLocaleDateString",
                "toLocaleString",
                "toLocaleTimeString",
                "toString",
                "toTimeString",
                "toUTCString",
                "valueOf",
            ],
            Prototype::RegExp => &[
                "compile",
                "constructor",
                "dotAll",
                "exec",
                "flags",
                "global",
                "hasIndices",
                "ignoreCase",
                "multiline",
                "source",
                "sticky",
                "test",
                "toString",
                "unicode",
                "unicodeSets",
            ],
            Prototype::Error => &["constructor", "message", "name", "toString"],
            // What the prototypes of all built-in iterators have in common.
            Prototype::Iterator => &["next"],
        }
    }
}

/// Names that newer versions of V8 have added: on these a run must ask V8.
const LATER: &[(Prototype, &[&str])] = &[
    (
        Prototype::Set,
        &[
            "difference",
            "intersection",
            "isDisjointFrom",
            "isSubsetOf",
            "isSupersetOf",
            "symmetricDifference",
            "union",
        ],
    ),
    (Prototype::Map, &["getOrInsert", "getOrInsertComputed"]),
    (Prototype::Date, &["toTemporalInstant"]),
    (
        Prototype::Iterator,
        &[
            "constructor",
            "drop",
            "every",
            "filter",
            "find",
            "flatMap",
            "forEach",
            "map",
            "reduce",
            "some",
            "take",
            "toArray",
        ],
    ),
];

/// Whether a property of that name may come from the prototype, or from Object.prototype behind it. Reading an inherited
/// name that is not implemented must not give `undefined`.
#[must_use]
pub fn is_inherited(prototype: Prototype, name: &str) -> bool {
    prototype.own_names().contains(&name) || Prototype::Object.own_names().contains(&name) || is_later(prototype, name)
}

/// Whether only newer versions of V8 know the name.
pub(super) fn is_later(prototype: Prototype, name: &str) -> bool {
    LATER
        .iter()
        .any(|(of, names)| *of == prototype && names.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn object_prototype_is_behind_the_others() {
        assert!(is_inherited(Prototype::String, "link"));
        assert!(is_inherited(Prototype::Array, "hasOwnProperty"));
        assert!(!is_inherited(Prototype::Object, "link"));
        assert!(is_inherited(Prototype::Object, "__proto__"));
    }
}
