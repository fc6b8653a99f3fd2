//! Stage 1: where in the input are the bytes that a JSON reader has to look at?
//!
//! Each byte is classified once, 64 at a time, and only the offsets of *tokens* are kept; everything between two tokens
//! is known to be harmless: white space, the rest of a scalar, or the plain inside of a string. The technique is stage 1
//! of simdjson (Langdale and Lemire, "Parsing Gigabytes of JSON per Second"), run chunk by chunk so that the index stays
//! in the cache and an input may arrive in slices cut anywhere.
//!
//! Tokens, in input order:
//! * outside strings: each of `{ } [ ] : ,`, the `"` that opens a string, and the first byte of every *scalar run*:
//!   bytes that are neither white space nor any of these (numbers, literals, and all garbage: a BOM, control bytes,
//!   backslashes);
//! * inside strings: every backslash that escapes (not the byte it escapes), every control byte below 0x20, and the `"`
//!   that closes the string;
//! * with `lines`, also every `\n` outside strings (inside them it is a control byte anyway).
//!
//! So a string without escapes is two adjacent tokens, and a scalar ends at the next token at the latest. Nothing is
//! judged here: the walker says what is an error. A backslash outside strings also takes the next byte's meaning away;
//! that is always behind a garbage token, hence behind an error, and a reader that goes on after an error starts anew
//! with [`Scanner::reset`].

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod carry;
mod portable;
#[cfg(target_arch = "x86_64")]
mod prefetch;
mod sink;
#[cfg(test)]
mod tests;

use crate::repair;
use carry::Carry;
use sink::Sink;

/// Bytes that one [`Scanner::refill`] scans at most: its tokens (128 KiB at worst) fit the second-level cache.
pub const CHUNK: usize = 32 * 1024;

/// Bytes that are classified at once: one bit each in a `u64`.
const BLOCK: usize = 64;

/// Which implementation classifies; chosen once a scanner, since detection is not free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kernel {
    /// Made only where the processor has been found to have AVX-512 F, BW and VBMI2 and what [`Kernel::Avx2`] needs.
    #[cfg(target_arch = "x86_64")]
    Avx512,
    /// Made only where the processor has been found to have AVX2, BMI1, BMI2, PCLMULQDQ and POPCNT.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Kernel {
    fn detect() -> Kernel {
        #[cfg(target_arch = "x86_64")]
        if avx512::is_available() {
            return Kernel::Avx512;
        }
        #[cfg(target_arch = "x86_64")]
        if avx2::is_available() {
            return Kernel::Avx2;
        }
        Kernel::Portable
    }
}

/// The token index of one input, made chunk by chunk.
#[derive(Debug)]
pub struct Scanner {
    /// Offsets of tokens, ascending, relative to [`Scanner::base`].
    pub tokens: Vec<u32>,
    /// Index in `tokens` of the next token that the reader has not consumed.
    pub cursor: usize,
    /// The offset in the input that `tokens` are relative to.
    pub base: usize,
    scanned: usize,
    carry: Carry,
    kernel: Kernel,
    lines: bool,
    exceeded: bool,
    /// How far the input has been checked to be UTF-8, if that is asked for
    valid: Option<usize>,
    invalid: bool,
}

impl Scanner {
    /// A scanner at the start of an input, with the fastest kernel of this processor. With `lines`, line feeds outside
    /// strings are tokens too.
    pub fn new(lines: bool) -> Scanner {
        Scanner::with_kernel(lines, Kernel::detect())
    }

    /// A scanner that uses the portable kernel whatever the processor is: the oracle in tests.
    pub fn with_portable(lines: bool) -> Scanner {
        Scanner::with_kernel(lines, Kernel::Portable)
    }

    fn with_kernel(lines: bool, kernel: Kernel) -> Scanner {
        Scanner {
            tokens: Vec::new(),
            cursor: 0,
            base: 0,
            scanned: 0,
            carry: Carry::default(),
            kernel,
            lines,
            exceeded: false,
            valid: None,
            invalid: false,
        }
    }

    /// Forgets everything and starts at offset `at` of an input, outside strings. Keeps its memory.
    pub fn reset(&mut self, at: usize) {
        self.tokens.clear();
        self.cursor = 0;
        self.base = at;
        self.scanned = at;
        self.carry = Carry::default();
        self.exceeded = false;
        self.valid = None;
        self.invalid = false;
    }

    /// Starts anew at offset `at`, as [`Scanner::reset`] does, but goes on checking for UTF-8 if it did.
    pub fn skip_to(&mut self, at: usize) {
        let checks = self.valid.is_some();
        self.reset(at);
        if checks {
            self.check_utf8();
        }
    }

    /// Checks from now on that the input is UTF-8, each part while it is in the cache for its tokens anyway. For inputs
    /// that are scanned at one go: [`Scanner::drop_front`] ends it.
    pub fn check_utf8(&mut self) {
        self.valid = Some(self.scanned);
    }

    /// Whether the last [`Scanner::refill`] gave up because what it scanned is not UTF-8.
    pub fn invalid_utf8(&self) -> bool {
        self.invalid
    }

    /// The offset up to which the input is scanned.
    pub fn scanned(&self) -> usize {
        self.scanned
    }

    /// Whether [`Scanner::scanned`] lies inside a string (its closing quote not yet seen).
    pub fn inside_string(&self) -> bool {
        self.carry.inside_string()
    }

    /// Whether the last [`Scanner::refill`] gave up because unconsumed tokens span more than a `u32` can tell apart
    /// (4 GiB from the first unconsumed token), or because memory for the index was refused. The reader reports a limit.
    pub fn exceeded(&self) -> bool {
        self.exceeded
    }

