//! Strings in HTML elements.

mod anchor;
mod big;
mod blink;
mod bold;
mod fixed;
mod fontcolor;
mod fontsize;
mod italics;
mod link;
mod small;
mod strike;
mod sub;
mod sup;

use crate::builtins::Builtin;
use crate::builtins::arguments::{argument, this_string};
use crate::ecma::text::append;
use crate::ecma::to_string;
use crate::value::{Completion, Heap, Value};

/// The family.
pub(in crate::builtins) const BUILTINS: &[&Builtin] = &[
    &anchor::BUILTIN,
    &big::BUILTIN,
    &blink::BUILTIN,
    &bold::BUILTIN,
    &fixed::BUILTIN,
    &fontcolor::BUILTIN,
    &fontsize::BUILTIN,
    &italics::BUILTIN,
    &link::BUILTIN,
    &small::BUILTIN,
    &strike::BUILTIN,
    &sub::BUILTIN,
    &sup::BUILTIN,
];

/// CreateHTML: <https://tc39.es/ecma262/#sec-createhtml>
fn create_html(
    heap: &mut Heap<'_>,
    this: Value,
    tag: &str,
    attribute: Option<&str>,
    arguments: &[Value],
) -> Completion {
    let string = this_string(this)?;
    let mut html = format!("<{tag}").into_bytes();
    if let Some(attribute) = attribute {
        let value = to_string(heap, argument(arguments, 0))?;
        html.extend_from_slice(format!(" {attribute}=\"").as_bytes());
        for &byte in heap.text(value) {
            if byte == b'"' {
                html.extend_from_slice(b"&quot;");
            } else {
                html.push(byte);
            }
        }
        html.push(b'"');
    }
    html.push(b'>');
    append(heap, &mut html, string)?;
    html.extend_from_slice(format!("</{tag}>").as_bytes());
    Ok(Value::String(heap.string(&html)?))
}
