//! References.

use serde_json::Value as Json;

use super::here::Here;
use super::{Compiled, Compiler, Rule};
use crate::schema::SchemaError;
use crate::schema::keywords::{dynamic_ref::DynamicRef, ref_::Ref};

impl<'s> Compiler<'_, 's> {
    pub(super) fn reference(&mut self, here: &Here<'_, 's>, keyword: &str, value: &'s Json) -> Compiled<Rule> {
        let reference = value.as_str().ok_or_else(|| here.error(keyword, "a string"))?;
        let documents = self.documents;
        let Some(site) = documents.resolve(reference, here.site.resource) else {
            let path = format!("{}/{keyword}", here.site.path);
            let message = format!("can't resolve reference {reference}: give the schema it names in `schemas`");
            return Err(SchemaError::new(&path, message));
        };
        let (own, resource) = (site.schema, site.resource);
        let target = self.node(site);
        let anchor = match keyword {
            "$dynamicRef" => own.get("$dynamicAnchor").and_then(Json::as_str),
            "$recursiveRef" if own.get("$recursiveAnchor") == Some(&Json::Bool(true)) => Some(""),
            _ => None,
        };
        let Some(anchor) = anchor else {
            let is_inlined = !has_reference(own);
            return Ok(Box::new(Ref { target, is_inlined }));
        };
        let is_named = reference
            .split_once('#')
            .is_some_and(|(_, fragment)| fragment == anchor);
        if keyword == "$dynamicRef"
            && (!is_named || !documents.resources[resource].dynamic_anchors.contains_key(anchor))
        {
            return Ok(Box::new(Ref {
                target,
                is_inlined: false,
            }));
        }
        let mut redirects = Vec::new();
        for (number, resource) in documents.resources.iter().enumerate() {
            let redirected = if keyword == "$recursiveRef" {
                Some(resource.root).filter(|root| root.get("$recursiveAnchor") == Some(&Json::Bool(true)))
            } else {
                resource.dynamic_anchors.get(anchor).copied()
            };
            if let Some(schema) = redirected {
                let site = documents.site(schema, number, "#".to_owned());
                redirects.push((number as u32, self.node(site)));
            }
        }
        Ok(Box::new(DynamicRef { target, redirects }))
    }
}

/// Whether a reference stands anywhere in a schema: ajv compiles such a one apart.
fn has_reference(schema: &Json) -> bool {
    match schema {
        Json::Object(members) => members.iter().any(|(name, value)| {
            let refers = [
                "$ref",
                "$recursiveRef",
                "$recursiveAnchor",
                "$dynamicRef",
                "$dynamicAnchor",
            ];
            refers.contains(&name.as_str()) || has_reference(value)
        }),
        Json::Array(elements) => elements.iter().any(has_reference),
        _ => false,
    }
}
