//! The walk: follows the tokens of a scan through the grammar of JSON, checks every byte, and hands over what the
//! projection wants.
//!
//! It is a state machine without recursion, so depth costs memory of ours and not of the stack, and it can stop wherever
//! the bytes end and go on when more are there ([`Progress::More`]). Nothing is consumed before all of it is seen.

use crate::number;
use crate::projection::{Node, NodeId, Projection};
use crate::scan::Scanner;
use crate::string;

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
    /// A number, by its text
    fn number(&mut self, text: &[u8]) -> Self::Value;
    /// A string: the bytes between its quotes, which begin at `offset`; `escaped` if there is a backslash among them
    fn string(&mut self, offset: u64, inner: &[u8], escaped: bool) -> Result<Self::Value, Self::Error>;
    /// A container that is passed over: checked, not built
    fn raw(&mut self, offset: u64, len: usize, array: bool, canonical: bool) -> Result<Self::Value, Self::Error>;

    /// An object of which the node's fields are wanted begins: its handle, and where its slots begin. All are absent.
    fn begin_fields(&mut self, node: NodeId, fields: usize) -> Result<(Self::Value, u32), Self::Error>;
    /// Fills a slot; a repeated key fills it again
    fn fill(&mut self, first: u32, slot: u32, value: Self::Value);
    /// An object of which every member is wanted begins
    fn begin_members(&mut self) -> Result<Self::Value, Self::Error>;
    /// A member of it
    fn member(&mut self, object: Self::Value, key: Self::Value, value: Self::Value) -> Result<(), Self::Error>;
    /// An array whose elements are wanted begins
    fn begin_elements(&mut self);
    /// An element of the array begun last
    fn element(&mut self, value: Self::Value);
    /// It ends
    fn end_elements(&mut self) -> Result<Self::Value, Self::Error>;
    /// What stands for an element nobody reads
    fn unread(&mut self) -> Self::Value;

    /// The array of a record pipeline begins (again, where its key is repeated: forget the first)
    fn begin_records(&mut self, pipeline: u32) -> Result<(), Self::Error>;
    /// A record of it begins at `offset`
    fn begin_record(&mut self, pipeline: u32, offset: u64);
    /// A record of it is complete
    fn record(&mut self, pipeline: u32, value: Self::Value) -> Result<(), Self::Error>;
    /// Its array ends
    fn end_records(&mut self, pipeline: u32) -> Result<Self::Value, Self::Error>;
}

/// How far a walk came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<V> {
    /// The bytes ended before the value did.
    More,
    /// The document is complete.
    Done(V),
}

/// Why a walk stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WalkError<E> {
    /// The text is not JSON.
    Syntax(SyntaxError),
    /// The receiver failed.
    Slots(E),
}

/// What is wrong with the text, and at which offset from the very start of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What
    pub kind: SyntaxErrorKind,
    /// Where: the first byte that no JSON text could have here
    pub offset: u64,
}

/// What can be wrong with JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// A byte that cannot stand here
    UnexpectedToken,
    /// The text ends too early
    UnexpectedEnd,
    /// A control character inside a string
    ControlCharacter,
    /// A backslash before something that is no escape
    BadEscape,
    /// A string that nothing closes
    UnterminatedString,
    /// Something after the document
    TrailingToken,
    /// The document is not an array though its elements are the records
    NotAnArray,
    /// More containers inside each other than allowed
    TooDeep,
}

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
    /// Nothing: the document is complete
    End,
}

/// A container being walked into.
#[derive(Clone, Copy, Debug)]
enum Frame<V> {
    /// An object whose wanted fields go to slots
    Fields { node: NodeId, object: V, first: u32, slot: u32 },
    /// An object built whole, one level
    Members { node: NodeId, object: V, key: Option<V> },
    /// An array whose elements are kept
    Elements { node: NodeId },
    /// An array whose elements are records
    Records { node: NodeId, pipeline: u32 },
}

/// What to do with the container being passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Skipping {
    /// Check only
    Check,
    /// Hand it over raw
    Raw,
    /// Hand it over raw, and find out whether it is canonical
    Canonical,
}

