//! Guesses where fields lie: which shape the objects have of which an instruction reads a field.
//!
//! The names that a function reads of one register say which shape is meant; below it the projection's tree does. A guess that
//! is wrong costs a look at the table of places.

use std::collections::HashMap;

use jsonmill_json::projection::Projection;

use super::program::{Function, NameId, Op, Program, Reg};
use super::shortcut::{Operand, Place};
use crate::value::ShapeId;

/// Stands for the elements of folds.
const ELEMENT: Reg = Reg::MAX;

/// Fills in the guesses of a program.
pub fn predict(program: &mut Program, projection: &Projection, node_shapes: &[ShapeId]) {
    let mut functions = std::mem::take(&mut program.functions);
    let shapes = Shapes {
        program,
        projection,
        node_shapes,
    };
    for function in &mut functions {
        shapes.guess(function);
    }
    program.functions = functions;
}

struct Shapes<'a> {
    program: &'a Program,
    projection: &'a Projection,
    node_shapes: &'a [ShapeId],
}

impl Shapes<'_> {
    fn guess(&self, function: &mut Function) {
        let mut names: HashMap<Reg, Vec<NameId>> = HashMap::new();
        visit(function, |reg, places| {
            if let Some(first) = places.first() {
                names.entry(reg).or_default().push(first.name);
            }
        });
        visit(function, |reg, places| {
            let mut shape = self.most_likely(names.get(&reg).map_or(&[], Vec::as_slice));
            for place in places {
                let found = shape.and_then(|shape| self.fill(place, shape));
                let known = found.or_else(|| self.fill(place, self.most_likely(&[place.name])?));
                shape = known.and_then(|shape| self.below(shape, usize::from(place.slot)));
            }
        });
    }

    /// Fills in a guess, if the shape has the name.
    fn fill(&self, place: &mut Place, shape: ShapeId) -> Option<ShapeId> {
        let slot = self.program.slot(shape, place.name)?;
        (place.shape, place.slot) = (u16::try_from(shape.0).ok()?, u16::try_from(slot).ok()?);
        Some(shape)
    }

    /// The shape that has the most of these names, rather one of the input.
    fn most_likely(&self, names: &[NameId]) -> Option<ShapeId> {
        let rank = |(index, shape): (usize, &crate::value::Shape)| {
            let id = ShapeId(index as u32);
            let known = names
                .iter()
                .filter(|&&name| self.program.slot(id, name).is_some())
                .count();
            (known > 0).then_some((known, shape.partial, std::cmp::Reverse(index)))
        };
        let best = self.program.shapes.iter().enumerate().filter_map(rank).max()?;
        Some(ShapeId(best.2.0 as u32))
    }

    /// The shape of what lies in a slot.
    fn below(&self, shape: ShapeId, slot: usize) -> Option<ShapeId> {
        let node = self.node_shapes.iter().position(|&of| of == shape)?;
        let field = self.projection.nodes.get(node)?.fields.get(slot)?;
        self.node_shapes.get(field.node.0 as usize).copied()
    }
}

/// Visits all places of a function, each with the register of its object; those of one path together.
fn visit(function: &mut Function, mut visitor: impl FnMut(Reg, &mut [Place])) {
    for op in &mut function.code {
        match op {
            Op::Member { object, place, .. } | Op::SetMember { object, place, .. } => {
                visitor(*object, std::slice::from_mut(place));
            }
            Op::Path { object, path, .. } => visitor(*object, &mut function.paths[*path as usize].places),
            Op::Formula { formula, .. } | Op::Fold { formula, .. } | Op::Update { formula, .. } => {
                let (formula, mut last) = (*formula, ELEMENT);
                if let Op::Update { object, place, .. } = op {
                    visitor(*object, std::slice::from_mut(place));
                }
                for step in &mut function.formulas[formula as usize] {
                    match &mut step.operand {
                        Operand::Field(object, place) => {
                            last = *object;
                            visitor(last, std::slice::from_mut(place));
                        }
                        Operand::OfElement(place) => {
                            last = ELEMENT;
                            visitor(last, std::slice::from_mut(place));
                        }
                        Operand::Again(place) => visitor(last, std::slice::from_mut(place)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}
