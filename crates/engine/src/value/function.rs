//! What is known of a function by its text.

use super::{Class, Heap, Object, Ref, Str};

/// A function's own properties, and its text.
#[derive(Clone, Copy, Debug)]
pub struct FunctionText {
    /// What `Function.prototype.toString` gives
    pub source: Str,
    /// Its `name`, where the text says what that is
    pub name: Option<Str>,
    /// Its `length`
    pub length: u32,
    /// Whether it has a `prototype`, where the text says so
    pub has_prototype: Option<bool>,
}

impl Heap<'_> {
    /// What is known of a function; nothing of one that was bound, or that is not compiled.
    #[must_use]
    pub fn function_text(&self, r: Ref) -> Option<FunctionText> {
        match self.peek(r) {
            Object::Function { function, .. } if r.class == Class::Function => {
                self.function_texts().get(function as usize).copied()
            }
            _ => None,
        }
    }
}