/// Pseudo slot of members that nobody wants.
const UNWANTED: u32 = u32::MAX;
/// Marks an array on the stack of containers being passed over.
const ARRAY: u32 = u32::MAX;
/// Objects with more keys than this count as not canonical: they are rewritten key by key.
const CANONICAL_KEYS: usize = 96;

/// The walk over one document.
#[derive(Debug)]
pub struct Walker<V> {
    state: State,
    target: NodeId,
    wanted: bool,
    frames: Vec<Frame<V>>,
    skip: Skip,
    /// Newlines end the document.
    lines: bool,
    /// How many containers may stand inside each other.
    max_depth: usize,
    /// The document must be an array: its elements are the records.
    records_only: bool,
    not_an_array: Option<u64>,
    result: Option<V>,
}

/// The state of passing over a container.
#[derive(Debug)]
struct Skip {
    mode: Skipping,
    start: u64,
    array: bool,
    canonical: bool,
    /// Expected next: a value, a key, or what follows a value
    expect: Expect,
    /// Open containers: [`ARRAY`], or where an object's keys begin in `keys`
    open: Vec<u32>,
    /// Signature and place of the keys of open objects (canonical mode)
    keys: Vec<(u64, u64, u32)>,
    /// Where the last token ended (canonical mode)
    end: u64,
    /// How many of them may be open
    max_depth: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    Value,
    FirstElement,
    FirstKey,
    Key,
    AfterValue,
}

/// How a token-sized unit ended.
enum Unit<T> {
    Seen(T),
    More,
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

/// A string: offsets of its quotes, and how many tokens it takes (two, and one more for each backslash).
#[derive(Clone, Copy)]
struct StringToken {
    open: usize,
    close: usize,
    tokens: usize,
}

impl StringToken {
    #[inline(always)]
    fn escaped(self) -> bool {
        self.tokens > 2
    }
}

/// A buffer of input with its scan, and a place in it.
struct Cursor<'a> {
    scanner: &'a mut Scanner,
    input: &'a [u8],
    base: u64,
    last: bool,
    lines: bool,
}

