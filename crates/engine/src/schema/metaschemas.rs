//! The published metaschemas, which schemas may refer to and are checked against.
//! Their text is that of <https://json-schema.org/specification-links>.

use std::sync::OnceLock;

use serde_json::Value as Json;

const TEXTS: &[&str] = &[
    include_str!("metaschemas/draft-04.json"),
    include_str!("metaschemas/draft-06.json"),
    include_str!("metaschemas/draft-07.json"),
    include_str!("metaschemas/2019-09/schema.json"),
    include_str!("metaschemas/2019-09/core.json"),
    include_str!("metaschemas/2019-09/applicator.json"),
    include_str!("metaschemas/2019-09/validation.json"),
    include_str!("metaschemas/2019-09/meta-data.json"),
    include_str!("metaschemas/2019-09/format.json"),
    include_str!("metaschemas/2019-09/content.json"),
    include_str!("metaschemas/2020-12/schema.json"),
    include_str!("metaschemas/2020-12/core.json"),
    include_str!("metaschemas/2020-12/applicator.json"),
    include_str!("metaschemas/2020-12/unevaluated.json"),
    include_str!("metaschemas/2020-12/validation.json"),
    include_str!("metaschemas/2020-12/meta-data.json"),
    include_str!("metaschemas/2020-12/format-annotation.json"),
    include_str!("metaschemas/2020-12/format-assertion.json"),
    include_str!("metaschemas/2020-12/content.json"),
];

/// All of them.
pub(super) fn metaschemas() -> &'static [Json] {
    static PARSED: OnceLock<Vec<Json>> = OnceLock::new();
    PARSED.get_or_init(|| {
        let parse = |text: &&str| serde_json::from_str(text).expect("metaschemas are JSON");
        TEXTS.iter().map(parse).collect()
    })
}
