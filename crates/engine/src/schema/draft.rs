//! Drafts of JSON Schema, and what `$schema` says.

/// A draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Draft {
    /// draft-04
    Draft4,
    /// draft-06
    Draft6,
    /// draft-07
    Draft7,
    /// 2019-09
    Draft201909,
    /// 2020-12
    #[default]
    Draft202012,
}

/// All drafts with the URI of their metaschema and their short name.
const DRAFTS: [(Draft, &str, &str); 5] = [
    (Draft::Draft4, "http://json-schema.org/draft-04/schema", "4"),
    (Draft::Draft6, "http://json-schema.org/draft-06/schema", "6"),
    (Draft::Draft7, "http://json-schema.org/draft-07/schema", "7"),
    (
        Draft::Draft201909,
        "https://json-schema.org/draft/2019-09/schema",
        "2019-09",
    ),
    (
        Draft::Draft202012,
        "https://json-schema.org/draft/2020-12/schema",
        "2020-12",
    ),
];

impl Draft {
    /// The draft of a `$schema`, if it is a published one.
    #[must_use]
    pub fn of_uri(uri: &str) -> Option<Draft> {
        let uri = uri.trim_end_matches('#');
        DRAFTS.iter().find(|(_, known, _)| *known == uri).map(|found| found.0)
    }

    /// The draft called so in options: `"4"`, `"6"`, `"7"`, `"2019-09"`, `"2020-12"`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Draft> {
        DRAFTS.iter().find(|(_, _, known)| *known == name).map(|found| found.0)
    }

    /// The URI of its metaschema.
    #[must_use]
    pub fn uri(self) -> &'static str {
        DRAFTS[self as usize].1
    }

    /// The keyword that names a schema.
    pub(super) fn id_keyword(self) -> &'static str {
        if self == Draft::Draft4 { "id" } else { "$id" }
    }

    /// Whether what stands beside `$ref` counts.
    pub(super) fn reads_beside_ref(self) -> bool {
        self >= Draft::Draft201909
    }

    /// Whether `format` refuses values unless asked otherwise.
    pub(super) fn asserts_formats(self) -> bool {
        self <= Draft::Draft7
    }
}