impl Cursor<'_> {
    /// The offset of the `ahead`-th token from here.
    #[inline(always)]
    fn token(&mut self, ahead: usize) -> Unit<usize> {
        loop {
            if let Some(&token) = self.scanner.tokens.get(self.scanner.cursor + ahead) {
                return Unit::Seen(self.scanner.base + token as usize);
            }
            if !self.refill() {
                return Unit::More;
            }
        }
    }

    #[cold]
    #[inline(never)]
    fn refill(&mut self) -> bool {
        self.scanner.refill(self.input, self.last)
    }

    #[inline(always)]
    fn consume(&mut self, tokens: usize) {
        self.scanner.cursor += tokens;
    }

    /// The next token, or the error of a text that ends here.
    #[inline(always)]
    fn expect_token<E>(&mut self) -> Result<Unit<usize>, WalkError<E>> {
        match self.token(0) {
            Unit::Seen(at) => Ok(Unit::Seen(at)),
            Unit::More if self.last => Err(self.error(SyntaxErrorKind::UnexpectedEnd, self.input.len())),
            Unit::More => Ok(Unit::More),
        }
    }

    #[cold]
    fn error<E>(&self, kind: SyntaxErrorKind, at: usize) -> WalkError<E> {
        // In lines, the end of the line is the end of the text.
        let ends = self.lines && matches!(kind, SyntaxErrorKind::UnexpectedToken | SyntaxErrorKind::ControlCharacter);
        let kind = match self.input.get(at) {
            Some(b'\n') if ends && kind == SyntaxErrorKind::ControlCharacter => SyntaxErrorKind::UnterminatedString,
            Some(b'\n') if ends => SyntaxErrorKind::UnexpectedEnd,
            None if kind == SyntaxErrorKind::UnexpectedToken => SyntaxErrorKind::UnexpectedEnd,
            _ => kind,
        };
        WalkError::Syntax(SyntaxError { kind, offset: self.base + at as u64 })
    }

    /// The string whose opening quote is the next token. It is not consumed: the caller may need to see more first.
    #[inline(always)]
    fn string<E>(&mut self, open: usize) -> Result<Unit<StringToken>, WalkError<E>> {
        match self.token(1) {
            Unit::Seen(close) if self.input[close] == b'"' => {
                Ok(Unit::Seen(StringToken { open, close, tokens: 2 }))
            }
            Unit::Seen(_) => self.escaped_string(open),
            Unit::More => self.unterminated(),
        }
    }

    #[cold]
    fn unterminated<T, E>(&self) -> Result<Unit<T>, WalkError<E>> {
        if self.last { Err(self.error(SyntaxErrorKind::UnterminatedString, self.input.len())) } else { Ok(Unit::More) }
    }

    #[inline(never)]
    fn escaped_string<E>(&mut self, open: usize) -> Result<Unit<StringToken>, WalkError<E>> {
        let mut ahead = 1;
        let mut checked = open;
        loop {
            let Unit::Seen(at) = self.token(ahead) else { return self.unterminated() };
            match self.input[at] {
                b'"' => {
                    return Ok(Unit::Seen(StringToken { open, close: at, tokens: ahead + 1 }));
                }
                b'\\' => {
                    debug_assert!(at >= checked);
                    match string::check_escape(self.input, at) {
                        Ok(len) => checked = at + len,
                        Err(bad) if bad >= self.input.len() && !self.last => return Ok(Unit::More),
                        Err(bad) if bad >= self.input.len() => {
                            return Err(self.error(SyntaxErrorKind::UnterminatedString, self.input.len()));
                        }
                        Err(bad) => return Err(self.error(SyntaxErrorKind::BadEscape, bad)),
                    }
                }
                _ => return Err(self.error(SyntaxErrorKind::ControlCharacter, at)),
            }
            ahead += 1;
        }
    }

    /// Consumes a key and the colon behind it.
    #[inline(always)]
    fn colon<E>(&mut self, key: StringToken) -> Result<Unit<()>, WalkError<E>> {
        match self.token(key.tokens) {
            Unit::Seen(at) if self.input[at] == b':' => {
                self.consume(key.tokens + 1);
                Ok(Unit::Seen(()))
            }
            Unit::Seen(at) => Err(self.error(SyntaxErrorKind::UnexpectedToken, at)),
            Unit::More if self.last => Err(self.error(SyntaxErrorKind::UnexpectedEnd, self.input.len())),
            Unit::More => Ok(Unit::More),
        }
    }

    /// The end of the number or literal whose first byte is the next token, which is consumed.
    #[inline(always)]
    fn scalar<E>(&mut self, start: usize) -> Result<Unit<usize>, WalkError<E>> {
        let end = match self.input[start] {
            b'-' | b'0'..=b'9' => match number::scan_number(self.input, start) {
                Ok(end) => end,
                Err(bad) if bad >= self.input.len() && !self.last => return Ok(Unit::More),
                Err(bad) => return Err(self.error(SyntaxErrorKind::UnexpectedToken, bad)),
            },
            b't' => match self.literal(start, b"true")? {
                Unit::Seen(end) => end,
                Unit::More => return Ok(Unit::More),
            },
            b'f' => match self.literal(start, b"false")? {
                Unit::Seen(end) => end,
                Unit::More => return Ok(Unit::More),
            },
            b'n' => match self.literal(start, b"null")? {
                Unit::Seen(end) => end,
                Unit::More => return Ok(Unit::More),
            },
            _ => return Err(self.error(SyntaxErrorKind::UnexpectedToken, start)),
        };
        match self.input.get(end) {
            Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':' | b'"' | b'{' | b'[') => {}
            None if self.last => {}
            None => return Ok(Unit::More),
            Some(_) => return Err(self.error(SyntaxErrorKind::UnexpectedToken, end)),
        }
        self.consume(1);
        Ok(Unit::Seen(end))
    }

    fn literal<E>(&self, start: usize, word: &[u8]) -> Result<Unit<usize>, WalkError<E>> {
        for (index, &byte) in word.iter().enumerate() {
            match self.input.get(start + index) {
                Some(&found) if found == byte => {}
                None if !self.last => return Ok(Unit::More),
                _ => return Err(self.error(SyntaxErrorKind::UnexpectedToken, start + index)),
            }
        }
        Ok(Unit::Seen(start + word.len()))
    }
}

