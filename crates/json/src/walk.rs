//! The walk: follows the tokens of a scan through the grammar of JSON, checks every byte, and hands over what the
//! projection wants.
//!
//! It is a state machine without recursion, so depth costs memory of ours and not of the stack, and it can stop wherever
//! the bytes end and go on when more are there ([`Progress::More`]). Nothing is consumed before all of it is seen.
//!
//! Ordinary text goes a fast way, in runs of whole members; whatever is not ordinary, errors included, is left to the
//! careful way, one unit at a time. The fast way never decides what is wrong, so both cannot disagree.

mod cursor;
mod decide;
mod framing;
mod grammar;
mod keys;
mod lane;
mod ordinary;
mod outcome;
mod parts;
mod pass;
mod rewrite;
mod skip;
mod slots;
#[cfg(test)]
mod tests;
mod value;
mod whole;

pub use framing::{Framing, is_delimiter};
pub use grammar::Grammar;
pub use outcome::{Progress, SyntaxError, SyntaxErrorKind, WalkError};
pub use parts::Between;
pub use rewrite::Rewriter;
pub use slots::Slots;

use crate::projection::{Node, NodeId, Projection};
use crate::scan::Scanner;
use cursor::{Cursor, Unit};
use decide::Fate;
use keys::Keys;
use skip::{Skip, Skipping};
use whole::{Trace, Whole};

/// What the walk expects next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// A value for `target`
    Value,
    /// The first element, or `]`
    FirstElement,
    /// The first key, or `}`
    FirstKey,
    /// A key
    Key,
    /// `,` or the end of the container
    AfterValue,
    /// The rest of a container that is passed over
    Skip,
    /// Nothing: a record is complete, and goes to its pipeline
    Record,
    /// The record, once more
    Again,
    /// Nothing: the document is complete
    End,
}

/// A container being walked into.
#[derive(Clone, Copy, Debug)]
enum Frame {
    /// An object whose wanted fields go to slots
    Fields {
        object: u32,
        node: NodeId,
        first: u32,
        slot: u32,
        kind: u32,
        last: u32,
        whole: bool,
    },
    /// An object built whole, one level
    Members {
        object: u32,
        node: NodeId,
        kind: u32,
        last: u32,
    },
    /// An array whose elements are kept
    Elements { node: NodeId, kind: u32 },
    /// An array whose elements are records
    Records { node: NodeId, pipeline: u32, kind: u32 },
}

/// Pseudo slot of members that nobody wants.
const UNWANTED: u32 = u32::MAX;
/// What is wanted where nothing is.
static SKIPPED: Node = Node {
    fields: Vec::new(),
    elements: None,
    kind: false,
    value: false,
    output: false,
    open: false,
    records: None,
    decides: Vec::new(),
    scalar: false,
};

/// The walk over one document.
#[derive(Debug)]
pub struct Walker<V> {
    state: State,
    target: NodeId,
    wanted: bool,
    frames: Vec<Frame>,
    /// Keys of the [`Frame::Members`] among them whose values are being read
    pending_keys: Vec<V>,
    /// Of the frames that are whole, innermost last
    wholes: Vec<Whole>,
    skip: Skip,
    keys: Keys,
    framing: Framing,
    /// How many containers may stand inside each other.
    max_depth: usize,
    /// The document must be an array: its elements are the records.
    records_only: bool,
    not_an_array: Option<u64>,
    /// It stops before each comma between two records.
    stops: bool,
    /// The text of a document that is laid out while it is read may go.
    lets_go: bool,
    result: Option<V>,
    /// Where the record begins that is being read
    start: u64,
    /// Whether it may be dropped before it ends
    fate: Fate,
    /// Everything goes the careful way: the oracle in tests.
    #[cfg(test)]
    careful: bool,
}

/// `?` for units: out of bytes means come back later.
macro_rules! seen {
    ($unit:expr) => {
        match $unit? {
            Unit::Seen(value) => value,
            Unit::More => return Ok(Progress::More),
        }
    };
}

