//! Where every schema is: resources by URI, anchors, and the base URI of each schema object.
//!
//! <https://json-schema.org/draft/2020-12/json-schema-core#section-8.2>

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use super::draft::Draft;
use super::metaschemas::metaschemas;
use super::uri;
use super::{Options, SchemaError};

/// Schemas inside each other.
const MAX_DEPTH: usize = 500;

/// Keywords whose value is a schema.
const ONE: [&str; 12] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Keywords whose value is an array of schemas; `items` may be one too.
const MANY: [&str; 5] = ["allOf", "anyOf", "items", "oneOf", "prefixItems"];
/// Keywords whose value is an object of schemas.
const NAMED: [&str; 6] = [
    "$defs",
    "definitions",
    "dependencies",
    "dependentSchemas",
    "patternProperties",
    "properties",
];

/// How keywords are to be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    pub draft: Draft,
    /// The metaschema has the vocabulary of assertions
    pub validates: bool,
    /// `format` refuses
    pub formats: bool,
}

/// A document, or a part of one that has a URI of its own.
#[derive(Debug)]
pub(super) struct Resource<'s> {
    pub uri: String,
    pub root: &'s Json,
    pub dialect: Dialect,
    /// The path of its root in its document
    path: String,
    anchors: HashMap<String, &'s Json>,
    pub dynamic_anchors: HashMap<String, &'s Json>,
}

/// A schema, and the resource it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Site<'s> {
    pub schema: &'s Json,
    pub resource: usize,
    pub path: String,
}

/// Everything that references can reach.
#[derive(Debug, Default)]
pub(super) struct Documents<'s> {
    pub resources: Vec<Resource<'s>>,
    by_uri: HashMap<String, usize>,
    /// The resource of each schema object, by its address: the trees do not move while schemas are compiled
    homes: HashMap<*const Json, (usize, String)>,
}

struct Visit<'s> {
    schema: &'s Json,
    /// `None` for the root of a document
    resource: Option<usize>,
    base: String,
    dialect: Dialect,
    path: String,
    depth: usize,
}

impl<'s> Documents<'s> {
    /// The URI of a schema that says none.
    const NAMELESS: &'static str = "schema:///";

