//! A schema object that is being compiled, and what may be read of it.

use serde_json::{Map, Value as Json};

use super::Compiled;
use super::order::VALIDATION;
use crate::schema::SchemaError;
use crate::schema::documents::{Dialect, Site};
use crate::schema::draft::Draft;

/// A schema object that is being compiled.
pub(super) struct Here<'h, 's> {
    pub site: &'h Site<'s>,
    pub keywords: &'s Map<String, Json>,
    pub dialect: Dialect,
}

impl<'s> Here<'_, 's> {
    pub fn error(&self, keyword: &str, what: &str) -> SchemaError {
        SchemaError::new(
            &format!("{}/{keyword}", self.site.path),
            format!("{keyword} must be {what}"),
        )
    }

    pub fn number(&self, keyword: &str, value: &Json) -> Compiled<f64> {
        value.as_f64().ok_or_else(|| self.error(keyword, "a number"))
    }

    pub fn names(&self, keyword: &str, value: &Json) -> Compiled<Vec<String>> {
        let names = value.as_array().map(|names| {
            let name = |name: &Json| name.as_str().map(str::to_owned);
            names.iter().map(name).collect::<Option<Vec<_>>>()
        });
        names
            .flatten()
            .ok_or_else(|| self.error(keyword, "an array of strings"))
    }

    pub fn object(&self, keyword: &str, value: &'s Json) -> Compiled<&'s Map<String, Json>> {
        value.as_object().ok_or_else(|| self.error(keyword, "an object"))
    }

    pub fn get(&self, keyword: &str) -> Option<&'s Json> {
        self.keywords.get(keyword).filter(|_| self.reads(keyword))
    }

    /// Whether the draft, the metaschema and what stands beside let a keyword count.
    pub fn reads(&self, keyword: &str) -> bool {
        let draft = self.dialect.draft;
        if !draft.reads_beside_ref() && keyword != "$ref" && self.keywords.contains_key("$ref") {
            return false;
        }
        if !self.dialect.validates && VALIDATION.contains(&keyword) {
            return false;
        }
        match keyword {
            "const" | "contains" | "propertyNames" => draft >= Draft::Draft6,
            "if" => draft >= Draft::Draft7,
            "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedItems"
            | "unevaluatedProperties"
            | "minContains"
            | "maxContains" => draft >= Draft::Draft201909,
            "$recursiveRef" => draft == Draft::Draft201909,
            "$dynamicRef" | "prefixItems" => draft >= Draft::Draft202012,
            "additionalItems" => draft <= Draft::Draft201909,
            "exclusiveMinimum" | "exclusiveMaximum" => draft >= Draft::Draft6,
            "format" => self.dialect.formats,
            _ => true,
        }
    }
}
