//! All built-ins, and how they are found.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{
    Builtin, array, boolean, buffer, conversion, date, error, function, global as globals, intl, iterator, json, map,
    math, number, object, reflect, regexp, set, string,
};
use crate::ecma::Prototype;
use crate::value::BuiltinId;

struct Registry {
    builtins: Vec<&'static Builtin>,
    by_name: HashMap<&'static str, BuiltinId>,
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let families: [&[&'static Builtin]; 20] = [
        array::BUILTINS,
        boolean::BUILTINS,
        buffer::BUILTINS,
        conversion::BUILTINS,
        date::BUILTINS,
        error::BUILTINS,
        function::BUILTINS,
        globals::BUILTINS,
        intl::BUILTINS,
        iterator::BUILTINS,
        json::BUILTINS,
        map::BUILTINS,
        math::BUILTINS,
        number::BUILTINS,
        object::BUILTINS,
        reflect::BUILTINS,
        regexp::BUILTINS,
        set::BUILTINS,
        string::BUILTINS,
        string::html::BUILTINS,
    ];
    let builtins = families.concat();
    let by_name = builtins
        .iter()
        .enumerate()
        .map(|(id, builtin)| (builtin.name, BuiltinId(id as u16)))
        .collect();
    BuiltinId::name_all(builtins.iter().map(|builtin| builtin.name).collect());
    Registry { builtins, by_name }
});

/// Every built-in; a [`BuiltinId`] is an index into this list.
#[must_use]
pub fn all() -> &'static [&'static Builtin] {
    &REGISTRY.builtins
}

/// The built-in behind an id.
#[inline]
#[must_use]
pub fn get(id: BuiltinId) -> &'static Builtin {
    REGISTRY.builtins[id.0 as usize]
}

/// The function of a dotted name: `Math.max`, `parseInt`, `Object.prototype.hasOwnProperty`.
#[must_use]
pub fn global(path: &str) -> Option<BuiltinId> {
    REGISTRY.by_name.get(path).copied()
}

/// What `new name(…)` runs.
#[must_use]
pub fn construct(name: &str) -> Option<BuiltinId> {
    global(&format!("new {name}"))
}

/// The method that values with that prototype have under a name: the prototype's own, else Object.prototype's. `None`
/// also stands for those that are not implemented; [`is_inherited`](crate::ecma::is_inherited) tells which names exist.
#[must_use]
pub fn method(prototype: Prototype, name: &str) -> Option<BuiltinId> {
    if prototype.own_names().contains(&name) {
        return global(&format!("{}.prototype.{name}", prototype.name()));
    }
    global(&format!("Object.prototype.{name}"))
}

/// The getter that a prototype has under a name: reading the property calls it.
#[must_use]
pub fn getter(prototype: Prototype, name: &str) -> Option<BuiltinId> {
    global(&format!("get {}.prototype.{name}", prototype.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_methods_are_inherited_names() {
        assert_eq!(REGISTRY.by_name.len(), all().len());
        for builtin in all() {
            if let Some((prototype, name)) = builtin.name.split_once(".prototype.")
                && !prototype.starts_with("get ")
            {
                let known = [
                    Prototype::Object,
                    Prototype::Function,
                    Prototype::Array,
                    Prototype::String,
                    Prototype::Number,
                    Prototype::Boolean,
                    Prototype::Map,
                    Prototype::Set,
                    Prototype::Date,
                    Prototype::RegExp,
                    Prototype::Error,
                    Prototype::Iterator,
                ];
                let of = known
                    .into_iter()
                    .find(|known| known.name() == prototype)
                    .expect("a known prototype");
                assert!(of.own_names().contains(&name), "{}", builtin.name);
            }
        }
    }

    #[test]
    fn methods_fall_back_to_object_prototype() {
        let found = method(Prototype::Array, "hasOwnProperty").expect("inherited");
        assert_eq!(get(found).name, "Object.prototype.hasOwnProperty");
        let found = method(Prototype::Array, "toString").expect("its own");
        assert_eq!(get(found).name, "Array.prototype.toString");
        assert!(method(Prototype::Object, "trim").is_none());
    }

    #[test]
    fn every_built_in_is_documented() {
        for builtin in all() {
            let is_address = ["sec-", "String.", "https://"]
                .iter()
                .any(|start| builtin.spec.starts_with(start));
            assert!(is_address, "{}", builtin.name);
            assert!(builtin.summary.ends_with('.'), "{}", builtin.name);
        }
    }
}
