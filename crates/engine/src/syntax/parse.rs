//! Text to AST, through oxc.

use oxc_allocator::Allocator;
use oxc_ast::ast as oxc;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;

use super::ast;
use super::convert::Convert;
use super::depth;
use super::form::{self, Form};
use super::refuse::Refused;
use crate::diagnostic::Diagnostic;
use crate::source::{Source, Span};

/// Parses the text that `Function.prototype.toString` gave for a callback.
/// <https://tc39.es/ecma262/#sec-function.prototype.tostring>
///
/// # Errors
/// Every construct that never compiles, or the first syntax error.
pub fn parse(source: &Source) -> Result<ast::Function, Vec<Diagnostic>> {
    let whole = Span::new(0, source.text.len() as u32);
    let levels = depth::bound(&source.text);
    if levels > depth::MOST || source.text.len() > i32::MAX as usize {
        return Err(vec![Refused::TooLarge.at(whole)]);
    }
    if form::is_native(&source.text) {
        return Err(vec![Refused::NativeCallback.at(whole)]);
    }
    depth::with_stack(levels, || parse_text(&source.text, whole)).unwrap_or_else(|| Err(vec![Refused::TooLarge.at(whole)]))
}

/// Tries the forms of a function's text in turn.
fn parse_text(text: &str, whole: Span) -> Result<ast::Function, Vec<Diagnostic>> {
    let allocator = Allocator::default();
    match parse_expression(&allocator, &format!("({text}\n)"), 1) {
        Ok(expression) => callback(text, &expression, whole),
        Err(error) => Err(vec![match form::of_method(&allocator, text) {
            Some(Form::Async) => Refused::AsyncCallback.at(whole),
            Some(Form::Generator) => Refused::GeneratorCallback.at(whole),
            Some(Form::Accessor) => Refused::AccessorCallback.at(whole),
            Some(Form::Method) => Refused::MethodCallback.at(whole),
            None => error,
        }]),
    }
}

/// Parses one expression; `shift` is the length of what was put before the callback's text.
pub fn parse_expression<'a>(
    allocator: &'a Allocator,
    wrapped: &str,
    shift: u32,
) -> Result<oxc::Expression<'a>, Diagnostic> {
    let wrapped = allocator.alloc_str(wrapped);
    let options = ParseOptions { preserve_parens: false, ..ParseOptions::default() };
    // Sloppy code is the larger language; what it reads differently from strict code is refused one by one.
    let source_type = SourceType::jsx().with_script(true);
    let mut parsed = Parser::new(allocator, wrapped, source_type).with_options(options).parse();
    if let Some(error) = parsed.diagnostics.first() {
        let label = error.labels.first();
        let end = wrapped.len() as u32 - 2 * shift;
        let start = label.map_or(0, |label| (label.offset() as u32).saturating_sub(shift)).min(end);
        let stop = label.map_or(start, |label| ((label.offset() + label.len()) as u32).saturating_sub(shift)).clamp(start, end);
        let span = Span::new(start, stop);
        if wrapped[start as usize + shift as usize..].starts_with("import.meta") || error.message.contains("import.meta") {
            return Err(Refused::ImportMeta.at(span));
        }
        return Err(Diagnostic::new(span, format!("the source does not parse: {}", error.message), SYNTAX_HELP));
    }
    match (parsed.program.body.pop(), parsed.program.body.is_empty()) {
        (Some(oxc::Statement::ExpressionStatement(statement)), true) => Ok(statement.unbox().expression),
        _ => Err(Refused::NotAFunction.at(Span::new(0, wrapped.len() as u32 - 2 * shift))),
    }
}

const SYNTAX_HELP: &str = "pass a function whose toString() is its JavaScript source";

/// Converts the callback itself.
fn callback(text: &str, expression: &oxc::Expression<'_>, whole: Span) -> Result<ast::Function, Vec<Diagnostic>> {
    let mut convert = Convert::new(text, 1);
    let function = match expression {
        oxc::Expression::ArrowFunctionExpression(arrow) if arrow.r#async => Err(Refused::AsyncCallback),
        oxc::Expression::FunctionExpression(function) if function.r#async => Err(Refused::AsyncCallback),
        oxc::Expression::FunctionExpression(function) if function.generator => Err(Refused::GeneratorCallback),
        oxc::Expression::ClassExpression(_) => Err(Refused::ClassCallback),
        oxc::Expression::ArrowFunctionExpression(arrow) => Ok(convert.arrow(arrow)),
        oxc::Expression::FunctionExpression(function) => Ok(convert.function(function)),
        _ => Err(Refused::NotAFunction),
    };
    let function = function.map_err(|refused| vec![refused.at(whole)])?;
    let mut errors = convert.errors;
    if errors.is_empty() && function.body.iter().all(|statement| matches!(statement.kind, ast::StmtKind::Empty)) {
        errors.push(Refused::EmptyCallback.at(whole));
    }
    if errors.is_empty() { Ok(function) } else { Err(errors) }
}
