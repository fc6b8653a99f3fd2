//! Ordinary text in whole runs: what is not ordinary is left to the careful way, with nothing of it consumed.

use super::{Open, Skip};
use crate::string;
use crate::walk::cursor::Cursor;
use crate::walk::keys::{Keys, NONE};
use crate::walk::ordinary::{ahead, escaped_string, scalar};
use crate::walk::pass::Expect;

/// Find out whether the text is canonical
pub(super) const CANONICAL: u8 = 0;
/// Write canonical text
pub(super) const REWRITE: u8 = 1;

impl Skip {
    /// Goes on until the container ends, or something comes that is not ordinary.
    pub(super) fn fast<const MODE: u8>(&mut self, cursor: &mut Cursor<'_>, keys: &mut Keys) {
        let origin = cursor.scanner.base;
        let Some(text) = cursor.input.get(origin..) else { return };
        let tokens = cursor.scanner.tokens.as_slice();
        let mut next = cursor.scanner.cursor;
        let Some(&top) = self.open.last() else { return };
        let mut top: Open = top;
        let mut expect = self.expect;
        let mut canonical = self.canonical;
        // Relative like tokens; before the text's start it wraps around, and comparisons still hold.
        let offset = cursor.base.wrapping_add(origin as u64);
        let mut end = self.end.wrapping_sub(offset) as usize;
        loop {
            let mut empty = false;
            if matches!(expect, Expect::Key | Expect::FirstKey) {
                let Some(&[at, _, _]) = ahead(tokens, next) else {
                    break;
                };
                let at = at as usize;
                if text[at] == b'"' {
                    let Some((id, key)) = keys.guess(keys.after(top.kind, top.last), text, at) else {
                        break;
                    };
                    if top.seen & key.bit != 0 || key.is_index {
                        self.tidy = false;
                        canonical = false;
                    }
                    top.seen |= key.bit;
                    top.last = id;
                    canonical &= at == end;
                    end = at + key.len as usize;
                    if MODE == REWRITE {
                        self.layout.line(self.open.len());
                        self.layout.key(&text[at..end - 1]);
                    }
                    next += 3;
                    expect = Expect::Value;
                } else if text[at] == b'}' && expect == Expect::FirstKey {
                    empty = true;
                } else {
                    break;
                }
            }
            if matches!(expect, Expect::Value | Expect::FirstElement) {
                let Some(&[at, after]) = ahead(tokens, next) else { break };
                let (at, after) = (at as usize, after as usize);
                let value_end = match text[at] {
                    b'"' => {
                        let (close, count) = if text[after] == b'"' {
                            (after, 2)
                        } else {
                            let Some(found) = escaped_string(text, tokens, next) else {
                                break;
                            };
                            found
                        };
                        next += count;
                        if MODE == CANONICAL && count > 2 {
                            canonical = canonical && string::has_canonical_escapes(&text[at + 1..close]);
                        }
                        if MODE == REWRITE {
                            if top.array {
                                self.layout.line(self.open.len());
                            }
                            self.layout.string(&text[at..=close], count > 2);
                        }
                        close + 1
                    }
                    b'{' | b'[' => {
                        if self.open.len() >= self.max_depth {
                            break;
                        }
                        next += 1;
                        let array = text[at] == b'[';
                        let kind = if top.array { top.kind } else { keys.child(top.last) };
                        canonical &= at == end;
                        end = at + 1;
                        if MODE == REWRITE {
                            if top.array {
                                self.layout.line(self.open.len());
                            }
                            self.layout.bracket(text[at]);
                        }
                        if let Some(open) = self.open.last_mut() {
                            *open = top;
                        }
                        top = Open {
                            array,
                            kind,
                            last: NONE,
                            seen: 0,
                            strange: self.strange.len() as u32,
                        };
                        self.open.push(top);
                        expect = if array { Expect::FirstElement } else { Expect::FirstKey };
                        continue;
                    }
                    b']' if expect == Expect::FirstElement => {
                        empty = true;
                        end
                    }
                    _ => {
                        let Some(scalar) = scalar(text, at, after, true) else {
                            break;
                        };
                        next += 1;
                        canonical &= scalar.canonical;
                        if MODE == REWRITE {
                            if top.array {
                                self.layout.line(self.open.len());
                            }
                            self.layout.scalar(&text[at..scalar.end], scalar.canonical);
                        }
                        scalar.end
                    }
                };
                if !empty {
                    canonical &= at == end;
                    end = value_end;
                    expect = Expect::AfterValue;
                }
            }
            let Some(&[at]) = ahead(tokens, next) else { break };
            let at = at as usize;
            let byte = text[at];
            if byte == b',' {
                next += 1;
                expect = if top.array { Expect::Value } else { Expect::Key };
                if MODE == REWRITE {
                    self.layout.comma();
                }
            } else if byte == if top.array { b']' } else { b'}' } {
                next += 1;
                self.open.pop();
                if MODE == REWRITE {
                    if !empty {
                        self.layout.line(self.open.len());
                    }
                    self.layout.bracket(byte);
                }
                expect = Expect::AfterValue;
                self.strange.truncate(top.strange as usize);
                if let Some(&open) = self.open.last() {
                    top = open;
                } else {
                    canonical &= at == end;
                    end = at + 1;
                    break;
                }
            } else {
                break;
            }
            canonical &= at == end;
            end = at + 1;
        }
        if let Some(open) = self.open.last_mut() {
            *open = top;
        }
        self.expect = expect;
        self.canonical = canonical;
        self.end = offset.wrapping_add(end as u64);
        cursor.scanner.cursor = next;
    }
}
