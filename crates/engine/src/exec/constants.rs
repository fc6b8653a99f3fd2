//! The constants of a program while it is being made: strings, names, shapes, snapshots, each kept once.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::builtins::{self, Prototype};
use crate::hir;
use crate::value::regexp::{Flags, Pattern, Refusal};
use crate::value::snapshot::{CapturedFunction, Opaque};
use crate::value::{
    Class, Fixed, FunctionText, Heap, Object, Ref, Shape, ShapeId, ShapeKey, Space, Store, Str, Value, array_index,
    snapshot,
};

use super::program::{Inherited, Name, NameId, TextId};

/// What makes a shape: its keys, and whether it is partial.
type ShapeKeys = (Vec<Box<[u8]>>, bool);

/// The pool.
pub struct Constants {
    heap: Heap<'static>,
    strings: HashMap<Box<[u8]>, Str>,
    values: Vec<Value>,
    value_ids: HashMap<(u8, u64), u32>,
    names: Vec<Name>,
    name_ids: HashMap<Box<[u8]>, NameId>,
    texts: Vec<Box<str>>,
    text_ids: HashMap<Box<str>, TextId>,
    shapes: Vec<Shape>,
    shape_ids: HashMap<ShapeKeys, ShapeId>,
    captured: Vec<CapturedFunction>,
    opaque: Vec<Opaque>,
    methods: HashSet<Vec<u8>>,
    /// Free names of what was compiled so far
    mentioned: HashSet<Box<str>>,
    regexps: HashMap<(Box<str>, Box<str>), Value>,
}

/// What a finished pool leaves in the program.
pub struct Finished {
    /// Constants by number
    pub values: Vec<Value>,
    /// What they point into
    pub store: Store,
    /// Names by number
    pub names: Vec<Name>,
    /// Renderings by number
    pub texts: Vec<Box<str>>,
    /// Shapes by number
    pub shapes: Vec<Shape>,
}

impl Default for Constants {
    fn default() -> Constants {
        let mut heap = Heap::new(&[], 0, Fixed::nothing(), Store::default(), usize::MAX);
        let first = heap.new_dictionary();
        debug_assert_eq!(first.index, crate::value::OBJECT_PROTOTYPE.index);
        Constants {
            heap,
            strings: HashMap::new(),
            values: Vec::new(),
            value_ids: HashMap::new(),
            names: Vec::new(),
            name_ids: HashMap::new(),
            texts: Vec::new(),
            text_ids: HashMap::new(),
            shapes: Vec::new(),
            shape_ids: HashMap::new(),
            captured: Vec::new(),
            opaque: Vec::new(),
            methods: HashSet::new(),
            mentioned: HashSet::new(),
            regexps: HashMap::new(),
        }
    }
}

impl Constants {
    /// A string.
    pub fn string(&mut self, text: &[u8]) -> Str {
        if let Some(&known) = self.strings.get(text) {
            return known;
        }
        let made = self
            .heap
            .string(text)
            .expect("a callback's literals are shorter than V8's longest string")
            .constant();
        self.strings.insert(text.into(), made);
        made
    }

    /// A value's number.
    pub fn value(&mut self, value: Value) -> u32 {
        let key = match value {
            Value::Undefined => (0, 0),
            Value::Null => (1, 0),
            Value::Bool(b) => (2, u64::from(b)),
            Value::Number(n) => (3, n.to_bits()),
            Value::Verbatim(n, _) => (3, n.number().to_bits()),
            Value::String(s) => (4, s.offset << 32 | u64::from(s.len)),
            Value::Object(r) => (5, u64::from(r.index)),
            Value::Builtin(id) => (6, u64::from(id.0)),
            Value::Absent => (7, 0),
            Value::Unread => (8, 0),
        };
        let values = &mut self.values;
        *self.value_ids.entry(key).or_insert_with(|| {
            values.push(value);
            values.len() as u32 - 1
        })
    }

    /// A property name's number.
    pub fn name(&mut self, text: &[u8]) -> NameId {
        if let Some(&known) = self.name_ids.get(text) {
            return known;
        }
        let string = self.string(text);
        let inherited = Prototype::ALL.map(|prototype| Inherited::of(prototype, text));
        let id = self.names.len() as NameId;
        self.names.push(Name {
            string,
            text: text.into(),
            inherited,
        });
        self.name_ids.insert(text.into(), id);
        id
    }

    /// A rendering's number.
    pub fn text(&mut self, text: &str) -> TextId {
        if let Some(&known) = self.text_ids.get(text) {
            return known;
        }
        let id = self.texts.len() as TextId;
        self.texts.push(text.into());
        self.text_ids.insert(text.into(), id);
        id
    }

    /// The shape with these keys, in slot order.
    pub fn shape(&mut self, keys: &[&[u8]], partial: bool) -> ShapeId {
        let known: ShapeKeys = (keys.iter().map(|&key| key.into()).collect(), partial);
        if let Some(&id) = self.shape_ids.get(&known) {
            return id;
        }
        let mut shape = Shape {
            partial,
            ..Shape::default()
        };
        for &key in keys {
            shape.keys.push(ShapeKey::new(self.string(key), key));
        }
        // Array indices come first, ascending; all else in order of creation.
        let place = |slot: &u32| array_index(keys[*slot as usize]).map_or(u64::MAX, u64::from);
        let mut order: Vec<u32> = (0..keys.len() as u32).collect();
        order.sort_by_key(place);
        if !order.is_sorted() {
            shape.order = order;
        }
        let id = ShapeId(self.shapes.len() as u32);
        self.shapes.push(shape);
        self.shape_ids.insert(known, id);
        id
    }

