//! Code of variables and assignments.

use crate::hir::{BinaryOp, Expr, ExprKind, LocalId, Target};

use super::super::shortcut;
use super::operand::assigns_nothing;
use super::operator::number;
use super::shortcut::{Change, Side};
use super::{Codegen, Op, Reg, Result};

impl<'a> Codegen<'a, '_> {
    /// Evaluates an expression whose value nobody looks at.
    pub(super) fn effect(&mut self, e: &'a Expr) -> Result<()> {
        let outer = std::mem::replace(&mut self.span, e.span);
        let mark = self.used as Reg;
        match &e.kind {
            ExprKind::Assign(target, value) => {
                let place = self.place_of(target)?;
                let result = self.operand_now(value)?;
                self.write_place(&place, result);
            }
            ExprKind::AssignOp(op, target, value) => match self.assignable(target) {
                Some(reg) => self.update_in_place(*op, reg, value)?,
                None => {
                    let place = self.place_of(target)?;
                    self.update_field(&place, Change::By(*op, value), |this| {
                        this.assign_op(*op, &place, value).map(drop)
                    })?;
                }
            },
            ExprKind::Update { delta, target, .. } => match self.assignable(target) {
                Some(reg) => self.count(*delta, reg),
                None => {
                    let place = self.place_of(target)?;
                    self.update_field(&place, Change::Count(*delta), |this| {
                        this.update(*delta, &place).map(drop)
                    })?;
                }
            },
            _ => {
                self.operand(e)?;
            }
        }
        self.release(mark);
        self.span = outer;
        Ok(())
    }

    /// The register of a variable that can be changed where it lies.
    pub(super) fn assignable(&self, target: &Target) -> Option<Reg> {
        let Target::Local(local, _) = target else { return None };
        let (info, reg) = self.local(*local);
        (!info.cell && !info.may_be_uninitialized && !info.constant).then_some(reg)
    }

    /// `variable op= value`
    fn update_in_place(&mut self, op: BinaryOp, reg: Reg, value: &'a Expr) -> Result<()> {
        if let Some(right) = number(op, value) {
            self.emit(Op::NumberConstant {
                op,
                dst: reg,
                left: reg,
                right,
            });
            return Ok(());
        }
        self.formula(op, Side::Register(reg), value, reg, |this| {
            let left = if assigns_nothing(value) {
                reg
            } else {
                let old = this.temp()?;
                this.emit(Op::Move { dst: old, src: reg });
                old
            };
            let right = this.operand_now(value)?;
            this.emit(Op::Binary {
                op,
                dst: reg,
                left,
                right,
            });
            Ok(())
        })
    }

    /// `++` and `--`: a difference, which is a number whatever the variable holds.
    fn count(&mut self, delta: f64, reg: Reg) {
        self.emit(Op::NumberConstant {
            op: BinaryOp::Sub,
            dst: reg,
            left: reg,
            right: -delta,
        });
    }

    /// `place op= value`; the register of the result.
    pub(super) fn assign_op(&mut self, op: BinaryOp, place: &Place, value: &'a Expr) -> Result<Reg> {
        let old = self.temp()?;
        self.read_place(place, old);
        let right = self.operand(value)?;
        let result = self.temp()?;
        self.emit(Op::Binary {
            op,
            dst: result,
            left: old,
            right,
        });
        self.write_place(place, result);
        Ok(result)
    }

    /// `++` and `--`; the registers of the old number and the new one.
    pub(super) fn update(&mut self, delta: f64, place: &Place) -> Result<(Reg, Reg)> {
        let old = self.temp()?;
        self.read_place(place, old);
        self.emit(Op::ToNumeric { dst: old, src: old });
        let new = self.temp()?;
        self.emit(Op::NumberConstant {
            op: BinaryOp::Add,
            dst: new,
            left: old,
            right: delta,
        });
        self.write_place(place, new);
        Ok((old, new))
    }

    pub(super) fn read_local(&mut self, local: LocalId, dst: Reg) {
        let (info, reg) = self.local(local);
        if info.cell {
            self.emit(Op::ReadCell { dst, cell: reg });
        } else if dst != reg {
            self.emit(Op::Move { dst, src: reg });
        }
        if info.may_be_uninitialized {
            let name = self.constants.text(&info.name);
            self.emit(Op::CheckInitialized { src: dst, name });
        }
    }

    pub(super) fn assign(&mut self, target: &'a Target, value: &'a Expr, dst: Reg) -> Result<()> {
        let place = self.place_of(target)?;
        let result = self.operand(value)?;
        self.write_place(&place, result);
        self.emit(Op::Move { dst, src: result });
        Ok(())
    }

    pub(super) fn place_of(&mut self, target: &'a Target) -> Result<Place> {
        Ok(match target {
            Target::Local(local, _) => Place::Local(*local),
            Target::Member(object, name, _) => {
                let object = self.operand(object)?;
                Place::Member(object, self.constants.name(name.as_bytes()))
            }
            Target::Index(object, index, _) => Place::Index(self.operand(object)?, self.operand(index)?),
        })
    }

    pub(super) fn read_place(&mut self, place: &Place, dst: Reg) {
        match *place {
            Place::Local(local) => self.read_local(local, dst),
            Place::Member(object, name) => {
                let place = shortcut::Place::of(name);
                self.emit(Op::Member { dst, object, place });
            }
            Place::Index(object, index) => self.emit(Op::Index { dst, object, index }),
        }
    }

    pub(super) fn write_place(&mut self, place: &Place, src: Reg) {
        match *place {
            Place::Local(local) => {
                let (info, reg) = self.local(local);
                if info.may_be_uninitialized {
                    let old = self.used as Reg;
                    self.most = self.most.max(self.used + 1);
                    let name = self.constants.text(&info.name);
                    if info.cell {
                        self.emit(Op::ReadCell { dst: old, cell: reg });
                    } else {
                        self.emit(Op::Move { dst: old, src: reg });
                    }
                    self.emit(Op::CheckInitialized { src: old, name });
                }
                if info.constant {
                    self.emit(Op::ThrowConstant);
                } else if info.cell {
                    self.emit(Op::WriteCell { cell: reg, src });
                } else {
                    self.emit(Op::Move { dst: reg, src });
                }
            }
            Place::Member(object, name) => {
                let place = shortcut::Place::of(name);
                self.emit(Op::SetMember { object, place, src });
            }
            Place::Index(object, index) => self.emit(Op::SetIndex { object, index, src }),
        }
    }
}

/// An evaluated assignment target.
pub(super) enum Place {
    Local(LocalId),
    Member(Reg, u32),
    Index(Reg, Reg),
}
