//! The wanted paths while they grow.

use jsonmill_json::projection::{Field, Node, NodeId, Projection};

use super::{Abstract, Analysis};
use crate::plan::Given;

pub(super) fn new_node(projection: &mut Projection) -> NodeId {
    projection.nodes.push(Node::default());
    NodeId(projection.nodes.len() as u32 - 1)
}

/// The place of a member.
pub(super) fn field(projection: &mut Projection, node: NodeId, name: &[u8], changed: &mut bool) -> NodeId {
    let known = projection.node(node).fields.iter().find(|field| *field.name == *name);
    if let Some(field) = known {
        return field.node;
    }
    *changed = true;
    let child = new_node(projection);
    projection.nodes[node.0 as usize].fields.push(Field {
        name: name.into(),
        node: child,
    });
    child
}

/// The place of an array's elements.
pub(super) fn elements(projection: &mut Projection, node: NodeId, changed: &mut bool) -> NodeId {
    if let Some(elements) = projection.node(node).elements {
        return elements;
    }
    *changed = true;
    let child = new_node(projection);
    projection.nodes[node.0 as usize].elements = Some(child);
    child
}

/// Everything an abstract value may be is wanted whole; `output` where it will be written as it is.
pub(super) fn value(projection: &mut Projection, wanted: &Abstract, output: bool, changed: &mut bool) {
    for node in &wanted.nodes {
        let node = &mut projection.nodes[node.0 as usize];
        *changed |= !node.value || (output && !node.output);
        node.value = true;
        node.output |= output;
    }
    if let Some(elements) = &wanted.elements {
        value(projection, elements, output, changed);
    }
    for (_, member) in wanted.fields.iter().flat_map(|fields| fields.iter()) {
        value(projection, member, output, changed);
    }
}

/// A place is wanted whole, to be written.
pub(super) fn whole(projection: &mut Projection, node: NodeId) {
    let node = &mut projection.nodes[node.0 as usize];
    node.value = true;
    node.output = true;
}

/// Last touches, when nothing new is wanted any more.
pub(super) fn finish(projection: &mut Projection) {
    // A document that holds streamed records is never kept as a span.
    let holds_records: Vec<bool> = (0..projection.nodes.len())
        .map(|node| has_records(projection, node))
        .collect();
    for (node, holds) in projection.nodes.iter_mut().zip(holds_records) {
        node.open |= node.value && holds;
    }
    // What a whole value holds is wanted whole; members are handed over with it, so that both stay the same objects.
    for at in 0..projection.nodes.len() {
        let node = &projection.nodes[at];
        if node.value && !node.open {
            let output = node.output;
            let fields: Vec<_> = node.fields.iter().map(|field| field.node).collect();
            for field in fields {
                let field = &mut projection.nodes[field.0 as usize];
                field.value = true;
                field.output |= output;
            }
        }
    }
}

fn has_records(projection: &Projection, node: usize) -> bool {
    let fields = &projection.nodes[node].fields;
    fields.iter().any(|field| projection.node(field.node).records.is_some())
}

impl Analysis<'_> {
    pub(super) fn want_value(&mut self, wanted: &Abstract, output: bool) {
        value(self.projection, wanted, output, &mut self.changed);
    }

    /// Only the type is wanted: truthiness, `typeof`, `===` with an object.
    pub(super) fn want_kind(&mut self, wanted: &Abstract) {
        for node in &wanted.nodes {
            let node = &mut self.projection.nodes[node.0 as usize];
            self.changed |= !node.kind;
            node.kind = true;
        }
    }

    /// All members are wanted under their own names.
    pub(super) fn want_open(&mut self, wanted: &Abstract, output: bool) {
        self.want_value(wanted, output);
        for node in &wanted.nodes {
            self.projection.nodes[node.0 as usize].open = true;
        }
    }

    pub(super) fn member(&mut self, object: &Abstract, name: &str) -> Abstract {
        let mut result = Abstract::default();
        for &node in &object.nodes {
            let child = field(self.projection, node, name.as_bytes(), &mut self.changed);
            result.nodes.push(child);
            if name == "length" {
                elements(self.projection, node, &mut self.changed);
            }
        }
        for (known, member) in object.fields.iter().flat_map(|fields| fields.iter()) {
            if **known == *name {
                result = join(result, member.clone());
            }
        }
        for given in &object.given {
            if let Given::Object(members) = &**given
                && let Some((_, member)) = members.iter().find(|(known, _)| **known == *name)
            {
                result = join(result, self.given(member));
            }
        }
        result
    }

    pub(super) fn elements_of(&mut self, array: &Abstract) -> Abstract {
        let mut result = Abstract::default();
        for &node in &array.nodes {
            result.nodes.push(elements(self.projection, node, &mut self.changed));
        }
        match &array.elements {
            Some(elements) => join(result, (**elements).clone()),
            None => result,
        }
    }
}

/// What may be either.
pub(super) fn join(mut a: Abstract, b: Abstract) -> Abstract {
    for node in b.nodes {
        if !a.nodes.contains(&node) {
            a.nodes.push(node);
        }
    }
    for given in b.given {
        if !a.given.iter().any(|known| std::sync::Arc::ptr_eq(known, &given)) {
            a.given.push(given);
        }
    }
    for function in b.functions {
        if !a.functions.contains(&function) {
            a.functions.push(function);
        }
    }
    a.elements = match (a.elements, b.elements) {
        (Some(x), Some(y)) => Some(std::sync::Arc::new(join((*x).clone(), (*y).clone()))),
        (x, y) => x.or(y),
    };
    a.fields = match (a.fields, b.fields) {
        (Some(x), Some(y)) => {
            let mut fields = (*x).clone();
            fields.extend(y.iter().cloned());
            Some(std::sync::Arc::new(fields))
        }
        (x, y) => x.or(y),
    };
    a
}
