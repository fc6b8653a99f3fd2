//! What the built-in constructors have themselves.

/// Whether a built-in function is one that `new` can call.
pub(super) fn is_constructor(path: &str) -> bool {
    !path.contains('.') && path.starts_with(|first: char| first.is_ascii_uppercase())
}

/// The names of a built-in function's own properties, as Node 20 lists them, but for those of all constructors; `None` where only V8
/// knows. Functions that are no constructors have no others.
pub(super) fn own_names(path: &str) -> Option<&'static [&'static str]> {
    if !is_constructor(path) {
        return Some(&[]);
    }
    Some(match path {
        "Object" => &[
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
        "Array" => &["isArray", "from", "of"],
        "String" => &["fromCharCode", "fromCodePoint", "raw"],
        "Number" => &[
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
        "Boolean" | "Map" | "Set" | "TypeError" | "RangeError" | "SyntaxError" => &[],
        "Date" => &["now", "parse", "UTC"],
        "Error" => &["captureStackTrace", "prepareStackTrace", "stackTraceLimit"],
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
