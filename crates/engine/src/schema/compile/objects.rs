//! Rules about objects.

use serde_json::{Map, Value as Json};

use super::here::Here;
use super::rules::matcher;
use super::{Compiled, Compiler, Rule};
use crate::schema::NodeId;
use crate::schema::changes::RemoveAdditional;
use crate::schema::keywords::{
    additional_properties::AdditionalProperties, dependent_required::DependentRequired,
    dependent_schemas::DependentSchemas, pattern_properties::PatternProperties, properties::Properties,
    property_names::PropertyNames, required::Required, unevaluated_properties::UnevaluatedProperties,
};
use crate::schema::violation::escape_fragment;

impl<'s> Compiler<'_, 's> {
    pub(super) fn object_rule(
        &mut self,
        here: &Here<'_, 's>,
        keyword: &'static str,
        value: &'s Json,
        rules: &mut Vec<Rule>,
    ) -> Compiled<()> {
        match keyword {
            // draft 3's boolean beside a property is no list of names
            "required" => rules.push(Box::new(Required {
                names: here.names(keyword, value)?,
            })),
            "propertyNames" => rules.push(Box::new(PropertyNames {
                schema: self.below(here, value, keyword)?,
            })),
            "properties" => {
                let removes = self.changes.remove_additional == RemoveAdditional::All;
                if removes && here.get("additionalProperties").is_none() {
                    rules.push(Box::new(self.additional(here, None, RemoveAdditional::All)?));
                }
                rules.push(Box::new(Properties {
                    schemas: self.named(here, keyword, here.object(keyword, value)?)?,
                }));
            }
            "patternProperties" => {
                let named = self.named(here, keyword, here.object(keyword, value)?)?;
                let with_matcher = |(pattern, node): (String, NodeId)| Ok((matcher(here, keyword, &pattern)?, node));
                rules.push(Box::new(PatternProperties {
                    schemas: named.into_iter().map(with_matcher).collect::<Compiled<_>>()?,
                }));
            }
            "additionalProperties" => {
                let schema = self.unless_false(here, value, keyword)?;
                rules.push(Box::new(self.additional(
                    here,
                    schema,
                    self.changes.remove_additional,
                )?));
            }
            "dependentRequired" => {
                let mut dependents = Vec::new();
                for (property, names) in here.object(keyword, value)? {
                    dependents.push((property.clone(), here.names(keyword, names)?));
                }
                rules.push(Box::new(DependentRequired { keyword, dependents }));
            }
            "dependencies" => self.dependencies(here, here.object(keyword, value)?, rules)?,
            "dependentSchemas" => rules.push(Box::new(DependentSchemas {
                dependents: self.named(here, keyword, here.object(keyword, value)?)?,
            })),
            _ => {
                self.tracks = true;
                rules.push(Box::new(UnevaluatedProperties {
                    schema: self.unless_false(here, value, keyword)?,
                }));
            }
        }
        Ok(())
    }

    /// The rule about properties that neither `properties` nor `patternProperties` names.
    pub(super) fn additional(
        &self,
        here: &Here<'_, 's>,
        schema: Option<NodeId>,
        removes: RemoveAdditional,
    ) -> Compiled<AdditionalProperties> {
        let keys = |keyword| {
            let named = here.get(keyword).and_then(Json::as_object);
            named.into_iter().flat_map(Map::keys)
        };
        let patterns = keys("patternProperties").map(|pattern| matcher(here, "patternProperties", pattern));
        Ok(AdditionalProperties {
            names: keys("properties").cloned().collect(),
            patterns: patterns.collect::<Compiled<_>>()?,
            schema,
            removes,
        })
    }

    pub(super) fn dependencies(
        &mut self,
        here: &Here<'_, 's>,
        value: &'s Map<String, Json>,
        rules: &mut Vec<Rule>,
    ) -> Compiled<()> {
        let keyword = "dependencies";
        let (mut required, mut schemas) = (Vec::new(), Vec::new());
        for (property, dependent) in value {
            if dependent.is_array() {
                required.push((property.clone(), here.names(keyword, dependent)?));
            } else {
                let place = format!("{keyword}/{}", escape_fragment(property));
                schemas.push((property.clone(), self.below(here, dependent, &place)?));
            }
        }
        rules.push(Box::new(DependentRequired {
            keyword,
            dependents: required,
        }));
        rules.push(Box::new(DependentSchemas { dependents: schemas }));
        Ok(())
    }

    pub(super) fn named(
        &mut self,
        here: &Here<'_, 's>,
        keyword: &str,
        schemas: &'s Map<String, Json>,
    ) -> Compiled<Vec<(String, NodeId)>> {
        let one = |(name, schema): (&String, &'s Json)| {
            let place = format!("{keyword}/{}", escape_fragment(name));
            Ok((name.clone(), self.below(here, schema, &place)?))
        };
        schemas.iter().map(one).collect()
    }
}
