//! Going over a container of which nothing is built: two words of state, and whole members at a time.

use super::keys::Key;
use super::ordinary::{ahead, escaped_string, is_scalar, told_scalar};

/// The containers around a place, as far as a word of bits goes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nest {
    /// The innermost one is bit 0; arrays are 1
    arrays: u64,
    depth: u32,
}

impl Nest {
    /// So many containers can be told.
    pub const DEEPEST: u32 = u64::BITS;

    #[inline(always)]
    pub fn push(&mut self, array: bool) {
        self.arrays = self.arrays << 1 | u64::from(array);
        self.depth += 1;
    }

    /// The kind of the innermost container, which is left.
    #[inline(always)]
    pub fn pop(&mut self) -> Option<bool> {
        let array = self.arrays & 1 != 0;
        self.depth = self.depth.checked_sub(1)?;
        self.arrays >>= 1;
        Some(array)
    }

    #[inline(always)]
    pub fn depth(self) -> u32 {
        self.depth
    }

    #[inline(always)]
    fn in_array(self) -> bool {
        self.arrays & 1 != 0
    }
}

/// What comes next inside a container that is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expect {
    Value,
    FirstElement,
    FirstKey,
    Key,
    AfterValue,
}

/// A string, number or word.
#[derive(Clone, Copy)]
pub(super) struct Leaf {
    pub at: usize,
    pub end: usize,
    /// It is a number or word
    pub scalar: bool,
    /// It is a string with escapes
    pub escaped: bool,
    /// JSON.stringify writes the number so
    pub canonical: bool,
}

/// What is done with the text besides checking it. Places are offsets in the text.
pub(super) trait Watch {
    /// All that is known of keys.
    type Keys;
    /// A key, until its value is seen.
    type Known<'k>: Copy;
    /// Whether [`Leaf::canonical`] is looked at.
    const NUMBERS: bool;

