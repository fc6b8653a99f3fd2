//! The optimizer: rules that rewrite the plan, one a file, in the order they run.

pub mod lift_records;
pub mod projection_pushdown;

use crate::plan::Plan;

/// One rewrite.
pub struct Rule {
    /// Its name, as `explain()` shows it
    pub name: &'static str,
    /// Rewrites the plan; whether anything changed
    pub apply: fn(&mut Plan) -> bool,
}

/// All rules.
pub const RULES: &[Rule] = &[lift_records::RULE, projection_pushdown::RULE];

/// Applies every rule once.
pub fn optimize(plan: &mut Plan) {
    for rule in RULES {
        if (rule.apply)(plan) {
            plan.applied.push(rule.name);
        }
    }
}
