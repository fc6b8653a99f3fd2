//! Conversion methods of an object's own: `{ valueOf() { … } }` where a primitive is wanted.
//!
//! Operations know the heap alone and cannot call functions. One that meets such an object leaves a request and ends in
//! [`CONVERSION`]; the executor calls the method and does the operation once more, with the answer at hand.

use super::{Abrupt, Heap, Ref, Value};

/// What ends an operation that needs a conversion method called. Where nobody can call it, V8 takes over.
pub const CONVERSION: Abrupt = Abrupt::Unsupported(OWN_METHOD);

/// What [`CONVERSION`] says.
pub const OWN_METHOD: &str = "an object with a conversion method of its own";

/// What kind of primitive the caller would like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Operators that take either: `+`, `==`
    Default,
    /// A number
    Number,
    /// A string
    String,
}

impl Hint {
    /// The methods to try, in order.
    #[must_use]
    pub fn methods(self) -> [&'static [u8]; 2] {
        match self {
            Hint::String => [b"toString", b"valueOf"],
            Hint::Default | Hint::Number => [b"valueOf", b"toString"],
        }
    }
}

/// Requests of conversions and answers to them, for the operation under way.
#[derive(Debug, Default)]
pub struct Conversions {
    wanted: Option<(Ref, Hint)>,
    answers: Vec<(Ref, Hint, Value)>,
    next: usize,
}

impl Conversions {
    /// With these answers, to be given in this order.
    #[must_use]
    pub fn answering(answers: Vec<(Ref, Hint, Value)>) -> Conversions {
        Conversions {
            answers,
            ..Conversions::default()
        }
    }

    /// The answers, to add another one.
    #[must_use]
    pub fn into_answers(self) -> Vec<(Ref, Hint, Value)> {
        self.answers
    }

    /// The request that the last operation ended with.
    #[must_use]
    pub fn wanted(&self) -> Option<(Ref, Hint)> {
        self.wanted
    }

    /// The same without the request.
    #[must_use]
    pub fn answered(self) -> Conversions {
        Conversions { wanted: None, ..self }
    }
}

impl Heap<'_> {
    /// The next answer, if it is to this question.
    pub fn converted(&mut self, object: Ref, hint: Hint) -> Option<Value> {
        let &(of, wanted, answer) = self.conversions.answers.get(self.conversions.next)?;
        (of == object && wanted == hint).then(|| {
            self.conversions.next += 1;
            answer
        })
    }

    /// Asks for a conversion method to be called.
    #[cold]
    pub fn want_conversion(&mut self, object: Ref, hint: Hint) -> Abrupt {
        self.conversions.wanted = Some((object, hint));
        CONVERSION
    }
}
