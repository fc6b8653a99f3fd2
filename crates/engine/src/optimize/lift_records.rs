//! Record pipelines inside a document: `doc.items.filter(f).map(g)` streams while the document is read.
//!
//! A chain is lifted when its array has a fixed path from the document, nothing else uses that array, its callbacks see
//! nothing but their record and index, and its result goes only into the output. Then records are written as they
//! pass by, and where the transform evaluates the chain it finds text instead of an array.

use std::collections::HashMap;
use std::sync::Arc;

use super::Rule;
use crate::hir::{Callee, Element, Expr, ExprKind, Hir, LocalId, Origin, PropertyDefinition, Stmt, Target, UnaryOp};
use crate::plan::{Lifted, Output, Plan, StageKind};

/// The rule.
pub const RULE: Rule = Rule {
    name: "lift_records",
    apply,
};

type Path = Vec<Arc<str>>;

fn apply(plan: &mut Plan) -> bool {
    // Indented output depends on how deep the array stands, which is known only later.
    if !plan.mill || plan.document.is_some() || plan.pretty || plan.output != Output::Json {
        return false;
    }
    let stage = plan.stages[0].clone();
    let Some(callback) = &stage.callback else { return false };
    let Some(&document) = callback.hir.root().params.first() else {
        return false;
    };
    let mut search = Search {
        hir: &callback.hir,
        paths: HashMap::new(),
        chains: Vec::new(),
        uses: Vec::new(),
        visiting: vec![0],
        guards: 0,
    };
    search.paths.insert((0, document.0), Vec::new());
    search.block(0, &callback.hir.root().body);
    let Search { chains, uses, .. } = search;
    let unused = |chain: &Lifted| uses.iter().all(|(path, use_)| !conflicts(path, use_, &chain.path));
    // Two chains over one array, or one inside another's, would each need the records.
    let apart = |chain: &Lifted| {
        let others = chains.iter().filter(|other| other.expression != chain.expression);
        others
            .into_iter()
            .all(|other| !chain.path.starts_with(&other.path) && !other.path.starts_with(&chain.path))
    };
    plan.lifted = chains
        .iter()
        .filter(|chain| unused(chain) && apart(chain))
        .cloned()
        .collect();
    !plan.lifted.is_empty()
}

/// Whether a use of `used` needs the array at `chain`: it is the array or something in it, or a whole that contains it.
fn conflicts(used: &Path, use_: &Use, chain: &Path) -> bool {
    match use_ {
        Use::Kind => used.len() > chain.len() && used.starts_with(chain),
        // The spread does not keep members that stand behind it.
        Use::Spread(without) => {
            let kept_out =
                chain.len() == used.len() + 1 && chain.starts_with(used) && without.contains(&chain[used.len()]);
            !kept_out && (used.starts_with(chain) || chain.starts_with(used))
        }
        Use::Whole => used.starts_with(chain) || chain.starts_with(used),
    }
}

/// How a place of the document is used.
#[derive(Clone, Debug)]
enum Use {
    /// Only its type matters
    Kind,
    /// It is spread into an object that has these members of its own behind
    Spread(Vec<Arc<str>>),
    /// Any other way
    Whole,
}

/// Where the value of an expression goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    /// Into the output, unread
    Output,
    /// Only its type is looked at
    Kind,
    /// Anywhere
    Anywhere,
}

struct Search<'a> {
    hir: &'a Hir,
    /// Variables that hold a place of the document
    paths: HashMap<(u32, u32), Path>,
    chains: Vec<Lifted>,
    uses: Vec<(Path, Use)>,
    /// Functions being visited, innermost last
    visiting: Vec<u32>,
    /// `try` statements around the current place
    guards: u32,
}

impl<'a> Search<'a> {
    fn block(&mut self, function: u32, body: &'a [Stmt]) {
        for statement in body {
            self.statement(function, statement);
        }
    }

