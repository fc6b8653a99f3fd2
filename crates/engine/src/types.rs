//! Kinds: the set of JavaScript types that a value may have.

use std::fmt;
use std::ops::{BitAnd, BitOr};

/// A set of types. Inference starts from [`Kinds::ANY`] for what the input holds and narrows it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Kinds(u16);

impl Kinds {
    /// No value at all: unreachable.
    pub const NONE: Kinds = Kinds(0);
    /// `undefined`
    pub const UNDEFINED: Kinds = Kinds(1);
    /// `null`
    pub const NULL: Kinds = Kinds(2);
    /// A boolean
    pub const BOOLEAN: Kinds = Kinds(4);
    /// A number
    pub const NUMBER: Kinds = Kinds(8);
    /// A string
    pub const STRING: Kinds = Kinds(16);
    /// A plain object
    pub const OBJECT: Kinds = Kinds(32);
    /// An array
    pub const ARRAY: Kinds = Kinds(64);
    /// A function
    pub const FUNCTION: Kinds = Kinds(128);
    /// Map, Set, Date, RegExp, Error
    pub const EXOTIC: Kinds = Kinds(256);
    /// What JSON can hold.
    pub const JSON: Kinds = Kinds(2 | 4 | 8 | 16 | 32 | 64);
    /// Types that are not objects.
    pub const PRIMITIVE: Kinds = Kinds(1 | 2 | 4 | 8 | 16);
    /// Anything.
    pub const ANY: Kinds = Kinds(511);

    /// Whether every value of `self` is one of `other`.
    #[must_use]
    pub const fn within(self, other: Kinds) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the sets share a type.
    #[must_use]
    pub const fn overlaps(self, other: Kinds) -> bool {
        self.0 & other.0 != 0
    }

    /// The types of either set.
    #[must_use]
    pub const fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// The types of `self` that are not in `other`.
    #[must_use]
    pub const fn without(self, other: Kinds) -> Kinds {
        Kinds(self.0 & !other.0)
    }
}

impl BitOr for Kinds {
    type Output = Kinds;
    fn bitor(self, other: Kinds) -> Kinds {
        self.or(other)
    }
}

impl BitAnd for Kinds {
    type Output = Kinds;
    fn bitand(self, other: Kinds) -> Kinds {
        Kinds(self.0 & other.0)
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMES: [(Kinds, &str); 9] = [
            (Kinds::UNDEFINED, "undefined"),
            (Kinds::NULL, "null"),
            (Kinds::BOOLEAN, "boolean"),
            (Kinds::NUMBER, "number"),
            (Kinds::STRING, "string"),
            (Kinds::OBJECT, "object"),
            (Kinds::ARRAY, "array"),
            (Kinds::FUNCTION, "function"),
            (Kinds::EXOTIC, "exotic"),
        ];
        match *self {
            Kinds::ANY => f.write_str("any"),
            Kinds::NONE => f.write_str("never"),
            Kinds::JSON => f.write_str("json"),
            kinds => {
                let names: Vec<&str> = NAMES
                    .iter()
                    .filter(|(kind, _)| kinds.overlaps(*kind))
                    .map(|(_, name)| *name)
                    .collect();
                f.write_str(&names.join("|"))
            }
        }
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
