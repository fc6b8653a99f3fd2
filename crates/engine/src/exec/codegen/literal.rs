//! Code of object, array and template literals.

use std::sync::Arc;

use crate::hir::{Element, Expr, PropertyDefinition, copied};
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
        let object = self.temp()?;
        let mut is_copy = false;
        if let Some((source, names)) = copied(properties) {
            let mark = self.used as Reg;
            let source = self.operand(source)?;
            let shape = self.constants.shape(&names, false);
            self.emit(Op::CopyObject {
                dst: object,
                source,
                shape,
            });
            self.release(mark);
            is_copy = true;
        } else {
            self.emit(Op::NewDictionary { dst: object });
        }
        for (index, property) in properties.iter().enumerate().skip(usize::from(is_copy)) {
            let mark = self.used as Reg;
            match property {
                PropertyDefinition::Value(_, value) if is_left_out(properties, index) => {
                    self.operand(value)?;
                }
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

/// Whether V8 only evaluates a property, because a later one has its name: the key then stands where the later one does. It does so in what
/// follows on a spread at the very beginning, up to the next spread or computed key; everywhere else the key's place is that of the first.
fn is_left_out(properties: &[PropertyDefinition], index: usize) -> bool {
    let named = |property: &PropertyDefinition| matches!(property, PropertyDefinition::Value(..));
    let (PropertyDefinition::Spread(_), PropertyDefinition::Value(name, _)) = (&properties[0], &properties[index])
    else {
        return false;
    };
    let again = |later: &PropertyDefinition| matches!(later, PropertyDefinition::Value(other, _) if other == name);
    properties[1..index].iter().all(named) && properties[index + 1..].iter().any(again)
}