    /// Documents that a schema's references may reach; the first resource is the schema's own.
    pub(super) fn new(root: &'s Json, options: &'s Options) -> Result<Documents<'s>, SchemaError> {
        let mut documents = Documents::default();
        documents.add(root, Self::NAMELESS, options)?;
        for (uri, schema) in &options.schemas {
            documents.add(schema, &uri::resolve(Self::NAMELESS, uri), options)?;
        }
        for schema in metaschemas() {
            documents.add(schema, Self::NAMELESS, options)?;
        }
        Ok(documents)
    }

    fn add(&mut self, root: &'s Json, uri: &str, options: &'s Options) -> Result<(), SchemaError> {
        let first = self.resources.len();
        let draft = options.draft.unwrap_or_default();
        let dialect = Dialect {
            draft,
            validates: true,
            formats: options.formats || draft.asserts_formats(),
        };
        let mut open = vec![Visit {
            schema: root,
            resource: None,
            base: uri.to_owned(),
            dialect: self.dialect(root, dialect, options),
            path: "#".to_owned(),
            depth: 0,
        }];
        while let Some(visit) = open.pop() {
            if visit.depth > MAX_DEPTH {
                return Err(SchemaError::new(
                    &visit.path,
                    format!("the schema is nested deeper than {MAX_DEPTH} schemas"),
                ));
            }
            self.visit(visit, options, &mut open);
        }
        // it may call itself otherwise than what it is known by
        self.by_uri.entry(uri.to_owned()).or_insert(first);
        Ok(())
    }

    /// What `$schema` says: a draft, or a metaschema of the user's own with its vocabularies.
    fn dialect(&self, schema: &Json, inherited: Dialect, options: &Options) -> Dialect {
        let Some(named) = schema.get("$schema").and_then(Json::as_str) else {
            return inherited;
        };
        let with = |draft: Draft| Dialect {
            draft,
            validates: true,
            formats: options.formats || draft.asserts_formats(),
        };
        if let Some(draft) = Draft::of_uri(named) {
            return with(draft);
        }
        let Some(metaschema) = options.schemas.get(named.trim_end_matches('#')) else {
            return inherited;
        };
        let draft = metaschema.get("$schema").and_then(Json::as_str).and_then(Draft::of_uri);
        let mut dialect = with(draft.unwrap_or(inherited.draft));
        if let Some(vocabularies) = metaschema.get("$vocabulary").and_then(Json::as_object) {
            let has = |name: &str| vocabularies.keys().any(|uri| uri.ends_with(name));
            dialect.validates = has("/vocab/validation");
            let asserts = has("/vocab/format-assertion")
                || vocabularies
                    .iter()
                    .any(|(uri, required)| uri.ends_with("/2019-09/vocab/format") && *required == Json::Bool(true));
            dialect.formats |= asserts;
        }
        dialect
    }

    fn visit(&mut self, visit: Visit<'s>, options: &'s Options, open: &mut Vec<Visit<'s>>) {
        let Visit {
            schema,
            resource,
            mut base,
            mut dialect,
            path,
            depth,
        } = visit;
        let keywords = schema.as_object();
        if resource.is_some() {
            dialect = self.dialect(schema, dialect, options);
        }
        let ignores_siblings =
            !dialect.draft.reads_beside_ref() && keywords.is_some_and(|keywords| keywords.contains_key("$ref"));
        let id = keywords
            .filter(|_| !ignores_siblings)
            .and_then(|keywords| keywords.get(dialect.draft.id_keyword()))
            .and_then(Json::as_str);
        let named = id.map(uri::split_fragment).filter(|(uri, _)| !uri.is_empty());
        let mut home = resource;
        if let Some((own, _)) = named {
            base = uri::resolve(&base, own);
            home = None;
        }
        let home = home.unwrap_or_else(|| {
            self.resources.push(Resource {
                uri: base.clone(),
                root: schema,
                dialect,
                path: path.clone(),
                anchors: HashMap::new(),
                dynamic_anchors: HashMap::new(),
            });
            let number = self.resources.len() - 1;
            self.by_uri.entry(base.clone()).or_insert(number);
            number
        });
        self.homes.insert(std::ptr::from_ref(schema), (home, path.clone()));
        let Some(keywords) = keywords else { return };
        self.note_anchors(
            schema,
            keywords,
            id.filter(|_| dialect.draft <= Draft::Draft7),
            home,
            dialect.draft,
        );
        let mut below = |schema: &'s Json, path: String| {
            open.push(Visit {
                schema,
                resource: Some(home),
                base: base.clone(),
                dialect,
                path,
                depth: depth + 1,
            });
        };
        for (keyword, value) in keywords {
            let keyword = keyword.as_str();
            match value {
                Json::Array(schemas) if MANY.contains(&keyword) => {
                    for (i, schema) in schemas.iter().enumerate() {
                        below(schema, format!("{path}/{keyword}/{i}"));
                    }
                }
                Json::Object(schemas) if NAMED.contains(&keyword) => {
                    for (name, schema) in schemas {
                        let name = super::violation::escape_fragment(name);
                        below(schema, format!("{path}/{keyword}/{name}"));
                    }
                }
                Json::Object(_) | Json::Bool(_) if ONE.contains(&keyword) => below(value, format!("{path}/{keyword}")),
                _ => {}
            }
        }
    }

    fn note_anchors(
        &mut self,
        schema: &'s Json,
        keywords: &Map<String, Json>,
        id: Option<&str>,
        home: usize,
        draft: Draft,
    ) {
        let resource = &mut self.resources[home];
        if let Some((_, anchor)) = id.map(uri::split_fragment).filter(|(_, anchor)| !anchor.is_empty()) {
            resource.anchors.insert(anchor.to_owned(), schema);
        }
        if draft < Draft::Draft201909 {
            return;
        }
        if let Some(anchor) = keywords.get("$anchor").and_then(Json::as_str) {
            resource.anchors.insert(anchor.to_owned(), schema);
        }
        if let Some(anchor) = keywords.get("$dynamicAnchor").and_then(Json::as_str) {
            resource.anchors.insert(anchor.to_owned(), schema);
            resource.dynamic_anchors.insert(anchor.to_owned(), schema);
        }
    }

    /// Where a schema object stands.
    pub(super) fn site(&self, schema: &'s Json, within: usize, path: String) -> Site<'s> {
        match self.homes.get(&std::ptr::from_ref(schema)) {
            Some((resource, path)) => Site {
                schema,
                resource: *resource,
                path: path.clone(),
            },
            None => Site {
                schema,
                resource: within,
                path,
            },
        }
    }

    /// What a reference in `resource` means.
    pub(super) fn resolve(&self, reference: &str, resource: usize) -> Option<Site<'s>> {
        let target = uri::resolve(&self.resources[resource].uri, reference);
        let number = *self
            .by_uri
            .get(&target)
            .or_else(|| self.by_uri.get(target.trim_end_matches('/')))?;
        let fragment = uri::decode(uri::split_fragment(reference).1);
        let found = &self.resources[number];
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let schema = found.anchors.get(&fragment)?;
            return Some(self.site(schema, number, format!("#{fragment}")));
        }
        let (mut schema, mut home, mut path) = (found.root, number, found.path.clone());
        for segment in fragment.split('/').skip(1) {
            let key = segment.replace("~1", "/").replace("~0", "~");
            schema = match schema {
                Json::Object(members) => members.get(&key)?,
                Json::Array(elements) => elements.get(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
            path = format!("{path}/{}", super::violation::escape_fragment(&key));
            if let Some((resource, _)) = self.homes.get(&std::ptr::from_ref(schema)) {
                home = *resource;
            }
        }
        Some(self.site(schema, home, path))
    }
}
