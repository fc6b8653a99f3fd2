//! Which rule a keyword becomes.

use serde_json::Value as Json;

use super::here::Here;
use super::{Compiled, Compiler, Rule};
use crate::schema::SchemaError;
use crate::schema::draft::Draft;
use crate::schema::keywords::{
    all_of::AllOf, any_of::AnyOf, const_::Const, enum_::Enum, format::Format, if_::If, multiple_of::MultipleOf,
    not::Not, number_bound::NumberBound, number_bound::Relation, one_of::OneOf, pattern::Matcher, pattern::Pattern,
    size_bound::SizeBound, unique_items::UniqueItems,
};

impl<'s> Compiler<'_, 's> {
    pub(super) fn rule(
        &mut self,
        here: &Here<'_, 's>,
        keyword: &'static str,
        value: &'s Json,
        rules: &mut Vec<Rule>,
    ) -> Compiled<()> {
        match keyword {
            "maximum" | "minimum" | "exclusiveMaximum" | "exclusiveMinimum" => {
                rules.push(Box::new(number_bound(here, keyword, value)?));
            }
            "multipleOf" => rules.push(Box::new(MultipleOf {
                divisor: here.number(keyword, value)?,
                written: value.clone(),
            })),
            "maxLength" | "minLength" | "maxItems" | "minItems" | "maxProperties" | "minProperties" => {
                rules.push(Box::new(SizeBound {
                    keyword,
                    is_maximum: keyword.starts_with("max"),
                    limit: here.number(keyword, value)?,
                }));
            }
            "pattern" => rules.push(Box::new(Pattern {
                matcher: matcher(
                    here,
                    keyword,
                    value.as_str().ok_or_else(|| here.error(keyword, "a string"))?,
                )?,
            })),
            "format" => {
                let name = value.as_str().ok_or_else(|| here.error(keyword, "a string"))?;
                // unknown formats are annotations
                if let Some(known) = crate::schema::format::format(name, here.dialect.draft) {
                    rules.push(Box::new(Format {
                        name: name.to_owned(),
                        known,
                    }));
                }
            }
            "const" => rules.push(Box::new(Const { allowed: value.clone() })),
            "enum" => {
                let allowed = value.as_array().ok_or_else(|| here.error(keyword, "an array"))?;
                rules.push(Box::new(Enum::new(allowed.clone())));
            }
            "$ref" | "$recursiveRef" | "$dynamicRef" => rules.push(self.reference(here, keyword, value)?),
            "not" => rules.push(Box::new(Not {
                schema: self.below(here, value, keyword)?,
            })),
            "allOf" => rules.push(Box::new(AllOf {
                schemas: self.many(here, keyword, value)?,
            })),
            "anyOf" => rules.push(Box::new(AnyOf {
                schemas: self.many(here, keyword, value)?,
            })),
            "oneOf" => rules.push(Box::new(OneOf {
                schemas: self.many(here, keyword, value)?,
            })),
            "if" => {
                let mut branch = |keyword| match here.get(keyword) {
                    Some(schema) => self.below(here, schema, keyword).map(Some),
                    None => Ok(None),
                };
                let (then, otherwise) = (branch("then")?, branch("else")?);
                rules.push(Box::new(If {
                    condition: self.below(here, value, keyword)?,
                    then,
                    otherwise,
                }));
            }
            "uniqueItems" => {
                if *value == Json::Bool(true) {
                    rules.push(Box::new(UniqueItems));
                }
            }
            "prefixItems" | "items" | "additionalItems" | "contains" | "unevaluatedItems" => {
                self.array_rule(here, keyword, value, rules)?;
            }
            _ => self.object_rule(here, keyword, value, rules)?,
        }
        Ok(())
    }
}

pub(super) fn matcher(here: &Here<'_, '_>, keyword: &str, pattern: &str) -> Compiled<Matcher> {
    let path = format!("{}/{keyword}", here.site.path);
    Matcher::new(pattern)
        .map_err(|why| SchemaError::new(&path, format!("/{pattern}/u is no regular expression: {why}")))
}

fn number_bound(here: &Here<'_, '_>, keyword: &'static str, value: &Json) -> Compiled<NumberBound> {
    // draft 4: a boolean beside the bound makes it exclusive
    let is_exclusive =
        |beside: &str| here.dialect.draft == Draft::Draft4 && here.keywords.get(beside) == Some(&Json::Bool(true));
    let relation = match keyword {
        "maximum" if is_exclusive("exclusiveMaximum") => Relation::Below,
        "maximum" => Relation::AtMost,
        "minimum" if is_exclusive("exclusiveMinimum") => Relation::Above,
        "minimum" => Relation::AtLeast,
        "exclusiveMaximum" => Relation::Below,
        _ => Relation::Above,
    };
    Ok(NumberBound {
        keyword,
        relation,
        limit: here.number(keyword, value)?,
        written: value.clone(),
    })
}
