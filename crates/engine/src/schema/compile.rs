//! From the text of a schema to rules, in the order in which ajv tries them: by the kind of value they are about, keyword by
//! keyword. A node is compiled once however often it is referred to, and from a queue: nothing recurses on the schema.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::changes::{Changes, RemoveAdditional, UseDefaults};
use super::coerce::may_become;
use super::documents::{Dialect, Documents, Site};
use super::draft::Draft;
use super::keywords::{
    Keyword, additional_items::NoMoreItems, additional_properties::AdditionalProperties, all_of::AllOf, any_of::AnyOf,
    const_::Const, contains::Contains, dependent_required::DependentRequired, dependent_schemas::DependentSchemas,
    dynamic_ref::DynamicRef, enum_::Enum, format::Format, if_::If, items, multiple_of::MultipleOf, not::Not,
    number_bound::NumberBound, number_bound::Relation, one_of::OneOf, pattern::Matcher, pattern::Pattern,
    pattern_properties::PatternProperties, properties::Properties, property_names::PropertyNames, ref_::Ref,
    required::Required, size_bound::SizeBound, type_::Kind, type_::Type, unevaluated_items::UnevaluatedItems,
    unevaluated_properties::UnevaluatedProperties, unique_items::UniqueItems,
};
use super::violation::escape_fragment;
use super::{Group, Node, NodeId, Options, Place, Schema, SchemaError, Subject};

/// Nodes of a schema and of everything it refers to.
const MAX_NODES: usize = 100_000;

type Rule = Box<dyn Keyword>;
type Compiled<T> = Result<T, SchemaError>;

