//! Projection pushdown: tells Scan which paths the callbacks read, so that all else is checked and skipped.
//!
//! Abstract interpretation: every expression has an [`Abstract`] value that says which places of the input it may be.
//! Reading a member of a place makes a place below it; any use that is not understood wants the place whole. Variables
//! are taken without regard to order, and the analysis repeats until nothing new is wanted.

mod counted;
mod evaluate;
mod methods;
mod want;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use jsonmill_json::projection::{NodeId, Projection};

use super::Rule;
use crate::aggregates::Aggregate;
use crate::hir::{Expr, Function};
use crate::plan::{Callback, Given, Input, Plan, Stage, StageKind};

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
    /// Functions of the callback's text, and captured ones
    functions: Vec<u32>,
    /// Captured objects that hold functions
    given: Vec<Arc<Given>>,
}

impl Abstract {
    fn node(node: NodeId) -> Abstract {
        Abstract {
            nodes: vec![node],
            ..Abstract::default()
        }
    }

    /// The one function that this may be.
    fn one_function(&self) -> Option<u32> {
        match self.functions.as_slice() {
            [function] if self.nodes.is_empty() => Some(*function),
            _ => None,
        }
    }

    fn is_nothing(&self) -> bool {
        self.nodes.is_empty()
            && self.elements.is_none()
            && self.fields.is_none()
            && self.functions.is_empty()
            && self.given.is_empty()
    }
}

/// The analysis of one stage.
struct Analysis<'a> {
    projection: &'a mut Projection,
    changed: bool,
    /// The functions of the callback's text and then those of each captured function's
    functions: Vec<&'a Function>,
    /// Which of them are whose
    texts: Vec<Text<'a>>,
    locals: HashMap<(u32, u32), Abstract>,
    /// How many calls were looked into
    calls: u32,
    /// Functions being interpreted, innermost last
    active: Vec<u32>,
    /// Loops around the current place that count
    counted: counted::Counted<'a>,
    /// Record pipelines inside the document: the whole chain's expression and the array's place
    lifted: &'a HashMap<u32, LiftedChain<'a>>,
}

/// The text of the callback or of a function that it captured.
struct Text<'a> {
    /// Its functions, of which the first is itself; none for what was not compiled
    functions: Range<u32>,
    /// What its free names are bound to
    bound: &'a [Arc<Given>],
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
        changed |= analysis.changed;
        // What is checked before is wanted whole, unless its text is enough.
        let checked = plan.document.as_ref().and_then(|stage| stage.validator.as_ref());
        if checked.is_some_and(|validator| !validator.reads_text()) {
            want::value(projection, &Abstract::node(NodeId(0)), false, &mut changed);
        }
        return changed;
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
    let mut of_input = true;
    for stage in &plan.stages {
        let Some(callback) = &stage.callback else {
            // Without a function the records themselves are looked at.
            // A Validate reads the text of the input's records, as long as no callback can have changed them.
            let validates = stage.kind == StageKind::Validate && !of_input;
            if validates || matches!(stage.kind, StageKind::Sort | StageKind::Distinct) {
                want::value(projection, &value, false, &mut changed);
            }
            of_input &= !stage.validator.as_ref().is_some_and(|validator| validator.changes());
            continue;
        };
        of_input = false;
        let mut analysis = Analysis::new(projection, callback, &lifted);
        // Its env, or the array of all records where it looks at that.
        let array = match callback.hir.uses_array {
            true => Abstract {
                elements: Some(Arc::new(value.clone())),
                ..Abstract::default()
            },
            false => analysis.given(&callback.given),
        };
        let index = Abstract::default();
        match stage.kind {
            StageKind::Filter => {
                let result = analysis.call(0, &[value.clone(), index, array]);
                analysis.want_kind(&result);
            }
            StageKind::Map | StageKind::Transform | StageKind::Slice { .. } | StageKind::Validate => {
                value = analysis.call(0, &[value, index, array]);
            }
            StageKind::FlatMap => {
                // An array's elements go on, anything else goes on itself.
                let result = analysis.call(0, &[value, index, array]);
                value = want::join(
                    analysis.elements_of(&result),
                    Abstract {
                        elements: None,
                        ..result
                    },
                );
            }
            StageKind::Sort => {
                let result = analysis.call(0, &[value.clone(), value.clone(), array]);
                analysis.want_value(&result, false);
            }
            StageKind::Distinct | StageKind::SortBy { .. } => {
                let result = analysis.call(0, &[value.clone(), index, array]);
                analysis.want_value(&result, false);
            }
            StageKind::Reduce => {
                if stage.initial.is_none() {
                    // The first record is the accumulator.
                    analysis.want_value(&value, true);
                }
                let result = analysis.call(0, &[Abstract::default(), value, index, array]);
                analysis.want_value(&result, true);
                value = Abstract::default();
            }
            StageKind::GroupBy => {
                let result = analysis.call(0, &[value.clone(), index, array]);
                analysis.want_value(&result, true);
                changed |= analysis.changed;
                changed |= aggregates(projection, stage, &value);
                value = Abstract::default();
                continue;
            }
        }
        changed |= analysis.changed;
    }
    want::value(projection, &value, true, &mut changed);
    changed
}

/// What the aggregates of a GroupBy want of its records; whether anything of it is new.
fn aggregates(projection: &mut Projection, stage: &Stage, record: &Abstract) -> bool {
    let mut changed = false;
    let lifted = HashMap::new();
    for member in &stage.aggregates {
        let Some(callback) = &member.callback else {
            if member.aggregate != Aggregate::Count {
                want::value(projection, record, true, &mut changed);
            }
            continue;
        };
        let mut analysis = Analysis::new(projection, callback, &lifted);
        let env = analysis.given(&callback.given);
        let result = analysis.call(0, &[record.clone(), Abstract::default(), env]);
        match member.aggregate {
            Aggregate::Count => analysis.want_kind(&result),
            _ => analysis.want_value(&result, true),
        }
        changed |= analysis.changed;
    }
    changed
}

impl<'a> Analysis<'a> {
    fn new(
        projection: &'a mut Projection,
        callback: &'a Callback,
        lifted: &'a HashMap<u32, LiftedChain<'a>>,
    ) -> Analysis<'a> {
        let mut functions: Vec<&Function> = callback.hir.functions.iter().collect();
        let mut texts = vec![Text {
            functions: 0..functions.len() as u32,
            bound: &callback.bound,
        }];
        for captured in &callback.captured {
            let first = functions.len() as u32;
            if let Ok((hir, _)) = &captured.code {
                functions.extend(&hir.functions);
            }
            texts.push(Text {
                functions: first..functions.len() as u32,
                bound: &captured.bound,
            });
        }
        Analysis {
            projection,
            changed: false,
            functions,
            texts,
            calls: 0,
            locals: HashMap::new(),
            active: Vec::new(),
            counted: counted::Counted::default(),
            lifted,
        }
    }

    /// The text that a function stands in.
    fn text_of(&self, function: u32) -> &Text<'a> {
        let around = self.texts.iter().find(|text| text.functions.contains(&function));
        around.expect("every function stands in a text")
    }

    /// A captured value.
    fn given(&self, given: &Arc<Given>) -> Abstract {
        let mut result = Abstract::default();
        match **given {
            Given::Unknown => {}
            Given::Function(number) => {
                let text = &self.texts[number as usize + 1];
                result.functions.extend(text.functions.clone().next());
            }
            Given::Object(_) => result.given.push(Arc::clone(given)),
        }
        result
    }
}
