//! Keys by which objects made carelessly reach a prototype: `__proto__`, and `constructor` where that has a `prototype`.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde::Deserialize;
use serde_json::json;

use super::violation::{Violation, escape_pointer};
use crate::value::{Abrupt, Class, Completion, Heap, Limit, Ref, Str, Value};

/// What such keys do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProtoKeys {
    /// They are keys like others
    #[default]
    Keep,
    /// They make their record a bad one
    Error,
    /// They are left out
    Remove,
}

/// Values looked at in one record.
const MAX_STEPS: u64 = 50_000_000;
const PROTO: &[u8] = b"__proto__";
const CONSTRUCTOR: &[u8] = b"constructor";
/// How an escape of a letter or a low line begins.
const ESCAPE: &[u8] = b"\\u00";

/// Whether JSON text may have such a key, be it in escapes.
pub(super) fn may_have(text: &[u8]) -> bool {
    static FINDERS: LazyLock<[Finder<'static>; 3]> =
        LazyLock::new(|| [Finder::new(PROTO), Finder::new(CONSTRUCTOR), Finder::new(ESCAPE)]);
    let [proto, constructor, escape] = &*FINDERS;
    proto.find(text).is_some()
        || constructor.find(text).is_some()
        || escape
            .find_iter(text)
            .any(|at| matches!(text.get(at + ESCAPE.len()), Some(b'5'..=b'7')))
}

/// What the keys of one value come to.
pub(super) enum Found {
    /// There are none
    None,
    /// There were some
    Removed,
    /// There is one, and must not be
    Refused(Box<Violation>),
}

/// Looks for such keys all through a value. An object's own are found before those inside of its properties.
pub(super) fn find(heap: &mut Heap<'_>, root: Value, keys: ProtoKeys) -> Completion<Found> {
    let mut found = Found::None;
    let mut steps = 0;
    let mut open = vec![(root, String::new())];
    while let Some((value, path)) = open.pop() {
        let Value::Object(r) = value else { continue };
        let mut inner = Vec::new();
        let mut step = |heap: &mut Heap<'_>, count: usize| {
            steps += count as u64;
            heap.afford(open.len() * size_of::<(Value, String)>())?;
            if steps > MAX_STEPS {
                Err(Abrupt::Limit(Limit::Steps))
            } else {
                Ok(())
            }
        };
        if r.class == Class::Array {
            let len = heap.array_len(r)?;
            step(heap, len)?;
            for index in 0..len {
                let value = heap.array_get(r, index)?;
                if matches!(value, Value::Object(_)) {
                    inner.push((value, format!("{path}/{index}")));
                }
            }
        } else {
            let mut properties = Vec::new();
            heap.own_properties(r, &mut properties)?;
            step(heap, properties.len())?;
            for property in properties {
                if !is_one(heap, property.key, property.value)? {
                    if matches!(property.value, Value::Object(_)) {
                        let name = String::from_utf8_lossy(heap.text(property.key)).into_owned();
                        inner.push((property.value, format!("{path}/{}", escape_pointer(&name))));
                    }
                } else if keys == ProtoKeys::Remove {
                    heap.delete_own(r, property.key)?;
                    found = Found::Removed;
                } else {
                    let name = String::from_utf8_lossy(heap.text(property.key)).into_owned();
                    return Ok(Found::Refused(Box::new(violation(&name, path))));
                }
            }
        }
        open.extend(inner.into_iter().rev());
    }
    Ok(found)
}

fn is_one(heap: &mut Heap<'_>, key: Str, value: Value) -> Completion<bool> {
    match (heap.text(key), value) {
        (PROTO, _) => Ok(true),
        (CONSTRUCTOR, Value::Object(r)) => has_prototype(heap, r),
        _ => Ok(false),
    }
}

fn has_prototype(heap: &mut Heap<'_>, r: Ref) -> Completion<bool> {
    Ok(r.class != Class::Array && !matches!(heap.get_own(r, b"prototype")?, Value::Absent))
}

fn violation(name: &str, instance_path: String) -> Violation {
    Violation {
        instance_path,
        schema_path: "#/protoKeys".to_owned(),
        keyword: "protoKeys",
        params: json!({ "propertyName": name }),
        message: format!("must NOT have the property '{name}'"),
        property_name: None,
    }
}
