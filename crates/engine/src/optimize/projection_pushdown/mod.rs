//! Projection pushdown: tells Scan which paths the callbacks read, so that all else is checked and skipped.
//!
//! Abstract interpretation: every expression has an [`Abstract`] value that says which places of the input it may be.
//! Reading a member of a place makes a place below it; any use that is not understood wants the place whole. Variables
//! are taken without regard to order, and the analysis repeats until nothing new is wanted.

mod evaluate;
mod methods;
mod want;

use std::collections::HashMap;
use std::sync::Arc;

use jsonmill_json::projection::{NodeId, Projection};

use super::Rule;
use crate::hir::{Expr, Hir};
use crate::plan::{Callback, Input, Plan, StageKind};

/// The rule.
pub const RULE: Rule = Rule {
    name: "projection_pushdown",
    apply,
};

/// After this many rounds without an end everything is wanted whole.
const MAX_ROUNDS: usize = 12;

/// Members of a new object.
type Fields = Vec<(Arc<str>, Abstract)>;

/// What an expression may be: places of the input, or something made from them.
#[derive(Clone, Debug, Default)]
struct Abstract {
    /// Values at these places of the input
    nodes: Vec<NodeId>,
    /// A new array with such elements
    elements: Option<Arc<Abstract>>,
    /// A new object with such members; what is not listed has been wanted whole
    fields: Option<Arc<Fields>>,
    /// Functions of the callback's text
    functions: Vec<u32>,
}

impl Abstract {
    fn node(node: NodeId) -> Abstract {
        Abstract {
            nodes: vec![node],
            ..Abstract::default()
        }
    }

    fn is_nothing(&self) -> bool {
        self.nodes.is_empty() && self.elements.is_none() && self.fields.is_none() && self.functions.is_empty()
    }
}

/// The analysis of one stage.
struct Analysis<'a> {
    projection: &'a mut Projection,
    changed: bool,
    hir: &'a Hir,
    locals: HashMap<(u32, u32), Abstract>,
    /// Functions being interpreted, innermost last
    active: Vec<u32>,
    /// Record pipelines inside the document: the whole chain's expression and the array's place
    lifted: &'a HashMap<u32, LiftedChain<'a>>,
}

/// A chain that streams.
struct LiftedChain<'a> {
    source: &'a Expr,
    pipeline: u32,
    stages: Vec<(StageKind, u32)>,
}

fn apply(plan: &mut Plan) -> bool {
    let mut projection = Projection::default();
    want::new_node(&mut projection);
    let any = want::new_node(&mut projection);
    debug_assert_eq!(any, jsonmill_json::walk::ANY_VALUE);
    projection.nodes[1].value = true;
    projection.nodes[1].output = true;
    for _ in 0..MAX_ROUNDS {
        if !round(plan, &mut projection) {
            want::finish(&mut projection);
            plan.projection = projection;
            return true;
        }
    }
    // Never seen; whole values are always right.
    want::whole(&mut projection, NodeId(0));
    plan.projection = projection;
    true
}

/// Interprets all stages once; whether anything new was wanted.
fn round(plan: &Plan, projection: &mut Projection) -> bool {
    let mut changed = false;
    if plan.mill {
        let Some(callback) = &plan.stages[0].callback else {
            return false;
        };
        let lifted = plan.lifted.iter().enumerate().map(|(pipeline, lifted)| {
            let chain = LiftedChain {
                source: &lifted.source,
                pipeline: pipeline as u32,
                stages: lifted.stages.clone(),
            };
            (lifted.expression, chain)
        });
        let lifted = lifted.collect();
        let mut analysis = Analysis::new(projection, callback, &lifted);
        let result = analysis.call(0, &[Abstract::node(NodeId(0))]);
        analysis.want_value(&result, true);
        return analysis.changed;
    }
    let record = if plan.input == Input::Json {
        let array = plan.at.iter().fold(NodeId(0), |node, key| {
            want::field(projection, node, key.as_bytes(), &mut changed)
        });
        projection.nodes[array.0 as usize].records = Some(0);
        want::elements(projection, array, &mut changed)
    } else {
        NodeId(0)
    };
    let lifted = HashMap::new();
    let mut value = Abstract::node(record);
    for stage in &plan.stages {
        let Some(callback) = &stage.callback else {
            // Without a function the records themselves are compared.
            if matches!(stage.kind, StageKind::Sort | StageKind::Distinct) {
                want::value(projection, &value, false, &mut changed);
            }
            continue;
        };
        let mut analysis = Analysis::new(projection, callback, &lifted);
        match stage.kind {
            StageKind::Filter => {
                let result = analysis.call(0, &[value.clone()]);
                analysis.want_kind(&result);
            }
            StageKind::Map | StageKind::Transform | StageKind::Slice { .. } => {
                value = analysis.call(0, &[value]);
            }
            StageKind::FlatMap => {
                // An array's elements go on, anything else goes on itself.
                let result = analysis.call(0, &[value]);
                value = want::join(
                    analysis.elements_of(&result),
                    Abstract {
                        elements: None,
                        ..result
                    },
                );
            }
            StageKind::Sort => {
                let result = analysis.call(0, &[value.clone(), value.clone()]);
                analysis.want_value(&result, false);
            }
            StageKind::Distinct => {
                let result = analysis.call(0, &[value.clone()]);
                analysis.want_value(&result, false);
            }
            StageKind::Reduce => {
                if stage.initial.is_none() {
                    // The first record is the accumulator.
                    analysis.want_value(&value, true);
                }
                let result = analysis.call(0, &[Abstract::default(), value]);
                analysis.want_value(&result, true);
                value = Abstract::default();
            }
        }
        changed |= analysis.changed;
    }
    want::value(projection, &value, true, &mut changed);
    changed
}

impl<'a> Analysis<'a> {
    fn new(
        projection: &'a mut Projection,
        callback: &'a Callback,
        lifted: &'a HashMap<u32, LiftedChain<'a>>,
    ) -> Analysis<'a> {
        let hir = &callback.hir;
        Analysis {
            projection,
            changed: false,
            hir,
            locals: HashMap::new(),
            active: Vec::new(),
            lifted,
        }
    }
}
