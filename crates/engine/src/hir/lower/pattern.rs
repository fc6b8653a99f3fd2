//! Patterns: reads of properties and elements, in the order and with the errors that V8 has.
//! <https://tc39.es/ecma262/#sec-runtime-semantics-bindinginitialization>

use std::sync::Arc;

use super::scope::Kind;
use super::{Lower, render};
use crate::hir::{Expr, ExprKind, LocalId, RestKey, Stmt};
use crate::source::Span;
use crate::syntax::ast::{self, DeclarationKind, ExprKind as AstKind, Key, Pattern, PatternElement, PatternProperty};

/// What V8's message names where an iterator is missing inside an object pattern.
const ITERATOR: &str = "Symbol(Symbol.iterator)";

/// One thing to do for a pattern.
pub(super) enum Step {
    /// A variable or temporary gets its first value.
    Init(LocalId, Expr),
    /// An assignment, or a check
    Effect(Expr),
}

impl Step {
    /// Steps as statements.
    pub(super) fn statements(steps: Vec<Step>) -> Vec<Stmt> {
        let statement = |step| match step {
            Step::Init(local, value) => Stmt::Init(local, Some(value)),
            Step::Effect(value) => Stmt::Expr(value),
        };
        steps.into_iter().map(statement).collect()
    }
}

/// What a pattern's names do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Declare(DeclarationKind),
    Assign,
}

/// Where a pattern stands, as far as V8's messages tell.
pub(super) enum Place {
    /// It is declared or assigned from a value of its own.
    Assigned {
        /// Rendering of the value; "" for a parameter's, which is described by what it is
        text: Arc<str>,
        /// The same for "x is not iterable", where it differs
        iterable: Arc<str>,
    },
    /// It stands in a pattern that is: the outer one's rendering, and the property that this one is for.
    Inner { text: Arc<str>, property: Option<Arc<str>> },
    /// Further in: V8 describes the value itself.
    Nested,
}

impl Place {
    /// A pattern with a value of its own.
    pub(super) fn assigned(text: impl Into<Arc<str>>, iterable: impl Into<Arc<str>>) -> Place {
        Place::Assigned {
            text: text.into(),
            iterable: iterable.into(),
        }
    }

    /// A pattern that V8's messages know nothing about.
    pub(super) fn nested() -> Place {
        Place::Nested
    }
}

