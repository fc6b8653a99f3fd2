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
    let function = parse_captured(source)?;
    let is_empty = |statement: &ast::Stmt| matches!(statement.kind, ast::StmtKind::Empty);
    if function.body.iter().all(is_empty) {
        let whole = Span::new(0, source.text.len() as u32);
        return Err(vec![Refused::EmptyCallback.at(whole)]);
    }
    Ok(function)
}

/// Parses the text of a function that a callback captured: one that does nothing is fine.
///
/// # Errors
/// As for [`parse`].
pub fn parse_captured(source: &Source) -> Result<ast::Function, Vec<Diagnostic>> {
    let whole = Span::new(0, source.text.len() as u32);
    let levels = depth::bound(&source.text);
    if levels > depth::MOST || source.text.len() > i32::MAX as usize {
        return Err(vec![Refused::TooLarge.at(whole)]);
    }
    if form::is_native(&source.text) {
        return Err(vec![Refused::NativeCallback.at(whole)]);
    }
    depth::with_stack(levels, || parse_text(&source.text, whole))
        .unwrap_or_else(|| Err(vec![Refused::TooLarge.at(whole)]))
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
            Some(Form::Method(function)) => {
                let mut convert = Convert::new(text, form::METHOD_SHIFT);
                let function = convert.function(&function);
                return checked(function, convert.errors);
            }
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
    let options = ParseOptions {
        preserve_parens: false,
        ..ParseOptions::default()
    };
    // Sloppy code is the larger language; what it reads differently from strict code is refused one by one.
    let source_type = SourceType::jsx().with_script(true);
    let mut parsed = Parser::new(allocator, wrapped, source_type)
        .with_options(options)
        .parse();
    if let Some(error) = parsed.diagnostics.first() {
        let label = error.labels.first();
        let end = wrapped.len() as u32 - 2 * shift;
        let start = label.map_or(0, |label| label.offset().saturating_sub(shift)).min(end);
        let stop = label
            .map_or(start, |label| (label.offset() + label.len()).saturating_sub(shift))
            .clamp(start, end);
        let span = Span::new(start, stop);
        if wrapped[start as usize + shift as usize..].starts_with("import.meta")
            || error.message.contains("import.meta")
        {
            return Err(Refused::ImportMeta.at(span));
        }
        return Err(Diagnostic::new(
            span,
            format!("the source does not parse: {}", error.message),
            SYNTAX_HELP,
        ));
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
    checked(function, convert.errors)
}

/// A converted function, if nothing was found in it.
fn checked(function: ast::Function, errors: Vec<Diagnostic>) -> Result<ast::Function, Vec<Diagnostic>> {
    if errors.is_empty() { Ok(function) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        parse(&Source::new(text))
            .err()
            .map_or_else(String::new, |errors| errors[0].message.clone())
    }

    #[test]
    fn every_form_of_a_function_has_its_own_message() {
        for (text, expected) in [
            ("x => x.a", ""),
            ("function (x) { return x }", ""),
            ("function f(x) { return x }", ""),
            ("x => x // end", ""),
            (
                "async x => x",
                "the callback is an async function: its result would be a promise",
            ),
            (
                "async function f(x) { return x }",
                "the callback is an async function: its result would be a promise",
            ),
            (
                "async m(x) { return x }",
                "the callback is an async function: its result would be a promise",
            ),
            (
                "function* (x) { yield x }",
                "the callback is a generator function: its result would be an iterator",
            ),
            (
                "*m(x) { yield x }",
                "the callback is a generator function: its result would be an iterator",
            ),
            ("m(x) { return x }", ""),
            ("['m'](x) { return x }", ""),
            ("m() { return this }", "`this` has no value in a compiled callback"),
            (
                "m() { return super.m() }",
                "`super` has no meaning in a compiled callback",
            ),
            ("get x() { return 1 }", "the callback is a getter or setter"),
            ("class A { }", "the callback is a class"),
            (
                "function () { [native code] }",
                "the callback is a native or bound function: it has no source to compile",
            ),
            ("() => {}", "the callback returns nothing: its body is empty"),
            ("function () { }", "the callback returns nothing: its body is empty"),
            ("5", "the source is not a function"),
            ("x => {", "the source does not parse: Unexpected token"),
        ] {
            assert_eq!(message(text), expected, "{text}");
        }
    }

    #[test]
    fn every_refused_construct_is_named() {
        for (text, construct) in [
            ("x => this.a", "`this`"),
            ("function (x) { return arguments[0] }", "`arguments`"),
            ("function (x) { return new.target }", "`new.target`"),
            ("x => import('a')", "`import()`"),
            ("x => import.meta.url", "`import.meta`"),
            ("x => eval('x')", "`eval`"),
            ("x => { debugger; return x }", "`debugger`"),
            ("x => { with (x) { return a } }", "`with`"),
            ("x => tag`a`", "tagged templates"),
            ("x => 10n", "BigInt literals"),
            ("x => ({ get a() { return 1 } })", "getters and setters"),
            ("x => ({ __proto__: x })", "`__proto__: value`"),
            ("x => class { }", "a class"),
            ("x => async () => x", "an async function inside"),
            ("x => function* () {}", "a generator inside"),
            ("x => <a/>", "JSX"),
            ("x => 010", "octal literals"),
        ] {
            assert!(message(text).starts_with(construct), "{text}: {}", message(text));
        }
    }

    #[test]
    fn all_findings_come_at_once() {
        let errors = parse(&Source::new("x => [this.a, 1n, class {}]")).expect_err("three are refused");
        let places: Vec<u32> = errors.iter().map(|error| error.span.start).collect();
        assert_eq!(places, [6, 14, 18]);
    }

    #[test]
    fn lone_surrogates_live_on() {
        let function = parse(&Source::new(r"x => '\ud800\uFFFDa'")).expect("it parses");
        let ast::StmtKind::Return(Some(value)) = &function.body[0].kind else {
            panic!("an arrow returns")
        };
        let ast::ExprKind::String(text) = &value.kind else {
            panic!("a string")
        };
        assert_eq!(&**text, b"\xED\xA0\x80\xEF\xBF\xBDa");
    }
}
