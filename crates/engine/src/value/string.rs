//! String handles.

use super::Space;

/// A string: WTF-8 bytes somewhere, read through [`super::Heap::text`].
///
/// WTF-8 is UTF-8 that also admits lone surrogates, so every JavaScript string has exactly one such form and equality is
/// equality of bytes. Lengths and indices of JavaScript count UTF-16 units; for ASCII strings they are byte counts.
#[derive(Clone, Copy, Debug)]
pub struct Str {
    /// Where the bytes begin: in the input counted from its very start, else within the space's text.
    pub offset: u64,
    /// How many bytes.
    pub len: u32,
    /// Whose bytes.
    pub space: Space,
    /// Whether every byte is below 0x80. Exact.
    pub ascii: bool,
}

impl Str {
    /// The empty string.
    pub const EMPTY: Str = Str {
        offset: 0,
        len: 0,
        space: Space::Heap,
        ascii: true,
    };

    /// Whether there are no units.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len == 0
    }
}
