//! Passing over a container that is only to be checked: two words of state, and whole members at a time.

use super::ordinary::{ahead, escaped_string, scalar};
use crate::number;

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

/// Goes over ordinary text until the outermost container of `nest` has ended or something else comes; returns what is
/// expected there. `next` is the next token; containers up to `deepest` may stand inside each other.
pub(super) fn pass_over(
    text: &[u8],
    tokens: &[u32],
    next: &mut usize,
    nest: &mut Nest,
    deepest: usize,
    mut expect: Expect,
) -> Expect {
    let deepest = deepest.min(Nest::DEEPEST as usize) as u32;
    let mut open = *nest;
    let mut at = *next;
    'containers: while open.depth > 0 {
        // What stands behind a value: nothing yet if a container has just begun.
        match expect {
            Expect::AfterValue => {
                let Some(&[separator]) = ahead(tokens, at) else { break };
                match (text[separator as usize], open.in_array()) {
                    (b',', true) => expect = Expect::Value,
                    (b',', false) => expect = Expect::Key,
                    (b']', true) | (b'}', false) => {
                        open.pop();
                    }
                    _ => break,
                }
                at += 1;
                continue;
            }
            Expect::FirstElement | Expect::FirstKey => {
                let Some(&[bracket]) = ahead(tokens, at) else { break };
                match (text[bracket as usize], open.in_array()) {
                    (b']', true) | (b'}', false) => {
                        open.pop();
                        at += 1;
                        expect = Expect::AfterValue;
                        continue;
                    }
                    (_, true) => expect = Expect::Value,
                    (_, false) => expect = Expect::Key,
                }
            }
            // The value of a member whose key went the careful way.
            Expect::Value if !open.in_array() => break,
            Expect::Value | Expect::Key => {}
        }
        if open.in_array() {
            // Elements
            loop {
                let Some(&[value, after, behind]) = ahead(tokens, at) else {
                    break 'containers;
                };
                let separator = match text[value as usize] {
                    b'"' => {
                        if text[after as usize] == b'"' {
                            at += 3;
                            behind
                        } else {
                            let Some((_, count)) = escaped_string(text, tokens, at) else {
                                break 'containers;
                            };
                            let Some(&[separator]) = ahead(tokens, at + count) else {
                                break 'containers;
                            };
                            at += count + 1;
                            separator
                        }
                    }
                    bracket @ (b'{' | b'[') => {
                        if open.depth >= deepest {
                            break 'containers;
                        }
                        at += 1;
                        open.push(bracket == b'[');
                        expect = if bracket == b'[' {
                            Expect::FirstElement
                        } else {
                            Expect::FirstKey
                        };
                        continue 'containers;
                    }
                    byte => {
                        if !is_scalar(text, byte, value as usize, after as usize) {
                            break 'containers;
                        }
                        at += 2;
                        after
                    }
                };
                match text[separator as usize] {
                    b',' => expect = Expect::Value,
                    b']' => {
                        open.pop();
                        expect = Expect::AfterValue;
                        break;
                    }
                    _ => {
                        at -= 1;
                        expect = Expect::AfterValue;
                        break 'containers;
                    }
                }
            }
        } else {
            // Members
            loop {
                let Some(&[key, close, colon, value, after, behind]) = ahead(tokens, at) else {
                    break 'containers;
                };
                let is_key = text[key as usize] == b'"' && text[close as usize] == b'"' && text[colon as usize] == b':';
                if !is_key {
                    break 'containers;
                }
                let separator = match text[value as usize] {
                    b'"' => {
                        if text[after as usize] == b'"' {
                            at += 6;
                            behind
                        } else {
                            let Some((_, count)) = escaped_string(text, tokens, at + 3) else {
                                break 'containers;
                            };
                            let Some(&[separator]) = ahead(tokens, at + 3 + count) else {
                                break 'containers;
                            };
                            at += count + 4;
                            separator
                        }
                    }
                    bracket @ (b'{' | b'[') => {
                        if open.depth >= deepest {
                            break 'containers;
                        }
                        at += 4;
                        open.push(bracket == b'[');
                        expect = if bracket == b'[' {
                            Expect::FirstElement
                        } else {
                            Expect::FirstKey
                        };
                        continue 'containers;
                    }
                    byte => {
                        if !is_scalar(text, byte, value as usize, after as usize) {
                            break 'containers;
                        }
                        at += 5;
                        after
                    }
                };
                match text[separator as usize] {
                    b',' => expect = Expect::Key,
                    b'}' => {
                        open.pop();
                        expect = Expect::AfterValue;
                        break;
                    }
                    _ => {
                        at -= 1;
                        expect = Expect::AfterValue;
                        break 'containers;
                    }
                }
            }
        }
    }
    *nest = open;
    *next = at;
    expect
}

/// Whether a number or word stands at `at`, and nothing behind it before the token `after`.
#[inline(always)]
pub(super) fn is_scalar(text: &[u8], byte: u8, at: usize, after: usize) -> bool {
    if byte.is_ascii_digit() && number::short_end(text, at) == Some(after) {
        return true;
    }
    scalar(text, at, after, false).is_some()
}
