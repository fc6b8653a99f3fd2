//! The HIR as text, close to JavaScript: for snapshots and the explanation of a plan.
//!
//! `$3` is a temporary, `x#3` tells variables of one name apart, `@0` is a binding.

mod expression;

use std::fmt::{self, Display, Formatter, Write as _};

use super::{Function, Hir, Local, LocalId, Origin, Stmt};

impl Display for Hir {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (id, function) in self.functions.iter().enumerate() {
            Printer {
                function,
                out: f,
                indent: 1,
            }
            .function(id)?;
        }
        Ok(())
    }
}

/// Writes one function.
struct Printer<'h, 'f, 'o> {
    function: &'h Function,
    out: &'f mut Formatter<'o>,
    indent: usize,
}

impl Printer<'_, '_, '_> {
    fn function(&mut self, id: usize) -> fmt::Result {
        let mut params: Vec<String> = self.function.params.iter().map(|&param| self.name(param)).collect();
        params.extend(self.function.rest.map(|rest| format!("...{}", self.name(rest))));
        let name = &self.function.name;
        let space = if name.is_empty() { "" } else { " " };
        writeln!(self.out, "fn{id}{space}{name}({})", params.join(", "))?;
        for (at, local) in self.function.locals.iter().enumerate() {
            let notes = notes(local);
            if !notes.is_empty() {
                writeln!(self.out, "  {}: {notes}", self.name(LocalId(at as u32)))?;
            }
        }
        self.statements(&self.function.body)
    }

    /// How a local is written in this function.
    fn name(&self, id: LocalId) -> String {
        let locals = &self.function.locals;
        match locals.get(id.0 as usize).map(|local| &local.name) {
            None => format!("?{}", id.0),
            Some(name) if name.is_empty() => format!("${}", id.0),
            Some(name) if locals.iter().filter(|local| local.name == *name).count() > 1 => format!("{name}#{}", id.0),
            Some(name) => name.to_string(),
        }
    }

    fn line(&mut self, text: &str) -> fmt::Result {
        writeln!(self.out, "{:width$}{text}", "", width = self.indent * 2)
    }

    fn statements(&mut self, statements: &[Stmt]) -> fmt::Result {
        statements.iter().try_for_each(|statement| self.statement(statement))
    }

    fn inner(&mut self, head: &str, body: &[Stmt]) -> fmt::Result {
        self.line(head)?;
        self.indent += 1;
        let done = self.statements(body);
        self.indent -= 1;
        done
    }

    fn statement(&mut self, statement: &Stmt) -> fmt::Result {
        match statement {
            Stmt::Declare(local) => self.line(&format!("declare {}", self.name(*local))),
            Stmt::Init(local, None) => self.line(&format!("let {}", self.name(*local))),
            Stmt::Init(local, Some(value)) => {
                self.line(&format!("let {} = {}", self.name(*local), self.expression(value)))
            }
            Stmt::Expr(value) => self.line(&self.expression(value)),
            Stmt::Return(None) => self.line("return"),
            Stmt::Return(Some(value)) => self.line(&format!("return {}", self.expression(value))),
            Stmt::Throw(value) => self.line(&format!("throw {}", self.expression(value))),
            Stmt::Break(label) => self.line(&format!("break L{}", label.0)),
            Stmt::Continue(label) => self.line(&format!("continue L{}", label.0)),
            Stmt::If { test, then, otherwise } => {
                self.inner(&format!("if {}", self.expression(test)), then)?;
                if otherwise.is_empty() {
                    Ok(())
                } else {
                    self.inner("else", otherwise)
                }
            }
            Stmt::Block { label, body } => self.inner(&format!("L{}: block", label.0), body),
            Stmt::Loop {
                label,
                test_first,
                test,
                update,
                body,
                per_iteration,
            } => {
                let mut head = format!("L{}: loop", label.0);
                if let Some(test) = test {
                    let when = if *test_first { "while" } else { "until not" };
                    write!(head, " {when} {}", self.expression(test))?;
                }
                if let Some(update) = update {
                    write!(head, " step {}", self.expression(update))?;
                }
                if !per_iteration.is_empty() {
                    let names: Vec<String> = per_iteration.iter().map(|&local| self.name(local)).collect();
                    write!(head, " copying {}", names.join(", "))?;
                }
                self.inner(&head, body)
            }
            Stmt::ForOf {
                label,
                item,
                iterable,
                text,
                body,
            } => {
                let head = format!(
                    "L{}: for {} of {} of '{text}'",
                    label.0,
                    self.name(*item),
                    self.expression(iterable)
                );
                self.inner(&head, body)
            }
            Stmt::ForIn {
                label,
                key,
                object,
                body,
            } => self.inner(
                &format!("L{}: for {} in {}", label.0, self.name(*key), self.expression(object)),
                body,
            ),
            Stmt::Switch {
                label,
                discriminant,
                cases,
            } => {
                self.line(&format!("L{}: switch {}", label.0, self.expression(discriminant)))?;
                cases.iter().try_for_each(|(test, body)| match test {
                    Some(test) => self.inner(&format!("case {}", self.expression(test)), body),
                    None => self.inner("default", body),
                })
            }
            Stmt::Try {
                body,
                handler,
                finalizer,
            } => {
                self.inner("try", body)?;
                if let Some((thrown, body)) = handler {
                    let name = thrown.map_or_else(String::new, |thrown| format!(" {}", self.name(thrown)));
                    self.inner(&format!("catch{name}"), body)?;
                }
                finalizer.as_ref().map_or(Ok(()), |body| self.inner("finally", body))
            }
        }
    }
}

/// What is special about a local.
fn notes(local: &Local) -> String {
    let mut notes = Vec::new();
    match local.origin {
        Origin::Captured(outer) => notes.push(format!("captures {}", outer.0)),
        Origin::Itself => notes.push("itself".to_owned()),
        Origin::Parameter | Origin::Variable => {}
    }
    let is_temporary = local.name.is_empty();
    let flags = [
        (local.reassigned, "reassigned"),
        (local.cell, "cell"),
        (local.may_be_uninitialized, "maybe uninitialized"),
    ];
    notes.extend(
        flags
            .iter()
            .filter(|(set, _)| *set && !is_temporary)
            .map(|(_, text)| (*text).to_owned()),
    );
    notes.join(", ")
}