    /// All keys.
    fn all(keys: &Self::Keys) -> &[Key];
    /// The key whose two quotes and colon are the first of these tokens. Nothing is done with it yet.
    fn key<'k>(&self, keys: &'k [Key], text: &[u8], tokens: &[u32; 6]) -> Option<Self::Known<'k>>;
    /// Learns that key; whether it is known now.
    fn learn(&mut self, keys: &mut Self::Keys, text: &[u8], tokens: &[u32; 6]) -> bool;
    /// A member's value, or an element.
    fn leaf(&mut self, text: &[u8], key: Option<Self::Known<'_>>, leaf: Leaf);
    /// The same if it is a container, which begins at `at`
    fn container(&mut self, text: &[u8], key: Option<Self::Known<'_>>, at: usize);
    /// It begins.
    fn open(&mut self, keys: &mut Self::Keys, at: usize, bracket: u8);
    /// Another member or element will follow.
    fn comma(&mut self, at: usize);
    /// The innermost container ends.
    fn close(&mut self, keys: &Self::Keys, at: usize, bracket: u8, is_empty: bool);
}

/// Only checks.
struct Checked;

impl Watch for Checked {
    type Keys = ();
    type Known<'k> = ();
    const NUMBERS: bool = false;

    #[inline(always)]
    fn all(&(): &()) -> &[Key] {
        &[]
    }
    #[inline(always)]
    fn key(&self, _: &[Key], text: &[u8], &[key, close, colon, ..]: &[u32; 6]) -> Option<()> {
        (text[key as usize] == b'"' && text[close as usize] == b'"' && text[colon as usize] == b':').then_some(())
    }
    #[inline(always)]
    fn learn(&mut self, _: &mut (), _: &[u8], _: &[u32; 6]) -> bool {
        false
    }
    #[inline(always)]
    fn leaf(&mut self, _: &[u8], _: Option<()>, _: Leaf) {}
    #[inline(always)]
    fn container(&mut self, _: &[u8], _: Option<()>, _: usize) {}
    #[inline(always)]
    fn open(&mut self, _: &mut (), _: usize, _: u8) {}
    #[inline(always)]
    fn comma(&mut self, _: usize) {}
    #[inline(always)]
    fn close(&mut self, _: &(), _: usize, _: u8, _: bool) {}
}

/// Goes over ordinary text until the outermost container of `nest` has ended or something else comes; returns what is
/// expected there. `next` is the next token; containers up to `deepest` may stand inside each other.
pub(super) fn pass_over(
    text: &[u8],
    tokens: &[u32],
    next: &mut usize,
    nest: &mut Nest,
    deepest: usize,
    expect: Expect,
) -> Expect {
    pass(text, tokens, next, (nest, deepest, expect), &mut (), &mut Checked)
}

/// The same while somebody watches.
#[inline(always)]
pub(super) fn pass<W: Watch>(
    text: &[u8],
    tokens: &[u32],
    next: &mut usize,
    (nest, deepest, mut expect): (&mut Nest, usize, Expect),
    keys: &mut W::Keys,
    watch: &mut W,
) -> Expect {
    let deepest = deepest.min(Nest::DEEPEST as usize) as u32;
    let mut open = *nest;
    let mut at = *next;
    while open.depth > 0 {
        // What stands behind a value: nothing yet if a container has just begun.
        if !matches!(expect, Expect::Value | Expect::Key) {
            let Some(&[token]) = ahead(tokens, at) else { break };
            let (place, byte) = (token as usize, text[token as usize]);
            let first = expect != Expect::AfterValue;
            match (byte, open.in_array()) {
                (b']', true) | (b'}', false) => {
                    open.pop();
                    at += 1;
                    expect = Expect::AfterValue;
                    watch.close(keys, place, byte, first);
                    continue;
                }
                (b',', _) if !first => {
                    at += 1;
                    watch.comma(place);
                }
                _ if !first => break,
                _ => {}
            }
        }
        // The value of a key that was not ordinary is the careful way's too.
        if expect == Expect::Value && !open.in_array() {
            break;
        }
        let full = open.depth >= deepest;
        let items = if open.in_array() {
            items::<W, true>(text, tokens, &mut at, full, keys, watch)
        } else {
            items::<W, false>(text, tokens, &mut at, full, keys, watch)
        };
        match items {
            Items::Careful(expected) => {
                expect = expected;
                break;
            }
            Items::Key => {
                expect = Expect::Key;
                let Some(window) = ahead(tokens, at) else { break };
                if !watch.learn(keys, text, window) {
                    break;
                }
            }
            Items::Close(place, bracket) => {
                open.pop();
                expect = Expect::AfterValue;
                watch.close(keys, place, bracket, false);
            }
            Items::Container(place, bracket) => {
                at += 1;
                open.push(bracket == b'[');
                expect = if bracket == b'[' {
                    Expect::FirstElement
                } else {
                    Expect::FirstKey
                };
                watch.open(keys, place, bracket);
            }
        }
    }
    *nest = open;
    *next = at;
    expect
}

/// Why members or elements ended.
enum Items {
    /// What comes is not ordinary
    Careful(Expect),
    /// A key comes that is not known
    Key,
    /// Their container is over, by the bracket there
    Close(usize, u8),
    /// A container begins there, with the next token
    Container(usize, u8),
}

/// The elements of an array, or the members of an object, up to a container or the end. If it is full, no container may
/// begin in it.
#[inline(always)]
fn items<W: Watch, const ARRAY: bool>(
    text: &[u8],
    tokens: &[u32],
    next: &mut usize,
    full: bool,
    keys: &W::Keys,
    watch: &mut W,
) -> Items {
    let expect = if ARRAY { Expect::Value } else { Expect::Key };
    let bracket = if ARRAY { b']' } else { b'}' };
    // A member's value stands behind the two quotes of its key and the colon.
    let before = if ARRAY { 0 } else { 3 };
    let keys = W::all(keys);
    let mut at = *next;
    let items = loop {
        let (key, window) = if ARRAY {
            let Some(window) = ahead::<3>(tokens, at) else {
                break Items::Careful(expect);
            };
            (None, window)
        } else {
            let Some(window) = ahead::<6>(tokens, at) else {
                break Items::Careful(expect);
            };
            let Some(key) = watch.key(keys, text, window) else {
                break Items::Key;
            };
            let [_, _, _, value @ ..] = window;
            (Some(key), value)
        };
        let (value, after) = (window[0] as usize, window[1] as usize);
        let separator;
        match text[value] {
            b'"' => {
                let mut leaf = Leaf {
                    at: value,
                    end: after.wrapping_add(1),
                    scalar: false,
                    escaped: false,
                    canonical: true,
                };
                if text[after] == b'"' {
                    separator = window[2] as usize;
                    at = at.wrapping_add(before + 3);
                } else {
                    let Some((close, count)) = escaped_string(text, tokens, at + before) else {
                        break Items::Careful(expect);
                    };
                    let Some(&[behind]) = ahead(tokens, at + before + count) else {
                        break Items::Careful(expect);
                    };
                    (leaf.end, leaf.escaped) = (close + 1, true);
                    separator = behind as usize;
                    at += before + count + 1;
                }
                watch.leaf(text, key, leaf);
            }
            byte @ (b'{' | b'[') => {
                if full {
                    break Items::Careful(expect);
                }
                watch.container(text, key, value);
                at += before;
                break Items::Container(value, byte);
            }
            byte => {
                let mut leaf = Leaf {
                    at: value,
                    end: after,
                    scalar: true,
                    escaped: false,
                    canonical: true,
                };
                if W::NUMBERS {
                    let Some(scalar) = told_scalar(text, byte, value, after) else {
                        break Items::Careful(expect);
                    };
                    (leaf.end, leaf.canonical) = (scalar.end, scalar.canonical);
                } else if !is_scalar(text, byte, value, after) {
                    break Items::Careful(expect);
                }
                separator = after;
                at = at.wrapping_add(before + 2);
                watch.leaf(text, key, leaf);
            }
        }
        match text[separator] {
            b',' => watch.comma(separator),
            byte if byte == bracket => break Items::Close(separator, bracket),
            _ => {
                at -= 1;
                break Items::Careful(Expect::AfterValue);
            }
        }
    };
    *next = at;
    items
}
