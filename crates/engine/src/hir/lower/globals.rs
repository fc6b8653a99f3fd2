//! The names that ECMAScript and Node give every function.

/// Built-ins that only compute. Which of them compile is for the registry of built-ins to say.
const PURE: [&str; 47] = [
    "AggregateError",
    "Array",
    "ArrayBuffer",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Boolean",
    "Buffer",
    "DataView",
    "Date",
    "Error",
    "EvalError",
    "Float32Array",
    "Float64Array",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Intl",
    "JSON",
    "Map",
    "Math",
    "Number",
    "Object",
    "RangeError",
    "ReferenceError",
    "Reflect",
    "RegExp",
    "Set",
    "String",
    "Symbol",
    "SyntaxError",
    "TextDecoder",
    "TextEncoder",
    "TypeError",
    "URIError",
    "URL",
    "URLSearchParams",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakMap",
    "WeakSet",
    "atob",
    "btoa",
    "escape",
    "unescape",
];

/// Functions that only compute.
const PURE_FUNCTIONS: [&str; 9] = [
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "isFinite",
    "isNaN",
    "parseFloat",
    "parseInt",
    "structuredClone",
];

/// Globals that reach outside the callback: the process, the clock, the network, the module system.
const IMPURE: [&str; 42] = [
    "Atomics",
    "FinalizationRegistry",
    "Function",
    "MessageChannel",
    "Promise",
    "Proxy",
    "SharedArrayBuffer",
    "WeakRef",
    "WebAssembly",
    "WebSocket",
    "Worker",
    "XMLHttpRequest",
    "__dirname",
    "__filename",
    "alert",
    "cancelAnimationFrame",
    "clearImmediate",
    "clearInterval",
    "clearTimeout",
    "console",
    "crypto",
    "document",
    "exports",
    "fetch",
    "global",
    "globalThis",
    "history",
    "localStorage",
    "location",
    "module",
    "navigator",
    "performance",
    "process",
    "queueMicrotask",
    "requestAnimationFrame",
    "require",
    "self",
    "sessionStorage",
    "setImmediate",
    "setInterval",
    "setTimeout",
    "window",
];

/// What a global name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Global {
    /// It only computes
    Pure,
    /// It reaches outside
    Impure,
    /// No global
    Unknown,
}

/// What a free name is, if it is a global.
pub(super) fn classify(name: &str) -> Global {
    if PURE.contains(&name) || PURE_FUNCTIONS.contains(&name) {
        Global::Pure
    } else if IMPURE.contains(&name) {
        Global::Impure
    } else {
        Global::Unknown
    }
}

/// Whether build tools give such names to imports: `utils_1`, `__vi_import_0__`, `_lodash__WEBPACK_IMPORTED_MODULE_2__`.
pub(super) fn names_an_import(name: &str) -> bool {
    let numbered = name.rsplit_once('_').is_some_and(|(base, number)| {
        !base.is_empty() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    numbered
        || name.starts_with("__vi_import_")
        || name.starts_with("__vite_ssr_import_")
        || name.contains("__WEBPACK_")
}

/// Which build tool gives its helpers for down-levelled syntax such a name.
pub(super) fn build_tool_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "__assign"
        | "__rest"
        | "__spreadArray"
        | "__spreadArrays"
        | "__spread"
        | "__read"
        | "__values"
        | "__importDefault"
        | "__importStar"
        | "__makeTemplateObject" => "TypeScript",
        "__spreadValues" | "__spreadProps" | "__objRest" | "__defNormalProp" | "__restKey" | "__pow" | "__toESM" => {
            "esbuild"
        }
        "_objectSpread"
        | "_objectSpread2"
        | "_defineProperty"
        | "_toConsumableArray"
        | "_slicedToArray"
        | "_toArray"
        | "_objectWithoutProperties"
        | "_objectWithoutPropertiesLoose"
        | "_extends"
        | "_typeof"
        | "_createForOfIteratorHelper"
        | "_createForOfIteratorHelperLoose"
        | "_interopRequireDefault" => "Babel",
        "_object_spread"
        | "_object_spread_props"
        | "_define_property"
        | "_to_consumable_array"
        | "_sliced_to_array"
        | "_to_array"
        | "_object_without_properties"
        | "_object_without_properties_loose"
        | "_type_of"
        | "_interop_require_default" => "swc",
        _ => return None,
    })
}

/// Whether a built-in gives another answer each time it is asked.
pub(super) fn is_nondeterministic(path: &str) -> bool {
    matches!(path, "Math.random" | "Date.now")
}

/// What all functions have, built-in ones too.
pub(super) fn is_function_property(name: &str) -> bool {
    matches!(
        name,
        "length" | "name" | "hasOwnProperty" | "propertyIsEnumerable" | "toString" | "valueOf"
    )
}

/// Methods that change what they are called on.
pub(super) fn is_mutating_method(name: &str) -> bool {
    const ARRAYS_AND_COLLECTIONS: [&str; 13] = [
        "push",
        "pop",
        "shift",
        "unshift",
        "splice",
        "sort",
        "reverse",
        "fill",
        "copyWithin",
        "set",
        "add",
        "delete",
        "clear",
    ];
    ARRAYS_AND_COLLECTIONS.contains(&name) || name.strip_prefix("set").is_some_and(is_part_of_a_date)
}

/// What `Date.prototype.set…` sets.
fn is_part_of_a_date(part: &str) -> bool {
    let part = part.strip_prefix("UTC").unwrap_or(part);
    matches!(
        part,
        "Date" | "FullYear" | "Hours" | "Milliseconds" | "Minutes" | "Month" | "Seconds" | "Time" | "Year"
    )
}

/// Methods that give a part of what they are called on.
pub(super) fn gives_a_part(name: &str) -> bool {
    matches!(name, "find" | "findLast" | "at" | "get")
}

/// Built-ins that change their first argument.
pub(super) fn changes_its_argument(path: &str) -> bool {
    matches!(
        path,
        "Object.assign"
            | "Object.defineProperty"
            | "Object.defineProperties"
            | "Object.setPrototypeOf"
            | "Object.freeze"
            | "Object.seal"
    )
}
