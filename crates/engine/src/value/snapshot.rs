//! Snapshots: captured values as they come from JavaScript, built into a heap.
//!
//! The text is JSON. Primitives are themselves; everything else is an array that begins with a tag: `["a", …]` array,
//! `["o", key, value, …]` object, `["m", key, value, …]` Map, `["s", …]` Set, `["d", time]` Date, `["u"]` undefined,
//! `["r", source, flags]` RegExp, `["n", "NaN"]` numbers JSON lacks, `["f", source, bindings]` function, `["b", "Math.max"]` built-in, `["hole"]`, `["ref", n]` the n-th container again, so sharing and cycles survive,
//! `["x", why, …]` a member that is known to V8 alone, and what of it was captured before that was found.

use std::sync::Arc;

use super::regexp::{Flags, Pattern, Refusal};
use super::{BuiltinId, Class, Fixed, Heap, Object, Ref, Store, UNCOMPILED, Value};

/// How deep snapshots may nest.
const MAX_DEPTH: usize = 1000;

/// A snapshot, built.
#[derive(Debug)]
pub struct Decoded {
    /// The value
    pub value: Value,
    /// The functions in it, still without code
    pub functions: Vec<CapturedFunction>,
    /// The names under which its objects hold functions
    pub methods: Vec<Vec<u8>>,
    /// What could not be captured: reading it makes the run go to V8
    pub opaque: Vec<Opaque>,
}

/// A member that is known to V8 alone.
#[derive(Debug)]
pub struct Opaque {
    /// The key under which it was found
    pub name: String,
    /// What it is
    pub why: String,
}

/// A function of a snapshot.
#[derive(Debug)]
pub struct CapturedFunction {
    /// Its object, whose code is to be filled in
    pub object: Ref,
    /// Its text
    pub source: String,
    /// An object of values for free names of the text, or undefined
    pub bindings: Value,
    /// The key or name under which it was found
    pub name: String,
}

/// Builds a snapshot in `into`. `builtin` finds built-in functions by name. The error says what cannot be captured.
pub fn decode(text: &str, into: &mut Heap<'_>, builtin: fn(&str) -> Option<BuiltinId>) -> Result<Decoded, String> {
    let wrapped = format!("[{text}]");
    let mut from = Heap::new(wrapped.as_bytes(), 0, Fixed::nothing(), Store::default(), usize::MAX);
    let root = from.new_raw(0, wrapped.len() as u32, true, false);
    let value = from.array_get(root, 0).map_err(|_| BROKEN.to_owned())?;
    let mut decoder = Decoder {
        from,
        into,
        builtin,
        containers: Vec::new(),
        functions: Vec::new(),
        methods: Vec::new(),
        opaque: Vec::new(),
        key: String::new(),
    };
    let value = decoder.value(value, 0)?;
    Ok(Decoded {
        value,
        functions: decoder.functions,
        methods: decoder.methods,
        opaque: decoder.opaque,
    })
}

const BROKEN: &str = "the snapshot is broken";

struct Decoder<'a, 'w, 'i> {
    from: Heap<'w>,
    into: &'a mut Heap<'i>,
    builtin: fn(&str) -> Option<BuiltinId>,
    containers: Vec<Value>,
    functions: Vec<CapturedFunction>,
    methods: Vec<Vec<u8>>,
    opaque: Vec<Opaque>,
    /// The key whose value is being built
    key: String,
}

