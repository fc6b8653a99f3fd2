//! What known methods and functions do with what they are given.

use std::sync::Arc;

use super::evaluate::Frame;
use super::want::join;
use super::{Abstract, Analysis};
use crate::hir::{Element, Expr, ExprKind};

impl<'a> Analysis<'a> {
    pub(super) fn call_global(&mut self, frame: &mut Frame, path: &str, arguments: &'a [Element]) -> Abstract {
        match (path, arguments) {
            ("Array.isArray" | "Boolean", [Element::Value(value)]) => {
                let value = self.expr(frame, value);
                self.want_kind(&value);
            }
            ("Object.keys" | "Object.values" | "Object.entries", [Element::Value(value)]) => {
                let value = self.expr(frame, value);
                self.want_open(&value, true);
            }
            _ => self.unknown_arguments(frame, arguments),
        }
        Abstract::default()
    }

    pub(super) fn call_method(
        &mut self,
        frame: &mut Frame,
        object: &'a Expr,
        name: &str,
        arguments: &'a [Element],
    ) -> Abstract {
        let receiver = self.expr(frame, object);
        self.want_kind(&receiver);
        if receiver.nodes.is_empty() && !receiver.given.is_empty() {
            let method = self.member(&receiver, name);
            if let Some(function) = method.one_function() {
                return self.known_call(frame, function, arguments);
            }
        }
        let callback = match arguments {
            [Element::Value(first), rest @ ..] if rest.iter().all(|rest| matches!(rest, Element::Value(_))) => {
                Some((first, rest))
            }
            _ => None,
        };
        if let Some((first, rest)) = callback
            && let Some(result) = self.iteration(frame, &receiver, name, first, rest)
        {
            return result;
        }
        if let ("sort" | "toSorted", [Element::Value(comparator)]) = (name, arguments)
            && let Some(sorted) = self.sorted(frame, &receiver, name, comparator)
        {
            return sorted;
        }
        match (name, arguments) {
            ("reverse" | "toReversed", []) => {
                let element = self.elements_of(&receiver);
                self.want_kind(&element);
                if name == "reverse" { receiver } else { array_of(element) }
            }
            ("slice" | "at", _) if arguments.iter().all(|a| matches!(a, Element::Value(_))) => {
                for argument in arguments {
                    if let Element::Value(value) = argument {
                        self.used(frame, value);
                    }
                }
                let element = self.elements_of(&receiver);
                if name == "at" { element } else { array_of(element) }
            }
            ("join", _) => {
                let element = self.elements_of(&receiver);
                self.want_value(&element, false);
                self.unknown_arguments(frame, arguments);
                Abstract::default()
            }
            ("includes" | "indexOf" | "lastIndexOf", _) => {
                let element = self.elements_of(&receiver);
                self.want_value(&element, false);
                self.unknown_arguments(frame, arguments);
                Abstract::default()
            }
            ("concat", _) => {
                let mut all = self.elements_of(&receiver);
                for argument in arguments {
                    if let Element::Value(value) | Element::Spread(value, _) = argument {
                        let value = self.expr(frame, value);
                        // An argument may be an array, whose elements are appended, or an element itself.
                        self.want_value(&value, true);
                        all = join(
                            all,
                            Abstract {
                                nodes: Vec::new(),
                                ..value
                            },
                        );
                    }
                }
                self.want_value(&all, true);
                Abstract::default()
            }
            _ => {
                self.want_open(&receiver, true);
                self.unknown_arguments(frame, arguments);
                Abstract::default()
            }
        }
    }

    /// Array methods that call a function for each element.
    fn iteration(
        &mut self,
        frame: &mut Frame,
        receiver: &Abstract,
        name: &str,
        callback: &'a Expr,
        rest: &'a [Element],
    ) -> Option<Abstract> {
        let known = [
            "map",
            "filter",
            "find",
            "findLast",
            "findIndex",
            "findLastIndex",
            "some",
            "every",
            "forEach",
            "flatMap",
            "reduce",
            "reduceRight",
        ];
        if !known.contains(&name) {
            return None;
        }
        let function = match &callback.kind {
            ExprKind::Function(function) => self.text_of(frame.function).functions.start + function.0,
            ExprKind::Local(_) | ExprKind::Binding(_) | ExprKind::Member { .. } => {
                self.expr(frame, callback).one_function()?
            }
            _ => return None,
        };
        let element = self.elements_of(receiver);
        // The elements are handed to the function, whether it looks at them or not.
        self.want_kind(&element);
        if matches!(name, "reduce" | "reduceRight") {
            return Some(self.reduction(frame, receiver, element, function, rest));
        }
        for argument in rest {
            if let Element::Value(value) = argument {
                self.used(frame, value);
            }
        }
        let result = self.call(function, &[element.clone(), Abstract::default(), receiver.clone()]);
        Some(match name {
            "map" => array_of(result),
            "filter" => {
                self.want_kind(&result);
                array_of(element)
            }
            "find" | "findLast" => {
                self.want_kind(&result);
                element
            }
            "flatMap" => {
                // The result may be an array, whose elements go on, or a value that goes on itself.
                self.want_value(&result, true);
                Abstract::default()
            }
            _ => {
                self.want_kind(&result);
                Abstract::default()
            }
        })
    }

    /// Sorting by a function: it is given any two elements.
    fn sorted(&mut self, frame: &mut Frame, receiver: &Abstract, name: &str, comparator: &'a Expr) -> Option<Abstract> {
        let ExprKind::Function(function) = &comparator.kind else {
            return None;
        };
        let function = self.text_of(frame.function).functions.start + function.0;
        let element = self.elements_of(receiver);
        self.want_kind(&element);
        let result = self.call(function, &[element.clone(), element.clone()]);
        self.want_value(&result, true);
        Some(if name == "sort" {
            receiver.clone()
        } else {
            array_of(element)
        })
    }

    fn reduction(
        &mut self,
        frame: &mut Frame,
        receiver: &Abstract,
        element: Abstract,
        function: u32,
        rest: &'a [Element],
    ) -> Abstract {
        let initial = match rest {
            [] => {
                // Without an initial value the first element is the accumulator.
                self.want_value(&element, true);
                Abstract::default()
            }
            [Element::Value(initial), ..] => self.expr(frame, initial),
            _ => Abstract::default(),
        };
        self.want_value(&initial, true);
        let index = Abstract::default();
        let result = self.call(function, &[Abstract::default(), element, index, receiver.clone()]);
        self.want_value(&result, true);
        Abstract::default()
    }
}

fn array_of(element: Abstract) -> Abstract {
    if element.is_nothing() {
        return element;
    }
    Abstract {
        elements: Some(Arc::new(element)),
        ..Abstract::default()
    }
}
