//! Memory of the fast path that is used again.

use crate::value::regexp;

/// What has been learnt about the records so far, and buffers.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Which property followed which, by number among those of all nodes
    pub(super) next: Vec<u8>,
    /// A string without its escapes
    pub(super) text: Vec<u8>,
    /// A string in UTF-16
    pub(super) units: Vec<u16>,
    pub(super) matching: regexp::Scratch,
}