impl Decoder<'_, '_, '_> {
    fn value(&mut self, value: Value, depth: usize) -> Result<Value, String> {
        let broken = |_| BROKEN.to_owned();
        let tagged = match value {
            Value::String(s) => return self.into.string(self.from.text(s)).map(Value::String).map_err(broken),
            Value::Object(r) => r,
            plain => return Ok(plain),
        };
        if depth > MAX_DEPTH {
            return Err(format!("it nests deeper than {MAX_DEPTH} levels"));
        }
        let parts = self.from.elements(tagged).map_err(broken)?.to_vec();
        let Some((Value::String(tag), parts)) = parts.split_first() else {
            return Err(BROKEN.to_owned());
        };
        let tag = self.from.text(*tag).to_vec();
        match &*tag {
            b"u" => Ok(Value::Undefined),
            b"hole" => Ok(Value::Absent),
            b"n" => match parts {
                [Value::String(name)] => Ok(Value::Number(match self.from.text(*name) {
                    b"NaN" => f64::NAN,
                    b"Infinity" => f64::INFINITY,
                    b"-Infinity" => f64::NEG_INFINITY,
                    _ => -0.0,
                })),
                _ => Err(BROKEN.to_owned()),
            },
            b"x" => match parts {
                [Value::String(why), captured @ ..] => {
                    let why = String::from_utf8_lossy(self.from.text(*why)).into_owned();
                    let name = self.key.clone();
                    for &part in captured {
                        // Later values may refer to what is in it.
                        self.value(part, depth + 1)?;
                    }
                    self.opaque.push(Opaque { name, why });
                    Ok(Value::Unread)
                }
                _ => Err(BROKEN.to_owned()),
            },
            b"ref" => match parts {
                [Value::Number(n)] => self
                    .containers
                    .get(*n as usize)
                    .copied()
                    .ok_or_else(|| BROKEN.to_owned()),
                _ => Err(BROKEN.to_owned()),
            },
            b"d" => {
                let time = if let [Value::Number(time)] = parts {
                    *time
                } else {
                    f64::NAN
                };
                let date = Value::Object(self.into.new_date(time));
                self.containers.push(date);
                Ok(date)
            }
            b"a" => {
                // Cycles refer to the array before its elements are there.
                let array = self.into.add(
                    Class::Array,
                    Object::Array {
                        first: 0,
                        len: 0,
                        capacity: 0,
                    },
                );
                self.containers.push(Value::Object(array));
                let elements: Result<Vec<Value>, String> =
                    parts.iter().map(|&part| self.value(part, depth + 1)).collect();
                self.into.array_replace(array, &elements?).map_err(broken)?;
                Ok(Value::Object(array))
            }
            b"o" => {
                let object = self.into.new_dictionary();
                self.containers.push(Value::Object(object));
                for pair in parts.chunks_exact(2) {
                    let Value::String(key) = self.value(pair[0], depth + 1)? else {
                        return Err(BROKEN.to_owned());
                    };
                    let name = self.into.text(key).to_vec();
                    let outer = std::mem::replace(&mut self.key, String::from_utf8_lossy(&name).into_owned());
                    let value = self.value(pair[1], depth + 1)?;
                    self.key = outer;
                    if value.is_callable() {
                        self.methods.push(name);
                    }
                    self.into.set_own(object, key, value).map_err(broken)?;
                }
                Ok(Value::Object(object))
            }
            b"m" | b"s" => {
                let (class, width) = if tag == b"m" { (Class::Map, 2) } else { (Class::Set, 1) };
                let table = self.into.new_table(class);
                self.containers.push(Value::Object(table));
                for entry in parts.chunks_exact(width) {
                    let key = self.value(entry[0], depth + 1)?;
                    let value = if width == 2 {
                        self.value(entry[1], depth + 1)?
                    } else {
                        key
                    };
                    if self.into.table_find(table, key).is_none() {
                        let hash = self.into.hash_key(key);
                        self.into.table_mut(table).map_err(broken)?.append(hash, key, value);
                    }
                }
                Ok(Value::Object(table))
            }
            b"r" => match parts {
                [Value::String(source), Value::String(flags)] => {
                    let flags = Flags::parse(self.from.text(*flags)).ok_or_else(|| BROKEN.to_owned())?;
                    let units = self.from.units_of(*source).to_vec();
                    let pattern = Pattern::compile(&units, flags).map_err(|refusal| match refusal {
                        Refusal::Syntax(what) | Refusal::Unsupported(what) | Refusal::Newer(what) => what.to_owned(),
                    })?;
                    let regexp = Value::Object(self.into.new_regexp(Arc::new(pattern)));
                    self.containers.push(regexp);
                    Ok(regexp)
                }
                _ => Err(BROKEN.to_owned()),
            },
            b"f" => match parts {
                [Value::String(source), bindings] => {
                    let object = self.into.add(
                        Class::Function,
                        Object::Function {
                            function: UNCOMPILED,
                            captures: 0,
                        },
                    );
                    self.containers.push(Value::Object(object));
                    let source = String::from_utf8_lossy(self.from.text(*source)).into_owned();
                    let name = self.key.clone();
                    let bindings = match self.value(*bindings, depth + 1)? {
                        Value::Null => Value::Undefined,
                        bindings => bindings,
                    };
                    self.functions.push(CapturedFunction {
                        object,
                        source,
                        bindings,
                        name,
                    });
                    Ok(Value::Object(object))
                }
                _ => Err(BROKEN.to_owned()),
            },
            b"b" => match parts {
                [Value::String(name)] => {
                    let name = String::from_utf8_lossy(self.from.text(*name)).into_owned();
                    let known = (self.builtin)(&name).map(Value::Builtin);
                    known.ok_or_else(|| format!("the built-in {name} is not compiled"))
                }
                _ => Err(BROKEN.to_owned()),
            },
            _ => Err(BROKEN.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_wait_for_their_code_and_may_refer_to_themselves() {
        let mut heap = Heap::new(b"", 0, Fixed::nothing(), Store::default(), usize::MAX);
        let text = r#"["o","twice",["f","n => n * k",["o","k",2,"me",["ref",1]]],"max",["b","Math.max"]]"#;
        let known = |name: &str| (name == "Math.max").then_some(BuiltinId(7));
        let decoded = decode(text, &mut heap, known).expect("a snapshot");
        let [function] = decoded.functions.as_slice() else {
            unreachable!("one function")
        };
        assert_eq!(
            (function.name.as_str(), function.source.as_str()),
            ("twice", "n => n * k")
        );
        let Value::Object(bindings) = function.bindings else {
            unreachable!("an object")
        };
        let itself = heap.get_own(bindings, b"me").expect("plain");
        assert!(matches!(itself, Value::Object(r) if r == function.object));
        assert_eq!(decoded.methods, [b"me".to_vec(), b"twice".to_vec(), b"max".to_vec()]);
        assert!(decode(r#"["b","Math.min"]"#, &mut heap, known).is_err());
    }
}
