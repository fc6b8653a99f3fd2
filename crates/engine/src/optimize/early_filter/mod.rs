//! Early filter: finds what a filter at the front needs of single scalars of a record, so that the walk can drop records
//! of which it is known before their end that they will not be kept.
//!
//! The filter's result is a conjunction in the order of evaluation. A part of it that looks at one scalar decides alone, if
//! nothing before it can throw where that scalar is there. What cannot throw may still rest on members: that they
//! are objects, which they are where the scalar lies inside them, or that they are scalars, which the walk looks after.

mod conditions;
mod conjuncts;
mod outside;

use std::sync::Arc;

use jsonmill_json::projection::{NodeId, Projection, Rests};

use super::Rule;
use crate::hir::Function;
use crate::plan::condition::{Condition, Decision};
use crate::plan::{Callback, Input, Plan, StageKind};
use conjuncts::Search;
use outside::Outside;

/// The rule.
pub const RULE: Rule = Rule {
    name: "early_filter",
    apply,
};

/// Names that lead from a record to a member of it.
type Path = Vec<Arc<str>>;

/// A condition on one scalar without which a record is not kept.
struct Needed {
    path: Path,
    condition: Condition,
    /// Members that must be scalars for that
    scalars: Vec<Path>,
}

fn apply(plan: &mut Plan) -> bool {
    let mut found = Vec::new();
    for (callback, function, record) in filters(plan) {
        let outside = Outside::of(callback, plan.params && !plan.mill);
        let mut search = Search::new(function, &outside);
        search.body(&function.body);
        found.extend(search.found.into_iter().map(|needed| (record, needed)));
    }
    // All of them mark their places first: others rest on those.
    let before = plan.decisions.len();
    let mut rests = Vec::new();
    for (record, needed) in found {
        if let Some(way) = way(&plan.projection, record, &needed.path)
            && let Some(scalars) = others(&plan.projection, record, &needed)
        {
            let node = way.leaf;
            rests.push((node, way.members, scalars));
            plan.decisions.push(Decision {
                node,
                path: needed.path,
                condition: needed.condition,
            });
        }
    }
    for (node, members, scalars) in rests {
        for scalar in scalars {
            plan.projection.nodes[scalar.leaf.0 as usize].scalar = true;
            add(&mut plan.projection, node, scalar.members.into_iter().next_back());
        }
        add(&mut plan.projection, node, members);
    }
    plan.decisions.len() > before
}

/// The functions of filters at the front, and the places of their records.
fn filters(plan: &Plan) -> Vec<(&Callback, &Function, NodeId)> {
    let elements = |mut node: NodeId, path: &mut dyn Iterator<Item = &str>| {
        for name in path {
            node = field(&plan.projection, node, name)?;
        }
        plan.projection.node(node).elements
    };
    if plan.mill {
        let Some(callback) = plan.stages.first().and_then(|stage| stage.callback.as_ref()) else {
            return Vec::new();
        };
        let lifted = plan.lifted.iter().filter_map(|lifted| {
            let &(StageKind::Filter, function) = lifted.stages.first()? else {
                return None;
            };
            let node = elements(NodeId(0), &mut lifted.path.iter().map(|name| &**name))?;
            Some((callback, callback.hir.functions.get(function as usize)?, node))
        });
        return lifted.collect();
    }
    let Some(stage) = plan.stages.first() else {
        return Vec::new();
    };
    let (StageKind::Filter, Some(callback), false) = (stage.kind, &stage.callback, stage.takes_array()) else {
        return Vec::new();
    };
    let record = match plan.input {
        Input::Json => elements(NodeId(0), &mut plan.at.iter().map(String::as_str)),
        Input::Lines | Input::Values => Some(NodeId(0)),
    };
    let found = record.map(|record| (callback, callback.hir.root(), record));
    found.into_iter().collect()
}

fn field(projection: &Projection, node: NodeId, name: &str) -> Option<NodeId> {
    let fields = &projection.node(node).fields;
    let field = fields.iter().find(|field| *field.name == *name.as_bytes())?;
    Some(field.node)
}

/// The way to a scalar.
struct Way {
    leaf: NodeId,
    members: Vec<Rests>,
}

/// The way to a member through objects whose fields go to slots.
fn way(projection: &Projection, record: NodeId, path: &Path) -> Option<Way> {
    let (mut node, mut members) = (record, Vec::new());
    for name in path {
        let object = projection.node(node);
        if object.open || object.records.is_some() {
            return None;
        }
        let child = field(projection, node, name)?;
        members.push(Rests {
            object: node,
            name: name.as_bytes().into(),
            any_scalar: false,
        });
        node = child;
    }
    let is_read = !projection.node(node).is_skipped() && projection.node(node).records.is_none();
    (is_read && !members.is_empty()).then_some(Way { leaf: node, members })
}

/// The ways to the members that must be scalars: the walk looks after those of objects on the way to the one that decides.
fn others(projection: &Projection, record: NodeId, needed: &Needed) -> Option<Vec<Way>> {
    let mut ways = Vec::new();
    for path in &needed.scalars {
        let (_, parent) = path.split_last()?;
        if parent.len() >= needed.path.len() || !needed.path.starts_with(parent) {
            return None;
        }
        let mut way = way(projection, record, path)?;
        way.members.last_mut()?.any_scalar = true;
        ways.push(way);
    }
    Some(ways)
}

/// Notes what the decisions at a node rest on.
fn add(projection: &mut Projection, node: NodeId, members: impl IntoIterator<Item = Rests>) {
    let rests = &mut projection.nodes[node.0 as usize].decides;
    for member in members {
        let known = rests
            .iter_mut()
            .find(|known| known.object == member.object && known.name == member.name);
        match known {
            Some(known) => known.any_scalar &= member.any_scalar,
            None => rests.push(member),
        }
    }
    // those of one object stand together
    rests.sort_by_key(|member| member.object);
}
