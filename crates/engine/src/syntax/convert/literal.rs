//! Literals.

use std::sync::Arc;

use oxc_ast::ast as oxc;

use super::Convert;
use crate::syntax::ast::{Expr, ExprKind};
use crate::syntax::refuse::Refused;

impl Convert<'_> {
    /// A number; legacy octal is refused.
    pub(super) fn number(&mut self, literal: &oxc::NumericLiteral<'_>) -> Expr {
        let raw = literal.raw.as_ref().map_or("", |raw| raw.as_str()).as_bytes();
        if raw.len() > 1 && raw[0] == b'0' && raw[1].is_ascii_digit() {
            return self.refuse(Refused::LegacyOctal, literal.span);
        }
        Expr::new(self.span(literal.span), ExprKind::Number(literal.value))
    }

    /// A template: a string where nothing is put in.
    pub(super) fn template(&mut self, template: &oxc::TemplateLiteral<'_>) -> Expr {
        let span = self.span(template.span);
        let mut texts = Vec::with_capacity(template.quasis.len());
        for element in &template.quasis {
            match &element.value.cooked {
                Some(cooked) => texts.push(wtf8(cooked, element.lone_surrogates)),
                None => return self.refuse(Refused::InvalidTemplate, element.span),
            }
        }
        if template.expressions.is_empty() {
            return Expr::new(span, ExprKind::String(texts.swap_remove(0)));
        }
        let values = template
            .expressions
            .iter()
            .map(|value| self.expression(value))
            .collect();
        Expr::new(span, ExprKind::Template(texts, values))
    }
}

/// A literal's text as WTF-8. oxc writes a lone surrogate as U+FFFD and four hexadecimal digits, and U+FFFD itself so too.
pub(super) fn wtf8(text: &str, lone_surrogates: bool) -> Arc<[u8]> {
    if !lone_surrogates {
        return Arc::from(text.as_bytes());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut parts = text.split('\u{FFFD}');
    out.extend_from_slice(parts.next().unwrap_or("").as_bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(4).unwrap_or((part, ""));
        let unit = u32::from_str_radix(digits, 16).unwrap_or(0xFFFD);
        // Three bytes, as UTF-8 would write it if it could: https://simonsapin.github.io/wtf-8/
        out.extend([
            0xE0 | (unit >> 12) as u8,
            0x80 | (unit >> 6 & 0x3F) as u8,
            0x80 | (unit & 0x3F) as u8,
        ]);
        out.extend_from_slice(rest.as_bytes());
    }
    Arc::from(out)
}