    /// Scans at most [`CHUNK`] more bytes of `input` from where the last call stopped, and says whether any were scanned.
    ///
    /// Unconsumed tokens (from `cursor` on) move to the front, `cursor` becomes 0, and `base` changes accordingly; with
    /// `cursor` at 0 nothing moves, so a reader that only looks ahead pays nothing for what it keeps.
    /// `last` says that nothing follows `input`; then the tail shorter than a block is scanned too. Otherwise it
    /// waits, except lines that are complete.
    /// `false` means that more input is needed, or that all is scanned, or that a limit is [exceeded](Scanner::exceeded),
    /// or that it is [no UTF-8](Scanner::invalid_utf8).
    pub fn refill(&mut self, input: &[u8], last: bool) -> bool {
        // Where nothing comes any more, what has been read stays.
        if self.scanned >= input.len() {
            return false;
        }
        self.compact();
        let rest = input.get(self.scanned..).unwrap_or_default();
        let (chunk, beyond) = rest.split_at(rest.len().min(CHUNK));
        let (blocks, tail) = chunk.as_chunks::<BLOCK>();
        let tail = if last { tail } else { self.ended(tail) };
        let with_tail = beyond.is_empty() && !tail.is_empty();
        if blocks.is_empty() && !with_tail {
            return false;
        }
        let Some(at) = self.make_room(chunk.len()) else {
            self.exceeded = true;
            return false;
        };
        self.scan_blocks(blocks, at);
        self.scanned += blocks.len() * BLOCK;
        if with_tail {
            // White space changes no state and makes no token, so it can stand for the bytes that are not there.
            let mut padded = [b' '; BLOCK];
            padded[..tail.len()].copy_from_slice(tail);
            self.scan_blocks(&[padded], at + (blocks.len() * BLOCK) as u32);
            self.scanned += tail.len();
        }
        self.is_valid(input)
    }

    /// As much of a tail as ends lines: those can be told at once, for behind a line feed white space changes no state.
    fn ended<'t>(&self, tail: &'t [u8]) -> &'t [u8] {
        let end = if self.lines { memchr::memrchr(b'\n', tail) } else { None };
        &tail[..end.map_or(0, |at| at + 1)]
    }

    /// Whether what has been scanned is UTF-8, if that is asked for. A character that is cut off belongs to what comes.
    fn is_valid(&mut self, input: &[u8]) -> bool {
        let Some(from) = self.valid else { return true };
        let mut to = self.scanned;
        while to > from && self.scanned - to < 3 && input.get(to).is_some_and(|byte| byte & 0xC0 == 0x80) {
            to -= 1;
        }
        self.invalid = !repair::is_valid_utf8(&input[from..to]);
        self.valid = Some(to);
        !self.invalid
    }

    /// The first `n` bytes of the input were dropped, and all offsets move down by as much. `n` must not lie beyond the
    /// first unconsumed token nor beyond [`Scanner::scanned`]. Consumed tokens are forgotten: `cursor` becomes 0.
    pub fn drop_front(&mut self, n: usize) {
        self.compact();
        if self.base < n {
            self.rebase();
        }
        self.base -= n;
        self.scanned -= n;
        self.valid = None;
    }

    /// Forgets consumed tokens.
    fn compact(&mut self) {
        if self.cursor == 0 {
            return;
        }
        let consumed = self.cursor.min(self.tokens.len());
        self.tokens.copy_within(consumed.., 0);
        self.tokens.truncate(self.tokens.len() - consumed);
        self.cursor = 0;
        self.rebase();
    }

    /// Makes tokens relative to the first of them, or to the end of what is scanned if there are none.
    fn rebase(&mut self) {
        match self.tokens.first() {
            None => self.base = self.scanned,
            Some(&first) => {
                self.tokens.iter_mut().for_each(|token| *token -= first);
                self.base += first as usize;
            }
        }
    }

    /// Reserves room for the tokens of `bytes` more bytes and returns where these start, relative to `base`.
    fn make_room(&mut self, bytes: usize) -> Option<u32> {
        // A kernel writes whole groups of tokens and then counts how many of them are real.
        self.tokens.try_reserve(bytes + 2 * BLOCK).ok()?;
        let fits = |base: usize| u32::try_from(self.scanned - base + CHUNK + BLOCK).is_ok();
        if !fits(self.base) {
            let first = self
                .tokens
                .first()
                .map_or(self.scanned, |&token| self.base + token as usize);
            if !fits(first) {
                return None;
            }
            self.rebase();
        }
        u32::try_from(self.scanned - self.base).ok()
    }

    /// Appends the tokens of `blocks`, which start `at` bytes after `base`.
    fn scan_blocks(&mut self, blocks: &[[u8; BLOCK]], at: u32) {
        let mut sink = Sink::new(self.tokens.spare_capacity_mut(), at);
        match (self.kernel, self.lines) {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: this variant is made only by `Kernel::detect`, where the processor has every feature needed.
            (Kernel::Avx512, false) => unsafe { avx512::scan::<false>(blocks, &mut self.carry, &mut sink) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            (Kernel::Avx512, true) => unsafe { avx512::scan::<true>(blocks, &mut self.carry, &mut sink) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            (Kernel::Avx2, false) => unsafe { avx2::scan::<false>(blocks, &mut self.carry, &mut sink) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            (Kernel::Avx2, true) => unsafe { avx2::scan::<true>(blocks, &mut self.carry, &mut sink) },
            (Kernel::Portable, false) => portable::scan::<false>(blocks, &mut self.carry, &mut sink),
            (Kernel::Portable, true) => portable::scan::<true>(blocks, &mut self.carry, &mut sink),
        }
        let written = sink.written();
        // SAFETY: the sink has initialised the first `written` elements of the spare capacity.
        unsafe { self.tokens.set_len(self.tokens.len() + written) };
    }
}
