//! What a check may change in the value that it checks: ajv's `useDefaults`, `coerceTypes` and `removeAdditional`.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::{Value as Json, json};

/// Which changes are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Changes {
    /// `useDefaults`
    pub use_defaults: UseDefaults,
    /// `coerceTypes`
    pub coerce_types: CoerceTypes,
    /// `removeAdditional`
    pub remove_additional: RemoveAdditional,
}

impl Changes {
    /// Whether anything may be changed.
    #[must_use]
    pub fn any(self) -> bool {
        self != Changes::default()
    }
}

/// What a `default` is put for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UseDefaults {
    /// Nothing
    #[default]
    Off,
    /// What is missing
    Missing,
    /// What is missing, `null` or `""`
    Empty,
}

/// Which values of a wrong type become others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CoerceTypes {
    /// None
    #[default]
    Off,
    /// Scalars
    Scalars,
    /// Scalars, and arrays of one element
    Arrays,
}

/// Which properties are removed that `properties` does not name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RemoveAdditional {
    /// None
    #[default]
    Off,
    /// Where `additionalProperties` is `false`
    Refused,
    /// Those that its schema refuses too
    Failing,
    /// All
    All,
}

/// `false`, `true` or a word.
enum Choice {
    Flag(bool),
    Word(String),
}

impl<'de> Deserialize<'de> for Choice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Choice, D::Error> {
        struct Of;
        impl Visitor<'_> for Of {
            type Value = Choice;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("true, false or a word")
            }

            fn visit_bool<E>(self, flag: bool) -> Result<Choice, E> {
                Ok(Choice::Flag(flag))
            }

            fn visit_str<E>(self, word: &str) -> Result<Choice, E> {
                Ok(Choice::Word(word.to_owned()))
            }
        }
        deserializer.deserialize_any(Of)
    }
}

impl<'de> Deserialize<'de> for UseDefaults {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<UseDefaults, D::Error> {
        Ok(match Choice::deserialize(deserializer)? {
            Choice::Flag(false) => UseDefaults::Off,
            Choice::Word(word) if word == "empty" => UseDefaults::Empty,
            _ => UseDefaults::Missing,
        })
    }
}

impl<'de> Deserialize<'de> for CoerceTypes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CoerceTypes, D::Error> {
        Ok(match Choice::deserialize(deserializer)? {
            Choice::Flag(false) => CoerceTypes::Off,
            Choice::Word(word) if word == "array" => CoerceTypes::Arrays,
            _ => CoerceTypes::Scalars,
        })
    }
}

impl<'de> Deserialize<'de> for RemoveAdditional {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RemoveAdditional, D::Error> {
        Ok(match Choice::deserialize(deserializer)? {
            Choice::Flag(false) => RemoveAdditional::Off,
            Choice::Word(word) if word == "all" => RemoveAdditional::All,
            Choice::Word(word) if word == "failing" => RemoveAdditional::Failing,
            _ => RemoveAdditional::Refused,
        })
    }
}

/// What was changed during a check.
#[derive(Debug, Default)]
pub struct Changed {
    /// Anything at all
    pub any: bool,
    /// Each change in turn, where somebody wants to know
    pub list: Option<Vec<Change>>,
}

/// A step from a value into it.
#[derive(Clone, Debug, PartialEq)]
pub enum PathStep {
    /// A property, by its WTF-8 name
    Name(Vec<u8>),
    /// An element
    Index(usize),
}

/// A change that was made, for JavaScript to repeat.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// From the root to what was changed
    pub path: Vec<PathStep>,
    /// What was done
    pub done: Done,
}

/// What was done to a part of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// A default took its place, or the place where it was missing
    Default(Json),
    /// It became a scalar of that type
    Became(&'static str),
    /// It became an array of itself
    Wrapped,
    /// Its only element took its place
    Unwrapped,
    /// It is gone
    Removed,
}

impl Change {
    /// `[path, what was done]`, and the value of a default; `None` where a name on the way has lone surrogates.
    #[must_use]
    pub fn to_json(&self) -> Option<Json> {
        let step = |step: &PathStep| match step {
            PathStep::Name(name) => std::str::from_utf8(name).ok().map(Json::from),
            PathStep::Index(index) => Some(Json::from(*index)),
        };
        let path = self.path.iter().map(step).collect::<Option<Vec<Json>>>()?;
        Some(match &self.done {
            Done::Default(value) => json!([path, "default", value]),
            Done::Became(kind) => json!([path, kind]),
            Done::Wrapped => json!([path, "wrapped"]),
            Done::Unwrapped => json!([path, "unwrapped"]),
            Done::Removed => json!([path, "removed"]),
        })
    }
}
