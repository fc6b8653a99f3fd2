//! Copies of objects of which it is known which keys they get or lose.

use super::{Expr, PropertyDefinition, RestKey};

/// Literals with more names are no such copies.
const MOST_NAMES: usize = 32;

/// `{ ...object, a: 1, b: 2 }`: the object, and the names given after it. Nothing for other literals, nor where a name comes
/// twice or is an array index, whose place is another.
#[must_use]
pub fn copied(properties: &[PropertyDefinition]) -> Option<(&Expr, Vec<&[u8]>)> {
    let (PropertyDefinition::Spread(object), named) = properties.split_first()? else {
        return None;
    };
    let names = named.iter().map(|property| match property {
        PropertyDefinition::Value(name, _) => Some(name.as_bytes()),
        _ => None,
    });
    Some((object, plain(names)?))
}

/// The names of the keys that the rest of a pattern lacks, where all of them are known.
#[must_use]
pub fn left_out(keys: &[RestKey]) -> Option<Vec<&[u8]>> {
    let names = keys.iter().map(|key| match key {
        RestKey::Name(name) => Some(name.as_bytes()),
        RestKey::Local(_) => None,
    });
    plain(names)
}

/// Few different names, none of which is an array index.
fn plain<'n>(names: impl Iterator<Item = Option<&'n [u8]>>) -> Option<Vec<&'n [u8]>> {
    let mut all = Vec::new();
    for name in names {
        let name = name?;
        if all.len() == MOST_NAMES || all.contains(&name) || name.first().is_none_or(u8::is_ascii_digit) {
            return None;
        }
        all.push(name);
    }
    Some(all)
}
