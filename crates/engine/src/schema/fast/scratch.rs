//! Memory of the fast path that is used again, and the tokens of the text at hand.

use jsonmill_json::scan::Scanner;
use jsonmill_json::walk::Grammar;

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
    /// Makes tokens of texts whose own are gone
    pub(super) scanner: Option<Box<Scanner>>,
    pub(super) grammar: Grammar,
    /// Tokens that the walk has lent, and the offset in the input that they count from
    pub(super) lent: (Vec<u32>, u64),
    /// A guess: the token before the next record
    pub(super) before: usize,
}

impl Scratch {
    /// Takes the tokens of a text that begins at `origin`, or gives them back.
    #[inline]
    pub fn swap_tokens(&mut self, tokens: &mut Vec<u32>, origin: u64) {
        std::mem::swap(&mut self.lent.0, tokens);
        self.lent.1 = origin;
    }
}
