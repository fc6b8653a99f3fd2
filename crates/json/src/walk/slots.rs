//! The walk's receiver.

use crate::projection::NodeId;

/// Who receives what the projection wants: the heap of the engine.
///
/// Offsets count from the very start of the input.
pub trait Slots {
    /// A handle to a value.
    type Value: Copy;
    /// Why receiving failed.
    type Error;

    /// `null`
    fn null(&mut self) -> Self::Value;
    /// `true` or `false`
    fn boolean(&mut self, value: bool) -> Self::Value;
    /// A number
    fn number(&mut self, value: f64) -> Self::Value;
    /// A string without escapes: the bytes between its quotes, fewer than 2^32, which begin at `offset`
    fn string(&mut self, offset: u64, inner: &[u8]) -> Self::Value;
    /// A string with escapes, which are in order
    fn escaped_string(&mut self, inner: &[u8]) -> Result<Self::Value, Self::Error>;
    /// A container that is passed over: checked, not built
    fn raw(&mut self, offset: u64, len: usize, array: bool, canonical: bool) -> Result<Self::Value, Self::Error>;
    /// How JSON.stringify would lay the document out, if it leaves as it comes: where to, by which gap, and behind how many
    /// bytes nothing has to be written any more
    fn layout(&mut self) -> Option<(Vec<u8>, &[u8], usize)>;
    /// The document was passed over like [`Slots::raw`], and written so
    fn rewritten(&mut self, offset: u64, len: usize, array: bool, text: Vec<u8>) -> Result<Self::Value, Self::Error>;

    /// An object of which the node's fields are wanted begins: its number, and where its slots begin. All are absent.
    ///
    /// Objects and arrays go by number until they are complete: a whole value would be written in pieces and be read in one,
    /// for which processors wait.
    fn begin_fields(&mut self, node: NodeId, fields: usize) -> (u32, u32);
    /// The object with this number
    fn object(&mut self, object: u32) -> Self::Value;
    /// Fills a slot; a repeated key fills it again
    fn fill(&mut self, first: u32, slot: u32, value: Self::Value);
    /// An object is complete whose fields were filled and of which the rest is wanted too: it is passed over like
    /// [`Slots::raw`]
    fn end_whole(&mut self, object: u32, offset: u64, len: usize, canonical: bool) -> Result<(), Self::Error>;
    /// An object of which every member is wanted begins
    fn begin_members(&mut self) -> u32;
    /// A member of it
    fn member(&mut self, object: u32, key: Self::Value, value: Self::Value) -> Result<(), Self::Error>;
    /// An array whose elements are wanted begins
    fn begin_elements(&mut self);
    /// An element of the array begun last
    fn element(&mut self, value: Self::Value);
    /// It ends: its number
    fn end_elements(&mut self) -> Result<u32, Self::Error>;
    /// The array with this number
    fn array(&mut self, array: u32) -> Self::Value;
    /// What stands for an element nobody reads
    fn unread(&mut self) -> Self::Value;

    /// The array of a record pipeline begins (again, where its key is repeated: forget the first)
    fn begin_records(&mut self, pipeline: u32) -> Result<(), Self::Error>;
    /// A record of it begins at `offset`
    fn begin_record(&mut self, pipeline: u32, offset: u64);
    /// Whether the record that is being read is not wanted, whatever follows, now that this scalar is at a node that
    /// [`decides`](crate::projection::Node::decides). Its other members are then not handed over any more, all of it is
    /// still checked, and it is complete like any other; unless it is read again.
    fn decide(&mut self, node: NodeId, value: Self::Value) -> bool {
        let _ = (node, value);
        false
    }
    /// The record that was not wanted is read again from its start, since what that rested on has changed; what was made of it is forgotten
    fn again(&mut self, pipeline: u32) {
        let _ = pipeline;
    }
    /// Takes the tokens of the text at hand, which begins at `origin`, in exchange for those that are there, while a record
    /// goes through the stages; and gives them back.
    fn swap_tokens(&mut self, _tokens: &mut Vec<u32>, _origin: u64) {}
    /// A record of it is complete
    fn record(&mut self, pipeline: u32, value: Self::Value) -> Result<(), Self::Error>;
    /// The text of the record that was complete ended before `end`
    fn end_record(&mut self, pipeline: u32, end: u64) -> Result<(), Self::Error>;
    /// Its array ends
    fn end_records(&mut self, pipeline: u32) -> Result<Self::Value, Self::Error>;
}
