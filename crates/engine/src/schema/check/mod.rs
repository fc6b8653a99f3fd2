//! Running a schema over a value of the heap.

mod change;
mod report;

use serde_json::Value as Json;

use crate::value::regexp::Scratch;
use crate::value::{Abrupt, Class, Completion, Heap, Limit, Ref, Str, Value};

use super::changes::Changed;
use super::violation::Violation;
use super::{Node, NodeId, Schema, Subject};

/// Schemas inside each other while one value is checked. Data nested deeper, and references that go round in circles, end here.
const MAX_DEPTH: u32 = 1000;
/// Steps that one value may take in any case.
const FREE_STEPS: u64 = 5_000_000;
/// Steps that each byte of its text adds: schemas of people try some rules for each value, bombs try millions.
const STEPS_PER_BYTE: u64 = 100;

/// Ends a check whose data or references are too deep.
pub(super) fn depth_exceeded() -> Abrupt {
    Abrupt::Limit(Limit::Depth)
}

/// What is wanted of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Whether the value is valid
    Verdict,
    /// The violations up to the first rule that decides, as ajv gives them by default
    First,
    /// All violations, up to so many
    All(usize),
}

/// Which parts of a value have been looked at, for `unevaluatedProperties` and `unevaluatedItems`.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub all_properties: bool,
    pub properties: Vec<Str>,
    /// That many items from the start
    pub items: usize,
    /// And these
    pub more_items: Vec<usize>,
}

impl Seen {
    pub(super) fn add(&mut self, other: Seen) {
        self.all_properties |= other.all_properties;
        self.properties.extend(other.properties);
        self.items = self.items.max(other.items);
        self.more_items.extend(other.more_items);
    }
}

/// A step from a value into it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Property(Str),
    Item(usize),
}

/// How violations are reported where the first one decides. As in ajv, it drops what stood before it and ends the function that
/// found it, unless schemas are being tried (`anyOf` and its like): there violations are collected.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reporting {
    /// How many keywords that try schemas are around
    trying: u32,
    /// The violations before those of this function
    start: usize,
    /// It has been decided
    ended: bool,
    /// The value as the function around had it
    data: Option<(Value, Reach)>,
}

/// What ajv puts in the place of a root is seen by the check alone: nobody holds that place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reach {
    /// Changes are changes of the value that was given
    #[default]
    Whole,
    /// They are changes of its only element
    Element,
    /// They are lost
    Nothing,
}

/// One check under way.
pub(super) struct Check<'a, 'i> {
    pub schema: &'a Schema,
    pub heap: &'a mut Heap<'i>,
    detail: Detail,
    pub violations: Vec<Violation>,
    path: Vec<Step>,
    /// Resources entered and not left, outermost first: the dynamic scope
    pub scope: Vec<u32>,
    depth: u32,
    /// What is left of its budget
    steps: u64,
    report: Reporting,
    /// Names of properties being checked, innermost last
    pub names: Vec<Str>,
    pub scratch: Scratch,
    /// What is being checked, as it has become: ajv's variable of the same name
    pub data: Value,
    /// Where it lies
    pub parent: Option<(Ref, Step)>,
    /// Whether changes reach the value that is given back
    reach: Reach,
    /// What has been changed
    changed: &'a mut Changed,
}

/// Checks a value; what was found. What the schema's options want changed is changed in it, and told in
/// `changed`. `bytes` are those of its text, which say how much work it may make.
///
/// # Errors
/// A limit, if data or references are too deep or the work too much.
pub fn check(
    schema: &Schema,
    heap: &mut Heap<'_>,
    value: Value,
    bytes: usize,
    detail: Detail,
    changed: &mut Changed,
) -> Completion<Result<(), Vec<Violation>>> {
    let mut check = Check {
        schema,
        heap,
        detail,
        violations: Vec::new(),
        path: Vec::new(),
        scope: Vec::new(),
        depth: 0,
        steps: FREE_STEPS + bytes as u64 * STEPS_PER_BYTE,
        report: Reporting::default(),
        names: Vec::new(),
        scratch: Scratch::default(),
        data: value,
        parent: None,
        reach: Reach::default(),
        changed,
    };
    let valid = check.node(Schema::ROOT, value, &mut Seen::default())?;
    Ok(if valid { Ok(()) } else { Err(check.violations) })
}

/// Whether a value is what a group of rules is about.
fn is_about(subject: Subject, value: Value) -> bool {
    match subject {
        Subject::Any => true,
        Subject::Number => matches!(value, Value::Number(n) if n.is_finite()),
        Subject::String => matches!(value, Value::String(_)),
        Subject::Array => value.as_array().is_some(),
        Subject::Object => object(value).is_some(),
    }
}

/// The object behind a value, unless it is an array or a function.
pub(super) fn object(value: Value) -> Option<Ref> {
    match value {
        Value::Object(r) if !matches!(r.class, Class::Array | Class::Function) => Some(r),
        _ => None,
    }
}

impl Check<'_, '_> {
    /// Whether it goes on after a violation.
    pub(super) fn goes_on(&self) -> bool {
        matches!(self.detail, Detail::All(cap) if self.violations.len() < cap)
    }

    /// Schemas are being tried: a violation is not the whole's.
    pub(super) fn enter_trial(&mut self) {
        self.report.trying += 1;
    }

    /// The end of what [`Check::enter_trial`] began.
    pub(super) fn leave_trial(&mut self) {
        self.report.trying -= 1;
    }