    /// A captured value.
    pub fn snapshot(&mut self, text: &str) -> Result<Value, String> {
        let decoded = snapshot::decode(text, &mut self.heap, builtins::global)?;
        self.captured.extend(decoded.functions);
        self.methods.extend(decoded.methods);
        self.opaque.extend(decoded.opaque);
        Ok(decoded.value.constant())
    }

    /// A regular expression that literals copy. The error says why there is none.
    pub fn regexp(&mut self, source: &str, flags: &str) -> Result<Value, String> {
        let key = (Box::from(source), Box::from(flags));
        if let Some(&known) = self.regexps.get(&key) {
            return Ok(known);
        }
        let units: Vec<u16> = source.encode_utf16().collect();
        let known = Flags::parse(flags.as_bytes()).ok_or("unknown flags of a regular expression")?;
        let pattern = Pattern::compile(&units, known).map_err(|refusal| match refusal {
            Refusal::Unsupported(what) => what.to_owned(),
            Refusal::Newer(_) => "a regular expression that newer versions of V8 read".to_owned(),
            Refusal::Syntax(what) => format!("a regular expression ({what})"),
        })?;
        let made = Value::Object(self.heap.new_regexp(Arc::new(pattern))).constant();
        self.regexps.insert(key, made);
        Ok(made)
    }

    /// Whether a captured value is a regular expression that remembers where it stopped.
    #[must_use]
    pub fn keeps_last_index(&self, value: Value) -> bool {
        match value {
            Value::Object(r) if r.class == Class::RegExp => {
                let local = Ref {
                    space: Space::Heap,
                    ..r
                };
                self.heap.pattern(local).flags.uses_last_index()
            }
            _ => false,
        }
    }

    /// The functions of the snapshots since the last call: each wants its code.
    pub fn take_captured(&mut self) -> Vec<CapturedFunction> {
        std::mem::take(&mut self.captured)
    }

    /// What could not be captured although the code so far mentions it.
    #[must_use]
    pub fn missed(&self) -> Option<&Opaque> {
        self.opaque.iter().find(|opaque| self.is_mentioned(&opaque.name))
    }

    /// Gives a captured function its code.
    pub fn set_code(&mut self, captured: &CapturedFunction, function: u32) {
        self.heap.local.objects[captured.object.index as usize] = Object::Function { function, captures: 0 };
    }

    /// What a function's text says of it; `number` is the program's.
    pub fn function(&mut self, number: usize, function: &hir::Function, text: &str) {
        let source = self.string(text.as_bytes());
        let name = function.called.as_ref().map(|name| self.string(name.as_bytes()));
        let functions = &mut self.heap.local.functions;
        let known = FunctionText {
            source,
            name,
            length: function.length,
            has_prototype: function.has_prototype,
        };
        functions.truncate(number);
        // Numbers in between belong to functions that did not compile.
        functions.resize(number, known);
        functions.push(known);
    }

    /// Notes that code uses what it has captured under this name.
    pub fn mention(&mut self, name: &str) {
        if !self.mentioned.contains(name) {
            self.mentioned.insert(name.into());
        }
    }

    /// Whether the code so far reads members of this name.
    #[must_use]
    pub fn is_read(&self, name: &str) -> bool {
        self.name_ids.contains_key(name.as_bytes())
    }

    /// Whether the code so far reads something by this name: a free name, a member, or a literal that may be a key.
    #[must_use]
    pub fn is_mentioned(&self, name: &str) -> bool {
        let bytes = name.as_bytes();
        self.mentioned.contains(name) || self.name_ids.contains_key(bytes) || self.strings.contains_key(bytes)
    }

    /// Notes that code may put functions into objects under these names: whoever it hands them to may call them.
    pub fn make_methods(&mut self, names: &HashSet<Arc<str>>) {
        self.methods.extend(names.iter().map(|name| name.as_bytes().to_vec()));
    }

    /// The names under which captured objects hold functions.
    #[must_use]
    pub fn methods(&self) -> &HashSet<Vec<u8>> {
        &self.methods
    }

    /// Whether a captured object holds a function under this name, or one may be put there.
    #[must_use]
    pub fn is_captured_method(&self, name: &str) -> bool {
        self.methods.contains(name.as_bytes())
    }

    /// An own property of a captured object; [`Value::Unread`] for one that could not be captured.
    pub fn member(&mut self, object: Value, name: &str) -> Value {
        let Value::Object(r) = object else {
            return Value::Undefined;
        };
        let local = crate::value::Ref {
            space: crate::value::Space::Heap,
            ..r
        };
        let value = self.heap.get_own(local, name.as_bytes());
        value.map_or(Value::Unread, |value| value.or_undefined().constant())
    }

    /// The keys of a captured object that can name variables.
    pub fn keys(&mut self, object: Value) -> Vec<String> {
        let Value::Object(r) = object else { return Vec::new() };
        let local = crate::value::Ref {
            space: crate::value::Space::Heap,
            ..r
        };
        let Object::Dictionary(members) = self.heap.peek(local) else {
            return Vec::new();
        };
        let members = &self.heap.local.props[members.first as usize..][..members.len as usize];
        let names = members
            .iter()
            .map(|property| String::from_utf8_lossy(self.heap.text(property.key)).into_owned());
        names.collect()
    }

    /// Everything collected.
    #[must_use]
    pub fn finish(self) -> Finished {
        Finished {
            values: self.values,
            store: self.heap.into_store().freeze(Space::Constant),
            names: self.names,
            texts: self.texts,
            shapes: self.shapes,
        }
    }
}
