//! Code of shortcuts: paths into objects and arithmetic over their fields.

use crate::hir::{BinaryOp, Expr, ExprKind, UnaryOp};

use super::super::shortcut::{Action, MAX_ASIDE, Operand, Path, Place, Step};
use super::{Codegen, Op, Reg, Result, assignment};

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
        loop {
            match &from.kind {
                ExprKind::Member { object, name, .. } => {
                    names.push(name);
                    from = object;
                }
                // What has a field is no null.
                ExprKind::RequireCoercible { value, .. } => from = value,
                _ => break,
            }
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
        if self.saving {
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

    /// A field of an object is changed to what a formula of its old value gives.
    pub(super) fn update_field(
        &mut self,
        place: &assignment::Place,
        change: Change<'a>,
        ordinary: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let assignment::Place::Member(object, name) = *place else {
            return ordinary(self);
        };
        let place = Place::of(name);
        let mut making = Making::default();
        let made = match change {
            Change::By(op, value) => self.join(op, Side::Field(object, place), value, &mut making),
            Change::Count(delta) => making.field(object, place).map(|old| {
                making.load(old);
                making.step(Action::Add, Operand::Constant(delta));
            }),
        };
        if self.saving || made.is_none() || making.steps.len() > MAX_STEPS {
            return ordinary(self);
        }
        let formula = self.formulas.len() as u32;
        self.formulas.push(making.steps.into());
        let shortcut = |to| Op::Update {
            object,
            place,
            formula,
            to,
        };
        self.saved(shortcut, ordinary)
    }

    /// The elements of `array` in one instruction, where what the loop does with each is `carried op …`: a formula of it and what
    /// the elements before have come to. `initial` is the first of these; the result goes into `dst` and on to `to`.
    pub(super) fn fold(&mut self, array: Reg, initial: Reg, dst: Reg, turn: Turn, value: Carried<'a>, to: usize) {
        let mut making = Making {
            turn: Some(turn),
            ..Making::default()
        };
        let made = match value {
            Carried::Is(value) => self.part(value, &mut making),
            Carried::With(op, right) => self.join(op, Side::Register(turn.carried), right, &mut making),
        };
        if self.saving || made.is_none() || making.steps.len() > MAX_STEPS {
            return;
        }
        let formula = self.formulas.len() as u32;
        self.formulas.push(making.steps.into());
        self.emit(Op::Fold {
            dst,
            array,
            initial,
            formula,
            to: to as u32,
        });
    }

    fn join(&mut self, op: BinaryOp, left: Side<'a>, right: &'a Expr, making: &mut Making) -> Option<()> {
        let (with, before) = match op {
            BinaryOp::Add => (Action::Add, Action::Add),
            BinaryOp::Sub => (Action::Subtract, Action::SubtractFrom),
            BinaryOp::Mul => (Action::Multiply, Action::Multiply),
            BinaryOp::Div => (Action::Divide, Action::DivideInto),
            BinaryOp::Rem if is_leaf(right) => (Action::Remainder, Action::Remainder),
            _ => return None,
        };
        making.saves += 1;
        if is_leaf(right) {
            match left {
                Side::Register(reg) => {
                    let operand = making.register(reg)?;
                    making.load(operand);
                }
                Side::Field(object, place) => {
                    let operand = making.field(object, place)?;
                    making.load(operand);
                }
                Side::Expr(left) => self.part(left, making)?,
            }
            let operand = self.leaf(right, making)?;
            making.step(with, operand);
            return Some(());
        }
        match left {
            Side::Register(reg) => {
                self.part(right, making)?;
                let operand = making.register(reg)?;
                making.step(before, operand);
            }
            Side::Field(object, place) => {
                self.part(right, making)?;
                let operand = making.field(object, place)?;
                making.step(before, operand);
            }
            Side::Expr(left) if is_leaf(left) => {
                self.part(right, making)?;
                let operand = self.leaf(left, making)?;
                making.step(before, operand);
            }
            Side::Expr(left) => {
                self.part(left, making)?;
                making.aside += 1;
                if making.aside > MAX_ASIDE {
                    return None;
                }
                making.pushes = true;
                self.part(right, making)?;
                making.aside -= 1;
                making.step(before, Operand::Aside);
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
                making.step(Action::Negate, Operand::Constant(0.0));
                Some(())
            }
            _ => {
                let operand = self.leaf(e, making)?;
                making.load(operand);
                Some(())
            }
        }
    }

    fn leaf(&mut self, e: &'a Expr, making: &mut Making) -> Option<Operand> {
        match &e.kind {
            ExprKind::Number(number) => Some(Operand::Constant(*number)),
            ExprKind::Local(_) => making.register(self.plain_variable(e)?),
            ExprKind::Member { object, name, .. } if name.as_bytes() != b"length" => {
                let object = self.plain_variable(object)?;
                let place = Place::of(self.constants.name(name.as_bytes()));
                making.saves += 1;
                making.field(object, place)
            }
            _ => None,
        }
    }
}

/// What a fold makes of an element.
pub(super) enum Carried<'a> {
    /// This
    Is(&'a Expr),
    /// What was carried so far, and this
    With(BinaryOp, &'a Expr),
}

/// The registers that a loop changes with each element.
#[derive(Clone, Copy)]
pub(super) struct Turn {
    /// What the elements before have come to
    pub carried: Reg,
    /// The element
    pub element: Reg,
    /// Its position, which formulas do not know
    pub position: Option<Reg>,
}

/// The left side of an operator.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    /// A variable
    Register(Reg),
    /// A field of an object
    Field(Reg, Place),
    /// Any expression
    Expr(&'a Expr),
}

/// What becomes of a field.
pub(super) enum Change<'a> {
    /// `field op= value`
    By(BinaryOp, &'a Expr),
    /// `field++` or `field--`
    Count(f64),
}

/// A formula in the making.
#[derive(Default)]
struct Making {
    steps: Vec<Step>,
    /// What changes with each element, in a fold
    turn: Option<Turn>,
    /// The object that was looked at last
    object: Option<Reg>,
    /// Instructions that it saves
    saves: usize,
    /// Values that are set aside at the current place
    aside: usize,
    /// The next value that is loaded sets the one before aside
    pushes: bool,
}

impl Making {
    fn step(&mut self, action: Action, operand: Operand) {
        self.steps.push(Step { action, operand });
    }

    fn load(&mut self, operand: Operand) {
        let action = if std::mem::take(&mut self.pushes) {
            Action::Push
        } else {
            Action::Load
        };
        self.step(action, operand);
    }

    fn register(&self, reg: Reg) -> Option<Operand> {
        match self.turn {
            _ if reg == Reg::MAX => None,
            Some(turn) if turn.carried == reg => Some(Operand::Carried),
            Some(turn) if turn.element == reg => Some(Operand::Element),
            Some(turn) if turn.position == Some(reg) => None,
            _ => Some(Operand::Register(reg)),
        }
    }

    fn field(&mut self, object: Reg, place: Place) -> Option<Operand> {
        let again = self.object.replace(object) == Some(object);
        match self.register(object)? {
            _ if again => Some(Operand::Again(place)),
            Operand::Element => Some(Operand::OfElement(place)),
            Operand::Register(object) => Some(Operand::Field(object, place)),
            _ => None,
        }
    }
}

/// Whether it is one operand.
fn is_leaf(e: &Expr) -> bool {
    matches!(
        e.kind,
        ExprKind::Number(_) | ExprKind::Local(_) | ExprKind::Member { .. }
    )
}