    /// What a reference leads to reports by itself.
    pub(super) fn enter_function(&mut self) -> Reporting {
        let own = Reporting {
            start: self.violations.len(),
            data: Some((self.data, self.reach)),
            ..Reporting::default()
        };
        std::mem::replace(&mut self.report, own)
    }

    /// Its violations become those of the function around it.
    pub(super) fn leave_function(&mut self, outer: Reporting, valid: bool) {
        if let Some(data) = self.report.data {
            (self.data, self.reach) = data;
        }
        self.report = outer;
        self.report.ended |= !valid && outer.trying == 0;
    }

    /// Takes steps out of the budget.
    pub(super) fn spend(&mut self, steps: usize) -> Completion<()> {
        let left = self.steps.checked_sub(steps as u64);
        self.steps = left.ok_or(Abrupt::Limit(Limit::Steps))?;
        Ok(())
    }

    /// Whether violations are described.
    pub(super) fn describes(&self) -> bool {
        self.detail != Detail::Verdict
    }

    /// Whether `value` satisfies a node.
    pub(super) fn node(&mut self, id: NodeId, value: Value, seen: &mut Seen) -> Completion<bool> {
        let schema = self.schema;
        let node = &schema.nodes[id.0 as usize];
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(depth_exceeded());
        }
        self.spend(1 + node.groups.len())?;
        let enters = self.scope.last() != Some(&node.resource);
        if enters {
            self.scope.push(node.resource);
        }
        let valid = self.rules(node, value, seen)?;
        if enters {
            self.scope.pop();
        }
        self.depth -= 1;
        Ok(valid)
    }

    fn rules(&mut self, node: &Node, value: Value, seen: &mut Seen) -> Completion<bool> {
        if node.refuses {
            self.violate(node, "false schema", Json::Object(serde_json::Map::new()), || {
                "boolean schema is false".to_owned()
            });
            return Ok(false);
        }
        let mut valid = true;
        let mut value = self.current(value);
        if let Some(expected) = &node.early_type
            && !expected.allows(value)
        {
            if self.coerce(expected, value)? {
                value = self.data;
            } else {
                expected.report(self, node);
                valid = false;
                if !self.goes_on() {
                    return Ok(false);
                }
                value = self.current(value);
            }
        }
        for group in &node.groups {
            if !is_about(group.subject, value) {
                if let Some(expected) = &group.late_type {
                    expected.report(self, node);
                    valid = false;
                    if !self.goes_on() {
                        return Ok(false);
                    }
                }
                continue;
            }
            // ajv ignores defaults below keywords that try schemas.
            if !group.defaults.is_empty() && self.report.trying == 0 {
                self.assign_defaults(group, value)?;
            }
            for rule in &group.rules {
                let obeys = rule.check(self, node, value, seen)?;
                value = self.current(value);
                if !obeys {
                    valid = false;
                    if !self.goes_on() {
                        return Ok(false);
                    }
                }
            }
        }
        Ok(valid)
    }

    /// Whether a part of a container satisfies a node.
    pub(super) fn part(&mut self, container: Ref, id: NodeId, value: Value, step: Step) -> Completion<bool> {
        self.path.push(step);
        let valid = self.apart(Some((container, step)), id, value)?;
        self.path.pop();
        Ok(valid)
    }

    /// Whether the name of a property satisfies a node.
    pub(super) fn name(&mut self, id: NodeId, name: Str) -> Completion<bool> {
        let reach = std::mem::replace(&mut self.reach, Reach::Nothing);
        self.names.push(name);
        self.enter_trial();
        let valid = self.apart(None, id, Value::String(name))?;
        self.leave_trial();
        self.names.pop();
        self.reach = reach;
        Ok(valid)
    }

    fn apart(&mut self, parent: Option<(Ref, Step)>, id: NodeId, value: Value) -> Completion<bool> {
        let outer = (self.data, self.parent);
        (self.data, self.parent) = (value, parent);
        let valid = self.node(id, value, &mut Seen::default())?;
        (self.data, self.parent) = outer;
        Ok(valid)
    }

    /// A value that is being checked as it has become.
    fn current(&self, value: Value) -> Value {
        if self.schema.changes.any() { self.data } else { value }
    }

    /// Whether a value satisfies another schema beside this one; if so, what it has looked at counts.
    pub(super) fn beside(&mut self, id: NodeId, value: Value, seen: &mut Seen) -> Completion<bool> {
        if !self.schema.tracks {
            return self.node(id, value, seen);
        }
        let mut own = Seen::default();
        let valid = self.node(id, value, &mut own)?;
        if valid {
            seen.add(own);
        }
        Ok(valid)
    }

    /// Properties of an object, in order.
    pub(super) fn properties(&mut self, object: Ref) -> Completion<Vec<(Str, Value)>> {
        let mut found = Vec::new();
        if object.class == Class::Plain {
            self.heap.own_properties(object, &mut found)?;
        }
        self.spend(found.len())?;
        Ok(found
            .into_iter()
            .map(|property| (property.key, property.value))
            .collect())
    }

    /// A property of an object; `undefined` counts as missing.
    pub(super) fn property(&mut self, object: Ref, name: &str) -> Completion<Option<Value>> {
        if object.class != Class::Plain {
            return Ok(None);
        }
        let value = self.heap.get_own(object, name.as_bytes())?;
        Ok((!matches!(value, Value::Absent | Value::Undefined)).then_some(value))
    }

    /// Elements of an array.
    pub(super) fn items(&mut self, array: Ref) -> Completion<Vec<Value>> {
        let items = self.heap.elements(array)?.to_vec();
        self.spend(items.len())?;
        Ok(items)
    }
}
