//! How V8 words what is wrong with a text that is no JSON.

use serde::Deserialize;

/// The wordings there are. lib/ asks the running V8 which one is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JsonMessages {
    /// `… in JSON at position 1`: Node 20
    Positioned,
    /// `… in JSON at position 1 (line 1 column 2)`: Node 22 and 24
    Located,
    /// None of these: a V8 of the future
    Other,
}