/// Groups and their keywords in ajv's order.
const ORDER: [(Subject, &[&str]); 5] = [
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
const VALIDATION: [&str; 20] = [
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

impl Schema {
    /// Compiles a schema.
    ///
    /// # Errors
    /// A keyword has a value that it cannot have, a reference leads nowhere, a pattern is no regular expression.
    pub fn compile(root: &Json, options: &Options) -> Compiled<Schema> {
        let documents = Documents::new(root, options)?;
        let mut compiler = Compiler {
            documents: &documents,
            known: HashMap::new(),
            waiting: Vec::new(),
            nodes: Vec::new(),
            tracks: false,
            changes: options.changes,
        };
        compiler.node(documents.site(root, 0, "#".to_owned()));
        while let Some((id, site)) = compiler.waiting.pop() {
            if compiler.nodes.len() > MAX_NODES {
                return Err(SchemaError::new(&site.path, format!("more than {MAX_NODES} schemas")));
            }
            compiler.nodes[id.0 as usize] = compiler.compile(&site)?;
        }
        Ok(Schema {
            fast: super::fast::Fast::new(&compiler.nodes, options.changes),
            nodes: compiler.nodes,
            tracks: compiler.tracks,
            changes: options.changes,
        })
    }
}

struct Compiler<'d, 's> {
    documents: &'d Documents<'s>,
    /// Nodes by the address of their schema
    known: HashMap<*const Json, NodeId>,
    waiting: Vec<(NodeId, Site<'s>)>,
    nodes: Vec<Node>,
    tracks: bool,
    changes: Changes,
}

/// A schema object that is being compiled.
struct Here<'h, 's> {
    site: &'h Site<'s>,
    keywords: &'s Map<String, Json>,
    dialect: Dialect,
}

impl<'s> Here<'_, 's> {
    fn error(&self, keyword: &str, what: &str) -> SchemaError {
        SchemaError::new(
            &format!("{}/{keyword}", self.site.path),
            format!("{keyword} must be {what}"),
        )
    }

    fn number(&self, keyword: &str, value: &Json) -> Compiled<f64> {
        value.as_f64().ok_or_else(|| self.error(keyword, "a number"))
    }

    fn names(&self, keyword: &str, value: &Json) -> Compiled<Vec<String>> {
        let names = value.as_array().map(|names| {
            let name = |name: &Json| name.as_str().map(str::to_owned);
            names.iter().map(name).collect::<Option<Vec<_>>>()
        });
        names
            .flatten()
            .ok_or_else(|| self.error(keyword, "an array of strings"))
    }

    fn object(&self, keyword: &str, value: &'s Json) -> Compiled<&'s Map<String, Json>> {
        value.as_object().ok_or_else(|| self.error(keyword, "an object"))
    }

    fn get(&self, keyword: &str) -> Option<&'s Json> {
        self.keywords.get(keyword).filter(|_| self.reads(keyword))
    }

    /// Whether the draft, the metaschema and what stands beside let a keyword count.
    fn reads(&self, keyword: &str) -> bool {
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

impl<'s> Compiler<'_, 's> {
    /// The node of a schema, which may have to be compiled yet.
    fn node(&mut self, site: Site<'s>) -> NodeId {
        let next = NodeId(self.nodes.len() as u32);
        let id = *self.known.entry(std::ptr::from_ref(site.schema)).or_insert(next);
        if id == next {
            self.nodes.push(Node::default());
            self.waiting.push((id, site));
        }
        id
    }

    fn below(&mut self, here: &Here<'_, 's>, schema: &'s Json, place: &str) -> Compiled<NodeId> {
        if !schema.is_object() && !schema.is_boolean() {
            let path = format!("{}/{place}", here.site.path);
            return Err(SchemaError::new(&path, "a schema must be an object or a boolean"));
        }
        let path = format!("{}/{place}", here.site.path);
        let site = self.documents.site(schema, here.site.resource, path);
        Ok(self.node(site))
    }

    fn many(&mut self, here: &Here<'_, 's>, keyword: &str, value: &'s Json) -> Compiled<Vec<NodeId>> {
        let schemas = value
            .as_array()
            .ok_or_else(|| here.error(keyword, "an array of schemas"))?;
        let one = |(i, schema): (usize, &'s Json)| self.below(here, schema, &format!("{keyword}/{i}"));
        schemas.iter().enumerate().map(one).collect()
    }

    fn compile(&mut self, site: &Site<'s>) -> Compiled<Node> {
        let mut node = Node {
            path: site.path.clone(),
            resource: site.resource as u32,
            ..Node::default()
        };
        let keywords = match site.schema {
            Json::Object(keywords) => keywords,
            Json::Bool(accepts) => {
                node.refuses = !accepts;
                node.path = site.path.clone();
                return Ok(node);
            }
            _ => return Err(SchemaError::new(&site.path, "a schema must be an object or a boolean")),
        };
        let here = Here {
            site,
            keywords,
            dialect: self.documents.resources[site.resource].dialect,
        };
        let mut expected = self.expected(&here)?;
        // What may become of another type is told before anything else is looked at.
        let how = self.changes.coerce_types;
        let becomes = expected
            .iter()
            .flat_map(|expected| &expected.kinds)
            .any(|&kind| may_become(kind, how));
        for (subject, order) in ORDER {
            let mut rules = Vec::new();
            for keyword in order {
                if let Some(value) = here.get(keyword) {
                    self.rule(&here, keyword, value, &mut rules)?;
                }
            }
            if rules.is_empty() {
                continue;
            }
            let is_its = |expected: &mut Type| {
                let kind = match subject {
                    Subject::Number => Kind::Number,
                    Subject::String => Kind::String,
                    Subject::Array => Kind::Array,
                    Subject::Object => Kind::Object,
                    Subject::Any => return false,
                };
                !becomes && expected.kinds == [kind]
            };
            node.groups.push(Group {
                subject,
                late_type: expected.take_if(is_its),
                defaults: self.defaults(&here, subject),
                rules,
            });
        }
        node.early_type = expected;
        Ok(node)
    }

    /// What takes empty places of an object or a tuple.
    fn defaults(&self, here: &Here<'_, 's>, subject: Subject) -> Vec<(Place, Json, String)> {
        if self.changes.use_defaults == UseDefaults::Off {
            return Vec::new();
        }
        let default = |place, schema: &Json| {
            let value = schema.get("default")?;
            Some((place, value.clone(), value.to_string()))
        };
        match (subject, here.get("properties"), here.get("items")) {
            (Subject::Object, Some(Json::Object(properties)), _) => properties
                .iter()
                .filter_map(|(name, schema)| default(Place::Property(name.clone()), schema))
                .collect(),
            (Subject::Array, _, Some(Json::Array(items))) => items
                .iter()
                .enumerate()
                .filter_map(|(index, schema)| default(Place::Item(index), schema))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn expected(&self, here: &Here<'_, 's>) -> Compiled<Option<Type>> {
        let Some(written) = here.get("type") else {
            return Ok(None);
        };
        let name = |name: &Json| name.as_str().and_then(Kind::of_name);
        let kinds = match written {
            Json::Array(names) => names.iter().map(name).collect(),
            one => name(one).map(|kind| vec![kind]),
        };
        let mut kinds: Vec<Kind> = kinds.ok_or_else(|| here.error("type", "one of JSON's types, or several"))?;
        if here.keywords.get("nullable") == Some(&Json::Bool(true)) {
            kinds.push(Kind::Null);
        }
        Ok(Some(Type {
            kinds,
            written: written.clone(),
        }))
    }

    fn rule(
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
                if let Some(known) = super::format::format(name, here.dialect.draft) {
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

    fn array_rule(
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

    fn object_rule(
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
    fn additional(
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

    fn dependencies(
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

    fn named(
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

    /// `false` is told in the keyword's own words.
    fn unless_false(&mut self, here: &Here<'_, 's>, schema: &'s Json, keyword: &str) -> Compiled<Option<NodeId>> {
        if *schema == Json::Bool(false) {
            return Ok(None);
        }
        self.below(here, schema, keyword).map(Some)
    }

    fn reference(&mut self, here: &Here<'_, 's>, keyword: &str, value: &'s Json) -> Compiled<Rule> {
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

fn matcher(here: &Here<'_, '_>, keyword: &str, pattern: &str) -> Compiled<Matcher> {
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
