//! `$dynamicRef` and `$recursiveRef`: <https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.2>

use super::super::Node;
use super::super::NodeId;
use super::super::check::{Check, Seen};
use super::Keyword;
use crate::value::{Completion, Value};

/// A reference that the outermost resource on the way here may redirect.
#[derive(Debug)]
pub struct DynamicRef {
    /// Where it leads otherwise
    pub(in super::super) target: NodeId,
    /// Resources that redirect it, and where to
    pub(in super::super) redirects: Vec<(u32, NodeId)>,
}

impl Keyword for DynamicRef {
    fn check(&self, check: &mut Check<'_, '_>, _: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        let redirect = |resource: &u32| self.redirects.iter().find(|(of, _)| of == resource);
        let target = check
            .scope
            .iter()
            .find_map(redirect)
            .map_or(self.target, |found| found.1);
        let outer = check.enter_function();
        let valid = check.beside(target, value, seen)?;
        check.leave_function(outer, valid);
        Ok(valid)
    }
}
