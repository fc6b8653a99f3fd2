//! From the text of a schema to rules, in the order in which ajv tries them: by the kind of value they are about, keyword by
//! keyword. A node is compiled once however often it is referred to, and from a queue: nothing recurses on the schema.

mod arrays;
mod here;
mod objects;
mod order;
mod references;
mod rules;

use std::collections::HashMap;

use serde_json::Value as Json;

use super::changes::{Changes, UseDefaults};
use super::coerce::may_become;
use super::documents::{Documents, Site};
use super::keywords::{Keyword, type_::Kind, type_::Type};
use super::{Group, Node, NodeId, Options, Place, Schema, SchemaError, Subject};
use here::Here;
use order::ORDER;

/// Nodes of a schema and of everything it refers to.
const MAX_NODES: usize = 100_000;

type Rule = Box<dyn Keyword>;
type Compiled<T> = Result<T, SchemaError>;

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

    /// `false` is told in the keyword's own words.
    fn unless_false(&mut self, here: &Here<'_, 's>, schema: &'s Json, keyword: &str) -> Compiled<Option<NodeId>> {
        if *schema == Json::Bool(false) {
            return Ok(None);
        }
        self.below(here, schema, keyword).map(Some)
    }
}
