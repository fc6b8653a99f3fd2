//! oxc's tree to ours: refuses what never compiles, all at once, and drops what build tools left.

mod assign;
mod chain;
mod expression;
mod function;
mod literal;
mod object;
mod operator;
mod pattern;
mod statement;

use super::ast::{Expr, ExprKind};
use super::refuse::Refused;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// How deeply syntax may nest. Everything above recurses on the tree, so this bounds all of it.
pub const MAX_DEPTH: u32 = 250;

/// The state of a conversion.
pub struct Convert<'s> {
    /// What was refused so far
    pub errors: Vec<Diagnostic>,
    /// The callback's text
    text: &'s str,
    /// What stands before it in the text that oxc read
    shift: u32,
    depth: u32,
}

impl<'s> Convert<'s> {
    /// A conversion of `text`, which oxc read behind `shift` bytes.
    pub fn new(text: &'s str, shift: u32) -> Convert<'s> {
        Convert {
            errors: Vec::new(),
            text,
            shift,
            depth: 0,
        }
    }

    /// A span of the callback's own text.
    fn span(&self, span: oxc_span::Span) -> Span {
        Span::new(
            span.start.saturating_sub(self.shift),
            span.end.saturating_sub(self.shift),
        )
    }

    /// Refuses a construct. The value stands in for it, so that the rest is looked at too.
    fn refuse(&mut self, refused: Refused, span: oxc_span::Span) -> Expr {
        let span = self.span(span);
        self.errors.push(refused.at(span));
        Expr::new(span, ExprKind::Null)
    }

    /// Goes one level down, or refuses to.
    fn nested<T>(
        &mut self,
        span: oxc_span::Span,
        instead: impl FnOnce(Expr) -> T,
        convert: impl FnOnce(&mut Self) -> T,
    ) -> T {
        if self.depth == MAX_DEPTH {
            // One report: every sibling down there would repeat it.
            if self
                .errors
                .iter()
                .any(|found| *found == Refused::TooDeep.at(found.span))
            {
                return instead(Expr::new(self.span(span), ExprKind::Null));
            }
            return instead(self.refuse(Refused::TooDeep, span));
        }
        self.depth += 1;
        let converted = convert(self);
        self.depth -= 1;
        converted
    }
}