impl Lower<'_> {
    /// Takes a pattern from a value.
    pub(super) fn pattern(&mut self, pattern: &Pattern, value: Expr, place: &Place, mode: Mode, steps: &mut Vec<Step>) {
        match pattern {
            Pattern::Name(name) => self.bind_name(&name.text, name.span, value, mode, steps),
            Pattern::Place(target) => {
                if let Some(target) = self.place(target) {
                    let span = value.span;
                    steps.push(Step::Effect(
                        self.make(span, ExprKind::Assign(Box::new(target), Box::new(value))),
                    ));
                }
            }
            Pattern::Object { span, properties, rest } => {
                self.object_pattern(*span, properties, rest.as_deref(), value, place, mode, steps);
            }
            Pattern::Array { span, elements, rest } => {
                self.array_pattern(*span, elements, rest.as_deref(), value, place, mode, steps);
            }
        }
    }

    /// The value that a pattern is given.
    pub(super) fn pattern_value(&mut self, pattern: &Pattern, value: &ast::Expr) -> Expr {
        match pattern {
            Pattern::Array { .. } => self.iterated(value),
            _ => self.expression(value),
        }
    }

    fn bind_name(&mut self, name: &Arc<str>, span: Span, value: Expr, mode: Mode, steps: &mut Vec<Step>) {
        if let Mode::Declare(kind) = mode
            && let Some(id) = self.find(name)
        {
            let unconditional = self.frame().conditional == 0;
            let variable = &mut self.variables[id.0];
            let is_first = match kind {
                DeclarationKind::Let | DeclarationKind::Const => true,
                // Its first use initialises it: as good as `let`.
                DeclarationKind::Var => variable.kind == Kind::Var && !variable.touched && unconditional,
            };
            if is_first {
                if kind == DeclarationKind::Var {
                    variable.kind = Kind::Let;
                }
                variable.initialized = true;
                variable.touched = true;
                steps.push(Step::Init(variable.local, value));
                return;
            }
        }
        if let Some(target) = self.variable_place(name, span) {
            steps.push(Step::Effect(
                self.make(span, ExprKind::Assign(Box::new(target), Box::new(value))),
            ));
        }
    }

    /// A value that several reads share. A variable is read again where nothing can change it in between.
    fn shared(&mut self, value: Expr, reads: usize, unchanged: bool, steps: &mut Vec<Step>) -> Shared {
        if reads < 2 {
            return Shared::Once(Some(value));
        }
        if let ExprKind::Local(local) = value.kind
            && (unchanged || self.is_temporary(local))
        {
            return Shared::Local(local);
        }
        let local = self.temporary();
        steps.push(Step::Init(local, value));
        Shared::Local(local)
    }

    fn is_temporary(&mut self, local: LocalId) -> bool {
        let function = self.frame().function;
        self.locals[function.0 as usize][local.0 as usize].variable.is_none()
    }

    fn take(&mut self, shared: &mut Shared, span: Span) -> Expr {
        match shared {
            Shared::Local(local) => self.make(span, ExprKind::Local(*local)),
            Shared::Once(value) => match value.take() {
                Some(value) => value,
                None => self.make(span, ExprKind::Undefined),
            },
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "a pattern's parts, its value and its surroundings"
    )]
    fn object_pattern(
        &mut self,
        span: Span,
        properties: &[PatternProperty],
        rest: Option<&Pattern>,
        value: Expr,
        place: &Place,
        mode: Mode,
        steps: &mut Vec<Step>,
    ) {
        let reads = properties.len() + usize::from(rest.is_some());
        let declares = matches!(mode, Mode::Declare(DeclarationKind::Let | DeclarationKind::Const));
        let unchanged = declares && properties.iter().all(runs_no_code);
        let mut shared = self.shared(value, reads, unchanged, steps);
        let mut checked = self.coercible(span, properties.first(), rest.is_some(), &mut shared, place, steps);
        let mut keys = Vec::new();
        for property in properties {
            let object = match checked.take() {
                Some(checked) => checked,
                None => self.take(&mut shared, span),
            };
            let read = self.property_read(property, object, rest.is_some(), &mut keys, steps);
            let of = match (place, &property.key) {
                (Place::Assigned { text, .. }, Key::Static(name)) => Place::Inner {
                    text: Arc::clone(text),
                    property: Some(Arc::clone(name)),
                },
                (Place::Assigned { text, .. }, Key::Computed(_)) => Place::Inner {
                    text: Arc::clone(text),
                    property: None,
                },
                _ => Place::Nested,
            };
            self.element(&property.element, read, of, mode, steps);
        }
        if let Some(rest) = rest {
            let object = match checked.take() {
                Some(checked) => checked,
                None => self.take(&mut shared, span),
            };
            let value = self.make(rest.span(), ExprKind::ObjectRest(Box::new(object), keys));
            self.pattern(rest, value, &Place::Nested, mode, steps);
        }
    }

    /// The check that V8 makes, or the message it gives, where a pattern's value is null or undefined. Gives the checked value for
    /// the first read; without a check the first read throws by itself.
    fn coercible(
        &mut self,
        span: Span,
        first: Option<&PatternProperty>,
        rest: bool,
        shared: &mut Shared,
        place: &Place,
        steps: &mut Vec<Step>,
    ) -> Option<Expr> {
        let plain = first.is_some_and(|first| {
            first.element.default.is_none() && !matches!(first.element.pattern, Pattern::Place(_))
        });
        let (property, text) = match (first.map(|first| &first.key), place) {
            (Some(Key::Static(name)), Place::Assigned { text, .. }) if plain => {
                (Some(Arc::clone(name)), Arc::clone(text))
            }
            (Some(Key::Static(name)), _) => {
                // V8 takes the default for what is destructured.
                let element = &first?.element;
                let Pattern::Object { .. } = element.pattern else {
                    return None;
                };
                (Some(Arc::clone(name)), render::value(element.default.as_ref()?))
            }
            // A computed key, nothing, or only `...rest`
            (_, Place::Assigned { text, .. }) => (None, Arc::clone(text)),
            (None, _) if rest => return None,
            (_, Place::Inner { text, property }) => (property.clone(), Arc::clone(text)),
            (_, Place::Nested) => {
                // "Cannot read properties of undefined": what taking the rest of it says, too.
                let value = self.take(shared, span);
                let local = self.temporary();
                steps.push(Step::Init(local, value));
                *shared = Shared::Local(local);
                let value = self.take(shared, span);
                let check = self.make(span, ExprKind::ObjectRest(Box::new(value), Vec::new()));
                steps.push(Step::Effect(check));
                return None;
            }
        };
        let value = Box::new(self.take(shared, span));
        let checked = self.make(span, ExprKind::RequireCoercible { value, property, text });
        match first {
            // The key comes after the check.
            Some(PatternProperty {
                key: Key::Computed(_), ..
            }) => {
                let local = self.temporary();
                steps.push(Step::Init(local, checked));
                *shared = Shared::Local(local);
                None
            }
            None if !rest => {
                steps.push(Step::Effect(checked));
                None
            }
            _ => Some(checked),
        }
    }

    /// Reads a property; remembers its key where `...rest` leaves it out.
    fn property_read(
        &mut self,
        property: &PatternProperty,
        object: Expr,
        rest: bool,
        keys: &mut Vec<RestKey>,
        steps: &mut Vec<Step>,
    ) -> Expr {
        let span = property.span;
        let object = Box::new(object);
        let index = match &property.key {
            Key::Static(name) => {
                if rest {
                    keys.push(RestKey::Name(Arc::clone(name)));
                }
                match array_index(name) {
                    None => {
                        return self.make(
                            span,
                            ExprKind::Member {
                                object,
                                name: Arc::clone(name),
                                optional: false,
                            },
                        );
                    }
                    Some(index) => self.make(span, ExprKind::Number(index)),
                }
            }
            Key::Computed(key) => {
                let key = Box::new(self.computed_key(key));
                if rest {
                    let local = self.temporary();
                    steps.push(Step::Init(local, self.make(span, ExprKind::ToPropertyKey(key))));
                    keys.push(RestKey::Local(local));
                    self.make(span, ExprKind::Local(local))
                } else {
                    *key
                }
            }
        };
        self.make(
            span,
            ExprKind::Index {
                object,
                index: Box::new(index),
                optional: false,
            },
        )
    }

    /// A part of a pattern, with its default.
    fn element(&mut self, element: &PatternElement, read: Expr, of: Place, mode: Mode, steps: &mut Vec<Step>) {
        let Some(default) = &element.default else {
            return self.pattern(&element.pattern, read, &of, mode, steps);
        };
        let iterable = match &default.kind {
            AstKind::Member { .. } | AstKind::Index { .. } => {
                Arc::from(format!("{} is not iterable", render::value(default)))
            }
            _ => Arc::from(""),
        };
        let place = Place::assigned(render::value(default), iterable);
        let span = read.span;
        let default = Box::new(self.pattern_value(&element.pattern, default));
        let value = self.make(span, ExprKind::Default(Box::new(read), default));
        self.pattern(&element.pattern, value, &place, mode, steps);
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "a pattern's parts, its value and its surroundings"
    )]
    fn array_pattern(
        &mut self,
        span: Span,
        elements: &[Option<PatternElement>],
        rest: Option<&Pattern>,
        value: Expr,
        place: &Place,
        mode: Mode,
        steps: &mut Vec<Step>,
    ) {
        let (value, text) = match place {
            Place::Assigned { iterable, .. } => (value, Arc::clone(iterable)),
            Place::Inner {
                text,
                property: Some(_),
            } => {
                let property = Some(Arc::from(ITERATOR));
                let kind = ExprKind::RequireCoercible {
                    value: Box::new(value),
                    property,
                    text: Arc::clone(text),
                };
                (self.make(span, kind), render::inner_iterable(text))
            }
            Place::Inner { property: None, .. } | Place::Nested => (value, Arc::from("")),
        };
        let limit = if rest.is_some() {
            None
        } else {
            Some(elements.len() as u32)
        };
        // What the last element runs comes behind all of them, unless there is a rest.
        let before = elements.len() - usize::from(rest.is_none() && !elements.is_empty());
        let interleaved = !elements[..before].iter().flatten().all(element_runs_no_code);
        let values = self.make(
            span,
            ExprKind::Elements {
                value: Box::new(value),
                limit,
                text,
                interleaved,
            },
        );
        let reads = elements.iter().flatten().count() + usize::from(rest.is_some());
        if reads == 0 {
            steps.push(Step::Effect(values));
            return;
        }
        let mut shared = self.shared(values, reads, false, steps);
        for (at, element) in elements.iter().enumerate() {
            let Some(element) = element else { continue };
            let object = Box::new(self.take(&mut shared, span));
            let element_span = element.pattern.span();
            let index = Box::new(self.make(element_span, ExprKind::Number(at as f64)));
            let read = self.make(
                element_span,
                ExprKind::Index {
                    object,
                    index,
                    optional: false,
                },
            );
            self.element(element, read, Place::Nested, mode, steps);
        }
        if let Some(rest) = rest {
            let object = Box::new(self.take(&mut shared, span));
            let value = self.make(rest.span(), ExprKind::ElementsRest(object, elements.len() as u32));
            self.pattern(rest, value, &Place::Nested, mode, steps);
        }
    }
}

/// Whether taking a property evaluates nothing that the callback's text says: no default, no computed key.
fn runs_no_code(property: &PatternProperty) -> bool {
    matches!(property.key, Key::Static(_)) && element_runs_no_code(&property.element)
}

/// The same of an element.
fn element_runs_no_code(element: &PatternElement) -> bool {
    element.default.is_none()
        && match &element.pattern {
            Pattern::Name(_) => true,
            Pattern::Object { properties, .. } => properties.iter().all(runs_no_code),
            Pattern::Array { elements, .. } => elements.iter().flatten().all(element_runs_no_code),
            Pattern::Place(_) => false,
        }
}

/// A value that is read once, or from a local.
enum Shared {
    Once(Option<Expr>),
    Local(LocalId),
}

/// The array index that a property name is: <https://tc39.es/ecma262/#array-index>
fn array_index(name: &str) -> Option<f64> {
    let index: u32 = name.parse().ok()?;
    (index != u32::MAX && index.to_string() == name).then_some(f64::from(index))
}