    fn statement(&mut self, function: u32, statement: &'a Stmt) {
        let root = function == 0;
        match statement {
            Stmt::Init(local, Some(value)) => {
                let info = &self.hir.functions[function as usize].locals[local.0 as usize];
                if !info.reassigned
                    && !info.cell
                    && let Some(path) = self.path(function, value)
                {
                    // Taking a name for a place is no use of it yet, but the pattern's check of its type is.
                    self.uses.push((path.clone(), Use::Kind));
                    self.paths.insert((function, local.0), path);
                } else {
                    self.expr(function, value, Goes::Anywhere);
                }
            }
            Stmt::Declare(_) | Stmt::Init(_, None) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::Return(None) => {}
            Stmt::Expr(value) | Stmt::Throw(value) => self.expr(function, value, Goes::Anywhere),
            Stmt::If { test, then, otherwise } => {
                self.expr(function, test, Goes::Kind);
                self.block(function, then);
                self.block(function, otherwise);
            }
            Stmt::Return(Some(value)) => {
                self.expr(function, value, if root { Goes::Output } else { Goes::Anywhere });
            }
            Stmt::Block { body, .. } => self.block(function, body),
            Stmt::Loop { test, update, body, .. } => {
                for part in test.iter().chain(update) {
                    self.expr(function, part, Goes::Anywhere);
                }
                self.block(function, body);
            }
            Stmt::ForOf {
                iterable: source, body, ..
            }
            | Stmt::ForIn {
                object: source, body, ..
            } => {
                self.expr(function, source, Goes::Anywhere);
                self.block(function, body);
            }
            Stmt::Switch {
                discriminant, cases, ..
            } => {
                self.expr(function, discriminant, Goes::Anywhere);
                for (test, body) in cases {
                    if let Some(test) = test {
                        self.expr(function, test, Goes::Anywhere);
                    }
                    self.block(function, body);
                }
            }
            Stmt::Try {
                body,
                handler,
                finalizer,
            } => {
                // What a callback of streamed records throws comes past `catch` and `finally`.
                self.guards += 1;
                self.block(function, body);
                self.guards -= u32::from(finalizer.is_none());
                if let Some((_, body)) = handler {
                    self.block(function, body);
                }
                self.guards -= u32::from(finalizer.is_some());
                if let Some(body) = finalizer {
                    self.block(function, body);
                }
            }
        }
    }

    /// The place of the document that an expression is, if it is one and nothing else.
    fn path(&self, function: u32, e: &Expr) -> Option<Path> {
        match &e.kind {
            ExprKind::Local(local) => self.local_path(function, *local),
            ExprKind::Member { object, name, .. } => {
                let mut path = self.path(function, object)?;
                path.push(name.clone());
                Some(path)
            }
            ExprKind::RequireCoercible { value, .. } => self.path(function, value),
            _ => None,
        }
    }

    fn local_path(&self, function: u32, local: LocalId) -> Option<Path> {
        self.paths.get(&(function, local.0)).cloned()
    }

    fn expr(&mut self, function: u32, e: &'a Expr, goes: Goes) {
        if let Some(path) = self.path(function, e) {
            let use_ = if goes == Goes::Kind { Use::Kind } else { Use::Whole };
            self.uses.push((path, use_));
            return;
        }
        if goes == Goes::Output
            && function == 0
            && self.guards == 0
            && let Some(chain) = self.chain(e)
        {
            self.chains.push(chain);
            return;
        }
        let inner = if goes == Goes::Output {
            Goes::Output
        } else {
            Goes::Anywhere
        };
        match &e.kind {
            ExprKind::Object(properties) => {
                for (index, property) in properties.iter().enumerate() {
                    match property {
                        PropertyDefinition::Value(_, value) => self.expr(function, value, inner),
                        PropertyDefinition::Computed(key, value) => {
                            self.expr(function, key, Goes::Anywhere);
                            self.expr(function, value, inner);
                        }
                        PropertyDefinition::Spread(value) => match self.path(function, value) {
                            Some(path) => {
                                let later = properties[index + 1..].iter().filter_map(|property| match property {
                                    PropertyDefinition::Value(name, _) => Some(name.clone()),
                                    _ => None,
                                });
                                self.uses.push((path, Use::Spread(later.collect())));
                            }
                            None => self.expr(function, value, Goes::Anywhere),
                        },
                    }
                }
            }
            ExprKind::Array(elements) => {
                for element in elements {
                    match element {
                        Element::Value(value) => self.expr(function, value, inner),
                        Element::Spread(value, _) => self.expr(function, value, Goes::Anywhere),
                        Element::Hole => {}
                    }
                }
            }
            ExprKind::Conditional(test, then, otherwise) => {
                self.expr(function, test, Goes::Kind);
                self.expr(function, then, inner);
                self.expr(function, otherwise, inner);
            }
            ExprKind::Logical(_, left, right) => {
                self.expr(function, left, if goes == Goes::Kind { Goes::Kind } else { inner });
                self.expr(function, right, if goes == Goes::Kind { Goes::Kind } else { inner });
            }
            ExprKind::Chain(value) => self.expr(function, value, goes),
            ExprKind::Unary(op, value) => {
                let kind = matches!(op, UnaryOp::Not | UnaryOp::Typeof | UnaryOp::Void);
                self.expr(function, value, if kind { Goes::Kind } else { Goes::Anywhere });
            }
            ExprKind::Call {
                callee: Callee::Global(name),
                arguments,
                ..
            } if &**name == "Array.isArray" => {
                for argument in arguments {
                    if let Element::Value(value) | Element::Spread(value, _) = argument {
                        self.expr(function, value, Goes::Kind);
                    }
                }
            }
            _ => self.children(function, e),
        }
    }