impl<V: Copy> Walker<V> {
    /// A walk that has not begun. `lines`: a newline ends the document (the scanner must hand over newlines);
    /// `records_only`: the document must be an array.
    #[must_use]
    pub fn new(lines: bool, records_only: bool, max_depth: usize) -> Walker<V> {
        let skip = Skip {
            mode: Skipping::Check,
            start: 0,
            array: false,
            canonical: true,
            expect: Expect::Value,
            open: Vec::new(),
            keys: Vec::new(),
            end: 0,
            max_depth: 0,
        };
        Walker {
            state: State::Value,
            target: NodeId(0),
            wanted: true,
            frames: Vec::new(),
            skip,
            lines,
            max_depth,
            records_only,
            not_an_array: None,
            result: None,
        }
    }

    /// Begins another document with the same memory.
    pub fn restart(&mut self) {
        self.state = State::Value;
        self.target = NodeId(0);
        self.wanted = true;
        self.frames.clear();
        self.skip.open.clear();
        self.skip.keys.clear();
        self.not_an_array = None;
        self.result = None;
    }

    /// Where the container begins whose bytes will be handed over as they are: they must stay until then.
    #[must_use]
    pub fn raw_start(&self) -> Option<u64> {
        (self.state == State::Skip && self.skip.mode != Skipping::Check).then_some(self.skip.start)
    }

