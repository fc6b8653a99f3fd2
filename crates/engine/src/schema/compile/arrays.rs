//! Rules about arrays.

use serde_json::Value as Json;

use super::here::Here;
use super::{Compiled, Compiler, Rule};
use crate::schema::draft::Draft;
use crate::schema::keywords::{
    additional_items::NoMoreItems, contains::Contains, items, unevaluated_items::UnevaluatedItems,
};

impl<'s> Compiler<'_, 's> {
    pub(super) fn array_rule(
        &mut self,
        here: &Here<'_, 's>,
        keyword: &'static str,
        value: &'s Json,
        rules: &mut Vec<Rule>,
    ) -> Compiled<()> {
        match keyword {
            "prefixItems" => rules.push(Box::new(items::PrefixItems {
                schemas: self.many(here, keyword, value)?,
            })),
            "items" if value.is_array() && here.dialect.draft <= Draft::Draft201909 => {
                rules.push(Box::new(items::PrefixItems {
                    schemas: self.many(here, keyword, value)?,
                }));
            }
            "items" | "additionalItems" => {
                let first = here.get(if keyword == "items" { "prefixItems" } else { "items" });
                let from = first.and_then(Json::as_array).map(Vec::len);
                // without an array before it, additionalItems means nothing
                if keyword == "additionalItems" && from.is_none() {
                    return Ok(());
                }
                if let (Json::Bool(false), Some(limit)) = (value, from) {
                    rules.push(Box::new(NoMoreItems { keyword, limit }));
                } else {
                    rules.push(Box::new(items::Items {
                        from: from.unwrap_or(0),
                        schema: self.below(here, value, keyword)?,
                    }));
                }
            }
            "contains" => {
                let bound = |keyword| here.get(keyword).and_then(Json::as_f64).map(|bound| bound as usize);
                rules.push(Box::new(Contains {
                    schema: self.below(here, value, keyword)?,
                    min: bound("minContains").unwrap_or(1),
                    max: bound("maxContains"),
                    evaluates: here.dialect.draft >= Draft::Draft202012,
                }));
            }
            _ => {
                self.tracks = true;
                rules.push(Box::new(UnevaluatedItems {
                    schema: self.unless_false(here, value, keyword)?,
                }));
            }
        }
        Ok(())
    }
}