    /// Parts of an expression that may use their values in any way.
    fn children(&mut self, function: u32, e: &'a Expr) {
        let any = |search: &mut Self, part: &'a Expr| search.expr(function, part, Goes::Anywhere);
        match &e.kind {
            ExprKind::Template(_, parts) | ExprKind::Sequence(parts) => {
                parts.iter().for_each(|part| any(self, part));
            }
            ExprKind::Binary(_, left, right) | ExprKind::Default(left, right) => {
                any(self, left);
                any(self, right);
            }
            ExprKind::Member { object, .. } => any(self, object),
            ExprKind::Index { object, index, .. } => {
                any(self, object);
                any(self, index);
            }
            ExprKind::Call { callee, arguments, .. } => {
                match callee {
                    Callee::Value(value) | Callee::Method { object: value, .. } => any(self, value),
                    Callee::IndexMethod { object, index, .. } => {
                        any(self, object);
                        any(self, index);
                    }
                    Callee::Global(_) => {}
                }
                self.elements(function, arguments);
            }
            ExprKind::New { arguments, .. } => self.elements(function, arguments),
            // A named function that mentions itself is visited once.
            ExprKind::Function(inner) if self.visiting.contains(&inner.0) => {}
            ExprKind::Function(inner) => {
                let body = &self.hir.functions[inner.0 as usize];
                for (index, local) in body.locals.iter().enumerate() {
                    if let Origin::Captured(outer) = local.origin
                        && let Some(path) = self.local_path(function, outer)
                    {
                        self.paths.insert((inner.0, index as u32), path);
                    }
                }
                self.visiting.push(inner.0);
                self.block(inner.0, &body.body);
                self.visiting.pop();
            }
            ExprKind::Assign(target, value)
            | ExprKind::AssignOp(_, target, value)
            | ExprKind::AssignLogical(_, target, value) => {
                self.target(function, target);
                any(self, value);
            }
            ExprKind::Update { target, .. } | ExprKind::Delete(target) => self.target(function, target),
            ExprKind::RequireCoercible { value, .. }
            | ExprKind::Elements { value, .. }
            | ExprKind::ElementsRest(value, _)
            | ExprKind::ObjectRest(value, _)
            | ExprKind::ToPropertyKey(value) => any(self, value),
            _ => {}
        }
    }

    fn elements(&mut self, function: u32, elements: &'a [Element]) {
        for element in elements {
            if let Element::Value(value) | Element::Spread(value, _) = element {
                self.expr(function, value, Goes::Anywhere);
            }
        }
    }

    /// A write to a place is a use of the whole of what contains it.
    fn target(&mut self, function: u32, target: &'a Target) {
        match target {
            Target::Local(local, _) => {
                if let Some(path) = self.local_path(function, *local) {
                    self.uses.push((path, Use::Whole));
                }
            }
            Target::Member(object, ..) => self.expr(function, object, Goes::Anywhere),
            Target::Index(object, index, _) => {
                self.expr(function, object, Goes::Anywhere);
                self.expr(function, index, Goes::Anywhere);
            }
        }
    }

    /// The chain of filters and maps that an expression is.
    fn chain(&self, e: &'a Expr) -> Option<Lifted> {
        let mut stages = Vec::new();
        let mut at = e;
        while let ExprKind::Call {
            callee,
            arguments,
            optional: false,
            ..
        } = &at.kind
        {
            let (Callee::Method { object, name, .. }, [Element::Value(callback)]) = (callee, &**arguments) else {
                return None;
            };
            let kind = match &**name {
                "filter" => StageKind::Filter,
                "map" => StageKind::Map,
                _ => return None,
            };
            let ExprKind::Function(function) = callback.kind else {
                return None;
            };
            if !self.sees_only_its_record(function.0) {
                return None;
            }
            stages.push((kind, function.0));
            at = object;
        }
        stages.reverse();
        let path = self.path(0, at)?;
        (!stages.is_empty()).then(|| Lifted {
            path,
            source: at.clone(),
            expression: e.id,
            stages,
        })
    }

    fn sees_only_its_record(&self, function: u32) -> bool {
        let function = &self.hir.functions[function as usize];
        function.params.len() <= 2
            && function.rest.is_none()
            && !function
                .locals
                .iter()
                .any(|local| matches!(local.origin, Origin::Captured(_)))
    }
}
