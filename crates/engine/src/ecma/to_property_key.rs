//! ToPropertyKey: <https://tc39.es/ecma262/#sec-topropertykey>

use super::to_string;
use crate::value::{Completion, Heap, PropertyKey, Value};

/// The value as a property key; names that are array indices become indices.
#[inline]
pub fn to_property_key(heap: &mut Heap<'_>, value: Value) -> Completion<PropertyKey> {
    if let Value::Number(n) = value {
        let index = n as u32;
        if f64::from(index) == n && index != u32::MAX {
            return Ok(PropertyKey::Index(index));
        }
    }
    let name = to_string(heap, value)?;
    Ok(heap.key_of(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ecma::test_support::{Fixture, string};

    #[test]
    fn indices_are_recognised_however_they_are_spelt() {
        let fixture = Fixture::new();
        let mut heap = fixture.heap();
        let seven = string(&mut heap, "7");
        for value in [7.0.into(), seven] {
            assert!(matches!(to_property_key(&mut heap, value), Ok(PropertyKey::Index(7))));
        }
        assert!(matches!(
            to_property_key(&mut heap, (-0.0).into()),
            Ok(PropertyKey::Index(0))
        ));
        for value in [
            Value::Number(-1.0),
            1.5.into(),
            4_294_967_295.0.into(),
            f64::NAN.into(),
            Value::Null,
        ] {
            assert!(matches!(to_property_key(&mut heap, value), Ok(PropertyKey::Name(_))));
        }
    }
}
