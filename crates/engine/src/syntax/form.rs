//! The other forms that a function's text can have.

use oxc_allocator::Allocator;
use oxc_ast::ast as oxc;

use super::parse::parse_expression;

/// What a text is that stands inside an object or a class.
pub enum Form<'a> {
    /// `async m(x) { … }`
    Async,
    /// `*m(x) { … }`
    Generator,
    /// `get x() { … }`
    Accessor,
    /// `m(x) { … }`, `['m'](x) { … }`: a function, but for `this` and `super`, which nothing compiled has
    Method(oxc::Function<'a>),
}

/// Whether a text is that of a built-in or bound function.
/// <https://tc39.es/ecma262/#prod-NativeFunction>
pub fn is_native(text: &str) -> bool {
    let Some(rest) = text.trim_end().strip_suffix('}') else {
        return false;
    };
    let Some(rest) = rest.trim_end().strip_suffix("[native code]") else {
        return false;
    };
    rest.trim_end().ends_with('{')
}

/// The length of what stands before the text of a method when it is parsed as a member of an object literal.
pub const METHOD_SHIFT: u32 = 2;

/// What a text is as a member of an object literal; `None` if it is none.
pub fn of_method<'a>(allocator: &'a Allocator, text: &str) -> Option<Form<'a>> {
    let wrapped = format!("({{{text}\n}})");
    let oxc::Expression::ObjectExpression(object) = parse_expression(allocator, &wrapped, METHOD_SHIFT).ok()? else {
        return None;
    };
    let property = match object.unbox().properties.pop() {
        Some(oxc::ObjectPropertyKind::ObjectProperty(property)) => property.unbox(),
        _ => return None,
    };
    if property.kind != oxc::PropertyKind::Init {
        return Some(Form::Accessor);
    }
    match property.value {
        oxc::Expression::FunctionExpression(function) if property.method && function.r#async => Some(Form::Async),
        oxc::Expression::FunctionExpression(function) if property.method && function.generator => Some(Form::Generator),
        oxc::Expression::FunctionExpression(function) if property.method => Some(Form::Method(function.unbox())),
        _ => None,
    }
}
