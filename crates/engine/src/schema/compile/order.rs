//! Keywords in the order in which ajv tries them.

use crate::schema::Subject;

/// Groups and their keywords in ajv's order.
pub(super) const ORDER: [(Subject, &[&str]); 5] = [
    (
        Subject::Any,
        &[
            "$dynamicRef",
            "$recursiveRef",
            "$ref",
            "const",
            "enum",
            "not",
            "anyOf",
            "oneOf",
            "allOf",
            "if",
        ],
    ),
    (
        Subject::Number,
        &[
            "maximum",
            "minimum",
            "exclusiveMaximum",
            "exclusiveMinimum",
            "multipleOf",
        ],
    ),
    (Subject::String, &["maxLength", "minLength", "pattern", "format"]),
    (
        Subject::Array,
        &[
            "maxItems",
            "minItems",
            "uniqueItems",
            "prefixItems",
            "additionalItems",
            "items",
            "contains",
            "unevaluatedItems",
        ],
    ),
    (
        Subject::Object,
        &[
            "maxProperties",
            "minProperties",
            "required",
            "propertyNames",
            "additionalProperties",
            "dependencies",
            "properties",
            "patternProperties",
            "dependentRequired",
            "dependentSchemas",
            "unevaluatedProperties",
        ],
    ),
];

/// Keywords of the vocabulary "validation", which a metaschema may leave out.
pub(super) const VALIDATION: [&str; 20] = [
    "const",
    "dependentRequired",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "type",
    "uniqueItems",
];
