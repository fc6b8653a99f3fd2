//! Labels: what `break` and `continue` mean.

use std::sync::Arc;

use super::{Lower, report};
use crate::hir::{LabelId, Stmt};
use crate::source::Span;
use crate::syntax::ast::Name;

/// What a label stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Labelled {
    Loop,
    Switch,
    Block,
}

/// Something that `break` can leave.
#[derive(Debug)]
pub(super) struct Label {
    pub id: LabelId,
    names: Vec<Arc<str>>,
    what: Labelled,
}

impl Lower<'_> {
    /// Enters something that `break` can leave.
    pub(super) fn enter_label(&mut self, names: &[Arc<str>], what: Labelled) -> LabelId {
        let frame = self.frame();
        let id = LabelId(frame.next_label);
        frame.next_label += 1;
        frame.labels.push(Label {
            id,
            names: names.to_vec(),
            what,
        });
        id
    }

    /// Leaves it.
    pub(super) fn leave_label(&mut self) {
        self.frame().labels.pop();
    }

    /// `break`
    pub(super) fn break_to(&mut self, name: Option<&Name>, span: Span) -> Option<Stmt> {
        let found = self.find_label(name, |what| what != Labelled::Block);
        self.known_label(found, span).map(Stmt::Break)
    }

    /// `continue`
    pub(super) fn continue_to(&mut self, name: Option<&Name>, span: Span) -> Option<Stmt> {
        let found = self.find_label(name, |what| what == Labelled::Loop);
        self.known_label(found, span).map(Stmt::Continue)
    }

    fn find_label(&mut self, name: Option<&Name>, unnamed: impl Fn(Labelled) -> bool) -> Option<LabelId> {
        let found = self.frame().labels.iter().rev().find(|label| match name {
            Some(name) => label.names.contains(&name.text),
            None => unnamed(label.what),
        });
        found.map(|label| label.id)
    }

    fn known_label(&mut self, found: Option<LabelId>, span: Span) -> Option<LabelId> {
        if found.is_none() {
            self.errors.push(report::no_such_label(span));
        }
        found
    }
}