    /// Values that only the walk holds: keys whose members are not complete, a document behind which white space may follow.
    pub fn held(&mut self) -> impl Iterator<Item = &mut V> {
        let keys = self.frames.iter_mut().filter_map(|frame| match frame {
            Frame::Members { key, .. } => key.as_mut(),
            _ => None,
        });
        keys.chain(self.result.as_mut())
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
        let mut cursor = Cursor { scanner, input, base, last, lines: self.lines };
        loop {
            match self.state {
                State::Value => {
                    let at = seen!(cursor.expect_token());
                    if self.frames.is_empty() && self.records_only && input[at] != b'[' {
                        self.not_an_array = Some(base + at as u64);
                    }
                    seen!(self.value(&mut cursor, at, projection, slots));
                }
                State::FirstElement => {
                    let at = seen!(cursor.expect_token());
                    if input[at] == b']' {
                        cursor.consume(1);
                        self.end_container(slots)?;
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
                        self.end_container(slots)?;
                    } else {
                        seen!(self.key(&mut cursor, at, projection, slots));
                    }
                }
                State::Key => {
                    let at = seen!(cursor.expect_token());
                    seen!(self.key(&mut cursor, at, projection, slots));
                }
                State::AfterValue => {
                    let at = seen!(cursor.expect_token());
                    let in_object = matches!(self.frames.last(), Some(Frame::Fields { .. } | Frame::Members { .. }));
                    match input[at] {
                        b',' if in_object => {
                            cursor.consume(1);
                            self.state = State::Key;
                        }
                        b',' => {
                            let Unit::Seen(next) = cursor.token(1) else {
                                if last {
                                    return Err(cursor.error(SyntaxErrorKind::UnexpectedEnd, input.len()));
                                }
                                return Ok(Progress::More);
                            };
                            cursor.consume(1);
                            self.begin_element(base + next as u64, projection, slots);
                            self.state = State::Value;
                        }
                        b'}' if in_object => {
                            cursor.consume(1);
                            self.end_container(slots)?;
                        }
                        b']' if !in_object => {
                            cursor.consume(1);
                            self.end_container(slots)?;
                        }
                        _ => return Err(cursor.error(SyntaxErrorKind::UnexpectedToken, at)),
                    }
                }
                State::Skip => {
                    let end = seen!(self.skip.run(&mut cursor));
                    if self.skip.mode == Skipping::Check {
                        self.pass(slots)?;
                    } else {
                        let (start, len) = (self.skip.start, (end - self.skip.start) as usize);
                        let value = slots.raw(start, len, self.skip.array, self.skip.canonical).map_err(WalkError::Slots)?;
                        self.complete(value, slots)?;
                    }
                }
                State::End => {
                    // Only white space may follow: the next token, if any, is too much.
                    match cursor.token(0) {
                        Unit::Seen(at) if !(self.lines && input[at] == b'\n') => {
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

    /// The value whose first token is at `at`.
    #[inline(always)]
    fn value<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Unit<()>, WalkError<S::Error>> {
        let byte = cursor.input[at];
        match byte {
            b'"' => {
                let Unit::Seen(token) = cursor.string(at)? else { return Ok(Unit::More) };
                cursor.consume(token.tokens);
                if self.wanted && !projection.node(self.target).is_skipped() {
                    let value = string_value(cursor, token, slots)?;
                    self.complete(value, slots)?;
                } else {
                    self.pass(slots)?;
                }
            }
            b'{' | b'[' => self.container(cursor, at, projection, slots)?,
            _ => {
                let Unit::Seen(end) = cursor.scalar(at)? else { return Ok(Unit::More) };
                if self.wanted && !projection.node(self.target).is_skipped() {
                    let value = match byte {
                        b'n' => slots.null(),
                        b't' | b'f' => slots.boolean(byte == b't'),
                        _ => slots.number(&cursor.input[at..end]),
                    };
                    self.complete(value, slots)?;
                } else {
                    self.pass(slots)?;
                }
            }
        }
        Ok(Unit::Seen(()))
    }

    fn container<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<(), WalkError<S::Error>> {
        let array = cursor.input[at] == b'[';
        let offset = cursor.base + at as u64;
        if self.frames.len() >= self.max_depth {
            return Err(cursor.error(SyntaxErrorKind::TooDeep, at));
        }
        cursor.consume(1);
        let skipped = Node::default();
        let node = if self.wanted { projection.node(self.target) } else { &skipped };
        if let (true, Some(pipeline)) = (array, node.records) {
            slots.begin_records(pipeline).map_err(WalkError::Slots)?;
            self.frames.push(Frame::Records { node: self.target, pipeline });
            self.state = State::FirstElement;
        } else if array && node.elements.is_some() && !node.value {
            slots.begin_elements();
            self.frames.push(Frame::Elements { node: self.target });
            self.state = State::FirstElement;
        } else if !array && node.open {
            let object = slots.begin_members().map_err(WalkError::Slots)?;
            self.frames.push(Frame::Members { node: self.target, object, key: None });
            self.state = State::FirstKey;
        } else if !array && !node.fields.is_empty() && !node.value {
            let (object, first) = slots.begin_fields(self.target, node.fields.len()).map_err(WalkError::Slots)?;
            self.frames.push(Frame::Fields { node: self.target, object, first, slot: UNWANTED });
            self.state = State::FirstKey;
        } else {
            let mode = match node {
                node if node.is_skipped() => Skipping::Check,
                node if node.output => Skipping::Canonical,
                _ => Skipping::Raw,
            };
            self.skip.begin(mode, offset, array, self.max_depth - self.frames.len());
            self.state = State::Skip;
        }
        Ok(())
    }

    /// The key whose first token is at `at`, and its colon.
    #[inline(always)]
    fn key<S: Slots<Value = V>>(
        &mut self,
        cursor: &mut Cursor<'_>,
        at: usize,
        projection: &Projection,
        slots: &mut S,
    ) -> Result<Unit<()>, WalkError<S::Error>> {
        if cursor.input[at] != b'"' {
            return Err(cursor.error(SyntaxErrorKind::UnexpectedToken, at));
        }
        let Unit::Seen(token) = cursor.string(at)? else { return Ok(Unit::More) };
        let Unit::Seen(()) = cursor.colon(token)? else { return Ok(Unit::More) };
        self.state = State::Value;
        let inner = &cursor.input[token.open + 1..token.close];
        match self.frames.last_mut() {
            Some(Frame::Fields { node, slot, .. }) => {
                let fields = &projection.node(*node).fields;
                let found = if token.escaped() {
                    let mut name = Vec::with_capacity(inner.len());
                    let unescaped = string::unescape(inner, &mut name);
                    debug_assert!(unescaped.is_ok(), "checked above");
                    fields.iter().position(|field| *field.name == *name)
                } else {
                    fields.iter().position(|field| *field.name == *inner)
                };
                if let Some(index) = found {
                    *slot = index as u32;
                    self.target = fields[index].node;
                    self.wanted = true;
                } else {
                    *slot = UNWANTED;
                    self.wanted = false;
                }
            }
            Some(Frame::Members { node, key, .. }) => {
                *key = Some(string_value(cursor, token, slots)?);
                // The whole object is wanted, so are all its members, whatever is read of them besides; but the array
                // of a record pipeline is never kept.
                let records = projection.node(*node).fields.iter().find(|field| {
                    *field.name == *inner && projection.node(field.node).records.is_some()
                });
                self.target = records.map_or(ANY_VALUE, |field| field.node);
                self.wanted = true;
            }
            _ => unreachable!("keys stand in objects"),
        }
        Ok(Unit::Seen(()))
    }

    #[inline(always)]
    fn begin_element<S: Slots<Value = V>>(&mut self, offset: u64, projection: &Projection, slots: &mut S) {
        match self.frames.last() {
            Some(&Frame::Elements { node }) | Some(&Frame::Records { node, .. }) => {
                self.target = projection.node(node).elements.expect("walked arrays have wanted elements");
                self.wanted = true;
            }
            _ => unreachable!("elements stand in arrays"),
        }
        if let Some(&Frame::Records { pipeline, .. }) = self.frames.last() {
            slots.begin_record(pipeline, offset);
        }
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
            Some(Frame::Members { object, key, .. }) => {
                let key = key.take().expect("a member's key comes first");
                slots.member(*object, key, value).map_err(WalkError::Slots)?;
            }
            Some(Frame::Elements { .. }) => slots.element(value),
            Some(&mut Frame::Records { pipeline, .. }) => slots.record(pipeline, value).map_err(WalkError::Slots)?,
            None => {
                self.result = Some(value);
                self.state = State::End;
            }
        }
        Ok(())
    }

    #[inline(always)]
    fn end_container<S: Slots<Value = V>>(&mut self, slots: &mut S) -> Result<(), WalkError<S::Error>> {
        let value = match self.frames.pop().expect("a container ends inside one") {
            Frame::Fields { object, .. } | Frame::Members { object, .. } => object,
            Frame::Elements { .. } => slots.end_elements().map_err(WalkError::Slots)?,
            Frame::Records { pipeline, .. } => slots.end_records(pipeline).map_err(WalkError::Slots)?,
        };
        self.complete(value, slots)
    }
}

impl Skip {
    fn begin(&mut self, mode: Skipping, start: u64, array: bool, max_depth: usize) {
        self.mode = mode;
        self.max_depth = max_depth;
        self.start = start;
        self.array = array;
        self.canonical = mode == Skipping::Canonical;
        self.end = start + 1;
        self.keys.clear();
        self.open.clear();
        self.push(array);
    }

    #[inline(always)]
    fn push(&mut self, array: bool) {
        self.open.push(if array { ARRAY } else { self.keys.len() as u32 });
        self.expect = if array { Expect::FirstElement } else { Expect::FirstKey };
    }

    /// Checks up to the container's end, and returns the offset behind it.
    fn run<E>(&mut self, cursor: &mut Cursor<'_>) -> Result<Unit<u64>, WalkError<E>> {
        let canonical = self.mode == Skipping::Canonical;
        loop {
            let Unit::Seen(at) = cursor.expect_token()? else { return Ok(Unit::More) };
            let byte = cursor.input[at];
            let end = match (self.expect, byte) {
                (Expect::Value | Expect::FirstElement, b'"') => {
                    let Unit::Seen(token) = cursor.string(at)? else { return Ok(Unit::More) };
                    cursor.consume(token.tokens);
                    if canonical && token.escaped() {
                        self.canonical &= canonical_escapes(&cursor.input[token.open + 1..token.close]);
                    }
                    self.expect = Expect::AfterValue;
                    token.close + 1
                }
                (Expect::Value | Expect::FirstElement, b'{' | b'[') => {
                    if self.open.len() >= self.max_depth {
                        return Err(cursor.error(SyntaxErrorKind::TooDeep, at));
                    }
                    cursor.consume(1);
                    self.push(byte == b'[');
                    at + 1
                }
                (Expect::Key | Expect::FirstKey, b'"') => {
                    let Unit::Seen(token) = cursor.string(at)? else { return Ok(Unit::More) };
                    let Unit::Seen(()) = cursor.colon(token)? else { return Ok(Unit::More) };
                    if canonical {
                        self.canonical &= !token.escaped() && cursor.input[token.close + 1] == b':' && self.file_key(cursor, token);
                    }
                    self.expect = Expect::Value;
                    token.close + 2
                }
                (Expect::AfterValue, b',') => {
                    cursor.consume(1);
                    let array = self.open.last() == Some(&ARRAY);
                    self.expect = if array { Expect::Value } else { Expect::Key };
                    at + 1
                }
                (Expect::AfterValue | Expect::FirstElement, b']') if self.open.last() == Some(&ARRAY) => {
                    cursor.consume(1);
                    self.pop();
                    at + 1
                }
                (Expect::AfterValue | Expect::FirstKey, b'}') if self.open.last() != Some(&ARRAY) => {
                    cursor.consume(1);
                    self.pop();
                    at + 1
                }
                (Expect::Value | Expect::FirstElement, _) => {
                    let Unit::Seen(end) = cursor.scalar(at)? else { return Ok(Unit::More) };
                    if canonical && matches!(byte, b'-' | b'0'..=b'9') {
                        self.canonical &= number::is_canonical(&cursor.input[at..end]);
                    }
                    self.expect = Expect::AfterValue;
                    end
                }
                _ => return Err(cursor.error(SyntaxErrorKind::UnexpectedToken, at)),
            };
            if canonical {
                // Canonical text has no white space: each token begins where the one before ended.
                self.canonical &= at as u64 + cursor.base == self.end;
                self.end = end as u64 + cursor.base;
            }
            if self.open.is_empty() {
                return Ok(Unit::Seen(cursor.base + end as u64));
            }
        }
    }

    #[inline(always)]
    fn pop(&mut self) {
        if let Some(keys) = self.open.pop()
            && keys != ARRAY
        {
            self.keys.truncate(keys as usize);
        }
        self.expect = Expect::AfterValue;
    }

    /// Notes a key of the innermost object; whether its place is where JSON.stringify would write it.
    fn file_key(&mut self, cursor: &Cursor<'_>, token: StringToken) -> bool {
        let key = &cursor.input[token.open + 1..token.close];
        // Array indices come first, whatever the order of insertion.
        if matches!(key.first(), Some(b'0'..=b'9')) && key.iter().all(u8::is_ascii_digit) {
            return false;
        }
        let first = *self.open.last().expect("keys stand in objects") as usize;
        let mut head = [0; 8];
        let taken = key.len().min(7);
        head[..taken].copy_from_slice(&key[..taken]);
        head[7] = key.len() as u8;
        let signature = u64::from_le_bytes(head);
        let others = &self.keys[first..];
        if others.len() >= CANONICAL_KEYS {
            return false;
        }
        for &(other, offset, len) in others {
            if other == signature {
                // The bytes of earlier keys may be gone; then this is not worth knowing.
                let Some(from) = offset.checked_sub(cursor.base) else { return false };
                if cursor.input.get(from as usize..from as usize + len as usize) == Some(key) {
                    return false;
                }
            }
        }
        self.keys.push((signature, cursor.base + token.open as u64 + 1, key.len() as u32));
        true
    }
}

/// Whether JSON.stringify would write every escape of a string's inner text just so.
fn canonical_escapes(inner: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &inner[at..]) {
        let backslash = at + found;
        if !string::is_canonical_escape(inner, backslash) {
            return false;
        }
        at = backslash + if inner[backslash + 1] == b'u' { 6 } else { 2 };
    }
    true
}

/// Every projection's second node: any value, to be written.
pub const ANY_VALUE: NodeId = NodeId(1);

#[inline(always)]
fn string_value<S: Slots>(
    cursor: &Cursor<'_>,
    token: StringToken,
    slots: &mut S,
) -> Result<S::Value, WalkError<S::Error>> {
    let inner = &cursor.input[token.open + 1..token.close];
    slots.string(cursor.base + token.open as u64 + 1, inner, token.escaped()).map_err(WalkError::Slots)
}