impl<V: Copy> Walker<V> {
    /// A walk that has not begun. `records_only`: the document must be an array.
    #[must_use]
    pub fn new(framing: Framing, records_only: bool, max_depth: usize) -> Walker<V> {
        Walker {
            state: State::Value,
            target: NodeId(0),
            wanted: true,
            frames: Vec::new(),
            pending_keys: Vec::new(),
            wholes: Vec::new(),
            skip: Skip::new(),
            keys: Keys::default(),
            framing,
            max_depth,
            records_only,
            not_an_array: None,
            stops: false,
            lets_go: false,
            result: None,
            start: 0,
            fate: Fate::Open,
            #[cfg(test)]
            careful: false,
        }
    }

    /// Begins another document with the same memory.
    pub fn restart(&mut self) {
        self.state = State::Value;
        self.target = NodeId(0);
        self.wanted = true;
        self.frames.clear();
        self.pending_keys.clear();
        self.wholes.clear();
        self.skip.clear();
        self.skip.layout.out = Vec::new();
        self.skip.trace = Trace::default();
        self.not_an_array = None;
        self.stops = false;
        self.lets_go = false;
        self.result = None;
        self.fate = Fate::Open;
    }

    /// Where the container begins whose bytes will be handed over as they are: they must stay until then.
    #[must_use]
    pub fn raw_start(&self) -> Option<u64> {
        let laid_out = self.lets_go && self.skip.mode == Skipping::Rewrite && self.skip.tidy;
        let needed = self.state == State::Skip && self.skip.mode != Skipping::Check && !laid_out;
        let skip = needed.then_some(self.skip.start);
        self.dropped_start()
            .or(self.wholes.first().map(|whole| whole.start))
            .or(skip)
    }

    /// From now on the text of a document that is laid out while it is read need not stay. If it cannot be laid out to its end,
    /// [`Walker::raw_start`] then asks for what is gone.
    pub fn let_go(&mut self) {
        self.lets_go = true;
    }

    /// Whether it does.
    #[must_use]
    pub fn lets_go(&self) -> bool {
        self.lets_go
    }

    /// Values that only the walk holds: keys whose members are not complete, a document behind which white space may follow.
    pub fn held(&mut self) -> impl Iterator<Item = &mut V> {
        self.pending_keys.iter_mut().chain(self.result.as_mut())
    }

