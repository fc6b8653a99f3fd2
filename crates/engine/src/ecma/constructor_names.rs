//! What the built-in constructors have themselves.

/// The names of a built-in function's own properties, as Node 20 lists them, but for `length` and `name`; `None` where only V8
/// knows. Functions that are no constructors have no others.
pub(super) fn own_names(path: &str) -> Option<&'static [&'static str]> {
    if path.contains('.') || !path.starts_with(|first: char| first.is_ascii_uppercase()) {
        return Some(&[]);
    }
    Some(match path {
        "Object" => &[
            "prototype",
            "assign",
            "getOwnPropertyDescriptor",
            "getOwnPropertyDescriptors",
            "getOwnPropertyNames",
            "getOwnPropertySymbols",
            "hasOwn",
            "is",
            "preventExtensions",
            "seal",
            "create",
            "defineProperties",
            "defineProperty",
            "freeze",
            "getPrototypeOf",
            "setPrototypeOf",
            "isExtensible",
            "isFrozen",
            "isSealed",
            "keys",
            "entries",
            "fromEntries",
            "values",
        ],
        "Array" => &["prototype", "isArray", "from", "of"],
        "String" => &["prototype", "fromCharCode", "fromCodePoint", "raw"],
        "Number" => &[
            "prototype",
            "isFinite",
            "isInteger",
            "isNaN",
            "isSafeInteger",
            "parseFloat",
            "parseInt",
            "MAX_VALUE",
            "MIN_VALUE",
            "NaN",
            "NEGATIVE_INFINITY",
            "POSITIVE_INFINITY",
            "MAX_SAFE_INTEGER",
            "MIN_SAFE_INTEGER",
            "EPSILON",
        ],
        "Boolean" | "Map" | "Set" | "TypeError" | "RangeError" | "SyntaxError" => &["prototype"],
        "Date" => &["prototype", "now", "parse", "UTC"],
        "Error" => &["prototype", "captureStackTrace", "prepareStackTrace", "stackTraceLimit"],
        _ => return None,
    })
}

/// Names that constructors have in versions of V8 newer than Node 20's.
pub(super) fn is_later(path: &str, name: &str) -> bool {
    matches!(
        (path, name),
        ("Object" | "Map", "groupBy") | ("Array", "fromAsync") | ("Error", "isError") | ("RegExp", "escape")
    )
}
