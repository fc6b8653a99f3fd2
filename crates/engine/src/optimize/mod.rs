//! The optimizer: rules that rewrite the plan, one a file, in the order they run.

pub mod early_filter;
pub mod lift_records;
pub mod projection_pushdown;

use jsonmill_json::projection::{Field, Node, NodeId, Projection};

use crate::plan::{Input, Plan};

/// One rewrite.
pub struct Rule {
    /// Its name, as `explain()` shows it
    pub name: &'static str,
    /// Rewrites the plan; whether anything changed
    pub apply: fn(&mut Plan) -> bool,
}

/// All rules.
pub const RULES: &[Rule] = &[lift_records::RULE, projection_pushdown::RULE, early_filter::RULE];

/// Applies every rule once. Where numbers keep their text, which is known only of what still lies in the input, records are taken whole.
pub fn optimize(plan: &mut Plan) {
    if plan.verbatim {
        return whole_records(plan);
    }
    for rule in RULES {
        if (rule.apply)(plan) {
            plan.applied.push(rule.name);
        }
    }
}

/// Wants each record, or the document, as it lies in the input.
fn whole_records(plan: &mut Plan) {
    let whole = Node {
        value: true,
        output: true,
        ..Node::default()
    };
    let mut nodes = vec![Node::default(), whole.clone()];
    let mut last = 0;
    if !plan.mill && plan.input == Input::Json {
        for key in &plan.at {
            nodes.push(Node::default());
            let child = nodes.len() - 1;
            nodes[last].fields.push(Field {
                name: key.as_bytes().into(),
                node: NodeId(child as u32),
            });
            last = child;
        }
        nodes.push(Node::default());
        let elements = nodes.len() - 1;
        nodes[last].records = Some(0);
        nodes[last].elements = Some(NodeId(elements as u32));
        last = elements;
    }
    nodes[last] = whole;
    plan.projection = Projection { nodes };
}
