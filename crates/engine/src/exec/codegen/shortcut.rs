//! Code of shortcuts: paths into objects and arithmetic over their fields.

use crate::hir::{BinaryOp, Expr, ExprKind, UnaryOp};

use super::super::shortcut::{Arithmetic, MAX_ASIDE, Operand, Path, Place, Step};
use super::{Codegen, Op, Reg, Result};

/// Longer formulas are evaluated in the ordinary way.
const MAX_STEPS: usize = 24;

impl<'a> Codegen<'a, '_> {
    /// Code that a shortcut saves: `shortcut` makes the instruction, given where it goes on.
    fn saved(
        &mut self,
        shortcut: impl FnOnce(u32) -> Op,
        ordinary: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let end = self.label();
        self.emit(shortcut(end as u32));
        let outer = std::mem::replace(&mut self.saving, true);
        let compiled = ordinary(self);
        self.saving = outer;
        self.place(end);
        compiled
    }

    /// `variable.a.b`, where that is what an expression is.
    pub(super) fn path(&mut self, e: &'a Expr, dst: Reg, ordinary: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let mut names = Vec::new();
        let mut from = e;
        while let ExprKind::Member { object, name, .. } = &from.kind {
            names.push(name);
            from = object;
        }
        let object = self.plain_variable(from);
        let (Some(object), 2.., false) = (object, names.len(), self.saving) else {
            return ordinary(self);
        };
        names.reverse();
        let length = names.last().is_some_and(|name| name.as_bytes() == b"length");
        names.truncate(names.len() - usize::from(length));
        let places = names
            .into_iter()
            .map(|name| Place::of(self.constants.name(name.as_bytes())))
            .collect();
        self.paths.push(Path { places, length });
        let path = self.paths.len() as u32 - 1;
        self.saved(|to| Op::Path { dst, object, path, to }, ordinary)
    }

    /// `left op right` as a formula, where it is one that is worth it.
    pub(super) fn formula(
        &mut self,
        op: BinaryOp,
        left: Side<'a>,
        right: &'a Expr,
        dst: Reg,
        ordinary: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        if self.saving || !matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div) {
            return ordinary(self);
        }
        let mut making = Making::default();
        let made = self.join(op, left, right, &mut making);
        if made.is_none() || making.saves < 2 || making.steps.len() > MAX_STEPS {
            return ordinary(self);
        }
        let formula = self.formulas.len() as u32;
        self.formulas.push(making.steps.into());
        self.saved(|to| Op::Formula { dst, formula, to }, ordinary)
    }

    fn join(&mut self, op: BinaryOp, left: Side<'a>, right: &'a Expr, making: &mut Making) -> Option<()> {
        let op = match op {
            BinaryOp::Add => Arithmetic::Add,
            BinaryOp::Sub => Arithmetic::Subtract,
            BinaryOp::Mul => Arithmetic::Multiply,
            BinaryOp::Div => Arithmetic::Divide,
            _ => return None,
        };
        making.saves += 1;
        if is_leaf(right) {
            match left {
                Side::Register(reg) => making.steps.push(Step::Load(Operand::Register(reg))),
                Side::Expr(left) => self.part(left, making)?,
            }
            let right = self.leaf(right, making)?;
            making.steps.push(Step::With(op, right));
            return Some(());
        }
        match left {
            Side::Register(reg) => {
                self.part(right, making)?;
                making.steps.push(Step::Before(op, Operand::Register(reg)));
            }
            Side::Expr(left) if is_leaf(left) => {
                self.part(right, making)?;
                let left = self.leaf(left, making)?;
                making.steps.push(Step::Before(op, left));
            }
            Side::Expr(left) => {
                self.part(left, making)?;
                making.steps.push(Step::SetAside);
                making.aside += 1;
                if making.aside > MAX_ASIDE {
                    return None;
                }
                self.part(right, making)?;
                making.aside -= 1;
                making.steps.push(Step::Join(op));
            }
        }
        Some(())
    }

    /// Steps of a part of a formula.
    fn part(&mut self, e: &'a Expr, making: &mut Making) -> Option<()> {
        match &e.kind {
            ExprKind::Binary(op, left, right) => self.join(*op, Side::Expr(left), right, making),
            ExprKind::Unary(UnaryOp::Minus, operand) => {
                self.part(operand, making)?;
                making.saves += 1;
                making.steps.push(Step::Function(|x| -x));
                Some(())
            }
            _ => {
                let operand = self.leaf(e, making)?;
                making.steps.push(Step::Load(operand));
                Some(())
            }
        }
    }

    fn leaf(&mut self, e: &'a Expr, making: &mut Making) -> Option<Operand> {
        match &e.kind {
            ExprKind::Number(number) => Some(Operand::Constant(*number)),
            ExprKind::Local(_) => self.plain_variable(e).map(Operand::Register),
            ExprKind::Member { object, name, .. } if name.as_bytes() != b"length" => {
                let object = self.plain_variable(object)?;
                let place = Place::of(self.constants.name(name.as_bytes()));
                making.saves += 1;
                if making.object.replace(object) == Some(object) {
                    Some(Operand::Again(place))
                } else {
                    Some(Operand::Field(object, place))
                }
            }
            _ => None,
        }
    }
}

/// The left side of an operator.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    /// A variable
    Register(Reg),
    /// Any expression
    Expr(&'a Expr),
}

/// A formula in the making.
#[derive(Default)]
struct Making {
    steps: Vec<Step>,
    /// The object that was looked at last
    object: Option<Reg>,
    /// Instructions that it saves
    saves: usize,
    /// Values that are set aside at the current place
    aside: usize,
}

/// Whether it is one operand.
fn is_leaf(e: &Expr) -> bool {
    matches!(
        e.kind,
        ExprKind::Number(_) | ExprKind::Local(_) | ExprKind::Member { .. }
    )
}
