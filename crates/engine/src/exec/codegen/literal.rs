//! Code of object, array and template literals.

use std::sync::Arc;

use crate::hir::{Element, Expr, PropertyDefinition};
use crate::value::Value;

use super::super::program::Spread;
use super::{Codegen, Op, Reg, Result};

impl<'a> Codegen<'a, '_> {
    pub(super) fn template(&mut self, texts: &'a [Arc<[u8]>], values: &'a [Expr], dst: Reg) -> Result<()> {
        let parts: usize = texts.iter().filter(|text| !text.is_empty()).count() + values.len();
        let first = self.temps(parts)?;
        let mut at = first;
        for (index, text) in texts.iter().enumerate() {
            if !text.is_empty() {
                let string = Value::String(self.constants.string(text));
                self.load(at, string);
                at += 1;
            }
            if let Some(value) = values.get(index) {
                self.expr(value, at)?;
                at += 1;
            }
        }
        self.emit(Op::Template {
            dst,
            first,
            count: parts as u16,
        });
        Ok(())
    }

    pub(super) fn array(&mut self, elements: &'a [Element], dst: Reg) -> Result<()> {
        if elements.iter().any(|element| matches!(element, Element::Spread(..))) || elements.len() > 1000 {
            let array = self.temp()?;
            self.emit(Op::NewArray {
                dst: array,
                first: array,
                count: 0,
            });
            self.append_all(elements, array, Spread::Inner)?;
            self.emit(Op::Move { dst, src: array });
            return Ok(());
        }
        let first = self.temps(elements.len())?;
        for (index, element) in elements.iter().enumerate() {
            let at = first + index as Reg;
            match element {
                Element::Value(value) => self.expr(value, at)?,
                _ => self.load(at, Value::Absent),
            }
        }
        self.emit(Op::NewArray {
            dst,
            first,
            count: elements.len() as u16,
        });
        Ok(())
    }

    /// Appends elements one by one: for spreads and long lists.
    pub(super) fn append_all(&mut self, elements: &'a [Element], array: Reg, spread: Spread) -> Result<()> {
        for element in elements {
            let mark = self.used as Reg;
            match element {
                Element::Value(value) => {
                    let src = self.operand(value)?;
                    self.emit(Op::Append { array, src });
                }
                Element::Hole => {
                    let src = self.temp()?;
                    self.load(src, Value::Absent);
                    self.emit(Op::Append { array, src });
                }
                Element::Spread(value, text) => {
                    let source = self.operand(value)?;
                    let text = self.constants.text(text);
                    self.emit(Op::AppendAll {
                        array,
                        source,
                        text,
                        spread,
                    });
                }
            }
            self.release(mark);
        }
        Ok(())
    }

    pub(super) fn object(&mut self, properties: &'a [PropertyDefinition], dst: Reg) -> Result<()> {
        let names: Option<Vec<&[u8]>> = properties
            .iter()
            .map(|property| match property {
                PropertyDefinition::Value(name, _) => Some(name.as_bytes()),
                _ => None,
            })
            .collect();
        // Fixed keys, each once: the object has a shape known in advance.
        if let Some(names) = names
            && names.len() <= 1000
            && names
                .iter()
                .enumerate()
                .all(|(index, name)| !names[..index].contains(name))
        {
            let shape = self.constants.shape(&names, false);
            let first = self.temps(properties.len())?;
            for (index, property) in properties.iter().enumerate() {
                if let PropertyDefinition::Value(_, value) = property {
                    self.expr(value, first + index as Reg)?;
                }
            }
            self.emit(Op::NewObject { dst, shape, first });
            return Ok(());
        }
        if repeats_a_name(properties) {
            return Err(self.refuse(
                "an object literal with a spread or computed key that names a key twice",
                "leave the first one out: the second replaces it",
            ));
        }
        let object = self.temp()?;
        self.emit(Op::NewDictionary { dst: object });
        for property in properties {
            let mark = self.used as Reg;
            match property {
                PropertyDefinition::Value(name, value) => {
                    let src = self.operand(value)?;
                    let name = self.constants.name(name.as_bytes());
                    self.emit(Op::Define { object, name, src });
                }
                PropertyDefinition::Computed(key, value) => {
                    let key_reg = self.temp()?;
                    self.expr(key, key_reg)?;
                    self.emit(Op::ToPropertyKey {
                        dst: key_reg,
                        src: key_reg,
                    });
                    let src = self.operand(value)?;
                    self.emit(Op::DefineComputed {
                        object,
                        key: key_reg,
                        src,
                    });
                }
                PropertyDefinition::Spread(value) => {
                    let source = self.operand(value)?;
                    self.emit(Op::CopyProperties { object, source });
                }
            }
            self.release(mark);
        }
        self.emit(Op::Move { dst, src: object });
        Ok(())
    }
}

/// V8 leaves out the earlier of two stores under one name, which moves the key, but not in every such literal.
fn repeats_a_name(properties: &[PropertyDefinition]) -> bool {
    let name = |property: &PropertyDefinition| match property {
        PropertyDefinition::Value(name, _) => Some(name.clone()),
        _ => None,
    };
    let names: Vec<_> = properties.iter().filter_map(name).collect();
    names.len() < properties.len()
        && names
            .iter()
            .enumerate()
            .any(|(index, name)| names[..index].contains(name))
}