    /// Walks as far as the bytes go. `base` is the offset of `input[0]` from the very start of the input; `last` says
    /// that nothing follows these bytes.
    pub fn run<S: Slots<Value = V>>(
        &mut self,
        scanner: &mut Scanner,
        input: &[u8],
        base: u64,
        last: bool,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Progress<V>, WalkError<S::Error>> {
        self.settle(base);
        let mut cursor = Cursor {
            scanner,
            input,
            base,
            last,
            framing: self.framing,
        };
        loop {
            match self.state {
                State::Value => {
                    let at = seen!(cursor.expect_token());
                    if self.frames.is_empty() {
                        self.start = base + at as u64;
                        if self.records_only && input[at] != b'[' {
                            self.not_an_array = Some(self.start);
                        }
                    }
                    if input[at] == b'{' && self.begin_object(&mut cursor, at, projection, slots) {
                        self.ordinary(&mut cursor, projection, slots)?;
                    } else {
                        seen!(self.value(&mut cursor, at, projection, slots));
                    }
                }
                State::FirstElement => {
                    let at = seen!(cursor.expect_token());
                    if input[at] == b']' {
                        cursor.consume(1);
                        self.end_container(base + at as u64, slots)?;
                    } else {
                        self.begin_element(base + at as u64, projection, slots);
                        // The record has begun; coming back for its bytes must not begin it again.
                        self.state = State::Value;
                    }
                }
                State::FirstKey => {
                    let at = seen!(cursor.expect_token());
                    if input[at] == b'}' {
                        cursor.consume(1);
                        self.end_container(base + at as u64, slots)?;
                    } else {
                        self.state = State::Key;
                    }
                }
                State::Key => {
                    self.ordinary(&mut cursor, projection, slots)?;
                    if self.state != State::Key {
                        continue;
                    }
                    let at = seen!(cursor.expect_token());
                    seen!(self.key(&mut cursor, at, projection, slots));
                }
                State::AfterValue => {
                    let at = seen!(cursor.expect_token());
                    let in_object = matches!(self.frames.last(), Some(Frame::Fields { .. } | Frame::Members { .. }));
                    match input[at] {
                        b',' if in_object => {
                            cursor.consume(1);
                            self.track(base + at as u64, base + at as u64 + 1, true);
                            self.state = State::Key;
                        }
                        b',' if self.stops && matches!(self.frames.last(), Some(Frame::Records { .. })) => {
                            return Ok(Progress::More);
                        }
                        b',' => {
                            let Unit::Seen(next) = cursor.token(1) else {
                                if last {
                                    return Err(cursor.error(SyntaxErrorKind::UnexpectedEnd, input.len()));
                                }
                                return Ok(Progress::More);
                            };
                            cursor.consume(1);
                            self.end_record(end_of_text(input, at), base, slots)?;
                            self.begin_element(base + next as u64, projection, slots);
                            self.state = State::Value;
                        }
                        b'}' if in_object => {
                            cursor.consume(1);
                            self.end_container(base + at as u64, slots)?;
                        }
                        b']' if !in_object => {
                            cursor.consume(1);
                            self.end_record(end_of_text(input, at), base, slots)?;
                            self.end_container(base + at as u64, slots)?;
                        }
                        _ => return Err(cursor.error(SyntaxErrorKind::UnexpectedToken, at)),
                    }
                }
                State::Skip => {
                    seen!(self.skip.run(&mut cursor, &mut self.keys));
                    self.end_skip(slots)?;
                }
                State::Again => self.begin_again(&mut cursor, projection, slots),
                State::Record => {
                    self.state = State::AfterValue;
                    let value = self.result.take().expect("a complete record has a value");
                    if let Some(&Frame::Records { pipeline, .. }) = self.frames.last() {
                        let origin = base + cursor.scanner.base as u64;
                        slots.swap_tokens(&mut cursor.scanner.tokens, origin);
                        let received = slots.record(pipeline, value);
                        slots.swap_tokens(&mut cursor.scanner.tokens, origin);
                        received.map_err(WalkError::Slots)?;
                    }
                }
                State::End if self.framing == Framing::Value => {
                    return Ok(Progress::Done(self.result.expect("a complete document has a value")));
                }
                State::End => {
                    // Only white space may follow: the next token, if any, is too much.
                    match cursor.token(0) {
                        Unit::Seen(at) if !(self.framing == Framing::Line && input[at] == b'\n') => {
                            return Err(cursor.error(SyntaxErrorKind::TrailingToken, at));
                        }
                        Unit::More if !last => return Ok(Progress::More),
                        // Malformed text is the worse mistake, so it is told first.
                        _ => match self.not_an_array {
                            Some(offset) => {
                                let kind = SyntaxErrorKind::NotAnArray;
                                return Err(WalkError::Syntax(SyntaxError { kind, offset }));
                            }
                            None => return Ok(Progress::Done(self.result.expect("a complete document has a value"))),
                        },
                    }
                }
            }
        }
    }

    /// The container that was passed over has ended.
    #[inline(always)]
    fn end_skip<S: Slots<Value = V>>(&mut self, slots: &mut S) -> Result<(), WalkError<S::Error>> {
        match self.skipped(slots)? {
            Some(value) => self.complete(value, slots),
            None => self.pass(slots),
        }
    }

    /// The container that was passed over, if it is wanted.
    #[inline(always)]
    fn skipped<S: Slots<Value = V>>(&mut self, slots: &mut S) -> Result<Option<V>, WalkError<S::Error>> {
        let (start, end, canonical) = (self.skip.start, self.skip.end(), self.skip.is_canonical());
        if matches!(self.skip.mode, Skipping::Check | Skipping::Verify) {
            return Ok(None);
        }
        let (len, array) = ((end - start) as usize, self.skip.array);
        let value = if self.skip.mode == Skipping::Rewrite && self.skip.tidy {
            let text = std::mem::take(&mut self.skip.layout.out);
            slots.rewritten(start, len, array, text)
        } else {
            slots.raw(start, len, array, canonical)
        };
        value.map(Some).map_err(WalkError::Slots)
    }

    /// The place of the value that comes next.
    fn next_kind(&mut self) -> u32 {
        match self.frames.last() {
            None => self.keys.root(),
            Some(&(Frame::Fields { last, .. } | Frame::Members { last, .. })) => self.keys.child(last),
            Some(&(Frame::Elements { kind, .. } | Frame::Records { kind, .. })) => self.keys.elements(kind),
        }
    }

    #[inline(always)]
    fn begin_element<S: Slots<Value = V>>(&mut self, offset: u64, projection: &Projection, slots: &mut S) {
        match self.frames.last() {
            Some(&Frame::Elements { node, .. }) | Some(&Frame::Records { node, .. }) => {
                self.target = projection
                    .node(node)
                    .elements
                    .expect("walked arrays have wanted elements");
                self.wanted = true;
            }
            _ => unreachable!("elements stand in arrays"),
        }
        if let Some(&Frame::Records { pipeline, .. }) = self.frames.last() {
            self.start = offset;
            self.fate = Fate::Open;
            slots.begin_record(pipeline, offset);
        }
    }

    /// Tells where the text of an element that is a record ended.
    #[inline(always)]
    fn end_record<S: Slots<Value = V>>(
        &mut self,
        end: impl FnOnce() -> usize,
        base: u64,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        if let Some(&Frame::Records { pipeline, .. }) = self.frames.last() {
            slots
                .end_record(pipeline, base + end() as u64)
                .map_err(WalkError::Slots)?;
            self.fate = Fate::Open;
        }
        Ok(())
    }

    /// A value that nobody wants is complete.
    #[inline(always)]
    fn pass<S: Slots<Value = V>>(&mut self, slots: &mut S) -> Result<(), WalkError<S::Error>> {
        if matches!(self.frames.last(), Some(Frame::Fields { .. })) {
            self.state = State::AfterValue;
            Ok(())
        } else {
            let unread = slots.unread();
            self.complete(unread, slots)
        }
    }

    /// A value is complete: it goes where its container wants it.
    #[inline(always)]
    fn complete<S: Slots<Value = V>>(&mut self, value: V, slots: &mut S) -> Result<(), WalkError<S::Error>> {
        self.state = State::AfterValue;
        match self.frames.last_mut() {
            Some(Frame::Fields { first, slot, .. }) => {
                if *slot != UNWANTED {
                    slots.fill(*first, *slot, value);
                }
            }
            Some(&mut Frame::Members { object, .. }) => {
                let key = self.pending_keys.pop().expect("a member's key comes first");
                slots.member(object, key, value).map_err(WalkError::Slots)?;
            }
            Some(Frame::Elements { .. }) => slots.element(value),
            Some(Frame::Records { .. }) => {
                self.result = Some(value);
                self.state = State::Record;
            }
            None => {
                self.result = Some(value);
                self.state = State::End;
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn end_container<S: Slots<Value = V>>(&mut self, at: u64, slots: &mut S) -> Result<(), WalkError<S::Error>> {
        let value = match self.frames.pop().expect("a container ends inside one") {
            Frame::Fields {
                object, whole: true, ..
            } => {
                self.end_whole(object, at, slots)?;
                slots.object(object)
            }
            Frame::Fields { object, .. } | Frame::Members { object, .. } => slots.object(object),
            Frame::Elements { .. } => {
                let array = slots.end_elements().map_err(WalkError::Slots)?;
                slots.array(array)
            }
            Frame::Records { pipeline, .. } => slots.end_records(pipeline).map_err(WalkError::Slots)?,
        };
        self.complete(value, slots)
    }
}

/// Where the text before a token ends, without the white space between.
fn end_of_text(input: &[u8], token: usize) -> impl FnOnce() -> usize + '_ {
    move || {
        let space = input[..token]
            .iter()
            .rev()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        token - space.count()
    }
}

/// Every projection's second node: any value, to be written.
pub const ANY_VALUE: NodeId = NodeId(1);
