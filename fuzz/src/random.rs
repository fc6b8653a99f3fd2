//! Random choices and texts, the same for the same seed.

/// xorshift64*
pub struct Random(u64);

/// Pieces of which JSON texts are made.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\\"",
    "\\n",
    "\\u00e9",
    "\\ud83d",
    "\\ude00",
    "\\ud800",
    "\\x",
    "a",
    "id",
    "\"a\"",
    "\"id\":",
    "\"a\":1",
    "__proto__",
    "0",
    "1",
    "-",
    "-0",
    ".",
    "1.5",
    "1e3",
    "1e999",
    "9007199254740993",
    "E+",
    "true",
    "false",
    "null",
    "nul",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\u{feff}",
    "é",
    "漢",
    "😀",
    "\u{0}",
    "\u{1f}",
    "toJSON",
    "12",
    "length",
];

/// Bytes that are no UTF-8.
const BROKEN: &[&[u8]] = &[b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xc0\x80"];

impl Random {
    pub fn new(seed: u64) -> Random {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 33) as usize) % end.max(1)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    /// A JSON value, mostly a correct one.
    pub fn json(&mut self, depth: usize, out: &mut Vec<u8>) {
        if self.once_in(60) {
            return out.extend_from_slice(self.pick(PIECES).as_bytes());
        }
        if self.once_in(300) {
            return out.extend_from_slice(self.pick(BROKEN));
        }
        self.space(out);
        match self.below(if depth == 0 { 4 } else { 7 }) {
            0 => out.extend_from_slice(
                self.pick(&[
                    "0",
                    "-0",
                    "1",
                    "1.50",
                    "-2e3",
                    "1e999",
                    "123456789012345678901",
                    "0.1",
                    "3",
                ])
                .as_bytes(),
            ),
            1 => out.extend_from_slice(self.pick(&["true", "false", "null"]).as_bytes()),
            2 | 3 => self.string(out),
            4 => self.list(b'[', b']', out, |random, out| random.json(depth - 1, out)),
            _ => self.list(b'{', b'}', out, |random, out| {
                if random.once_in(3) {
                    random.string(out);
                } else {
                    out.extend_from_slice(
                        random
                            .pick(&["\"a\"", "\"b\"", "\"id\"", "\"1\"", "\"__proto__\"", "\"it\\u0065ms\""])
                            .as_bytes(),
                    );
                }
                random.space(out);
                out.push(b':');
                random.json(depth - 1, out);
            }),
        }
        self.space(out);
    }

    fn list(&mut self, open: u8, close: u8, out: &mut Vec<u8>, mut member: impl FnMut(&mut Random, &mut Vec<u8>)) {
        out.push(open);
        for at in 0..self.below(5) {
            if at > 0 {
                out.push(b',');
            }
            member(self, out);
        }
        self.space(out);
        out.push(close);
    }

    fn space(&mut self, out: &mut Vec<u8>) {
        if self.once_in(8) {
            out.extend_from_slice(self.pick(&[" ", "\t", "  ", "\r"]).as_bytes());
        }
    }

    fn string(&mut self, out: &mut Vec<u8>) {
        out.push(b'"');
        let long = self.once_in(20);
        for _ in 0..self.below(if long { 120 } else { 6 }) {
            let piece = self.pick(&[
                "a",
                "bc",
                "é",
                "漢",
                "😀",
                "\\n",
                "\\u00e9",
                "\\ud83d\\ude00",
                "\\ud800",
                "\\\\",
                "\\\"",
                " ",
                "1",
                "/",
                "\\/",
            ]);
            out.extend_from_slice(piece.as_bytes());
        }
        out.push(b'"');
    }

    /// A text with some of its bytes changed.
    pub fn mutated(&mut self, text: &[u8], pieces: &[&str]) -> Vec<u8> {
        let mut text = text.to_vec();
        for _ in 0..self.below(4) {
            let at = self.below(text.len() + 1);
            let end = (at + self.below(4)).min(text.len());
            let piece = if self.once_in(30) {
                self.pick(BROKEN)
            } else {
                self.pick(pieces).as_bytes()
            };
            match self.below(3) {
                0 => drop(text.splice(at..at, piece.iter().copied())),
                1 => drop(text.splice(at..end, piece.iter().copied())),
                _ => drop(text.drain(at..end)),
            }
        }
        text
    }

    /// A JSON text, now and then a wrong one.
    pub fn document(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        self.json(4, &mut text);
        if self.once_in(2) {
            self.mutated(&text, PIECES)
        } else {
            text
        }
    }

    /// Texts of several values.
    pub fn records(&mut self, separator: &str) -> Vec<u8> {
        let mut text = Vec::new();
        for _ in 0..self.below(6) {
            self.json(3, &mut text);
            text.extend_from_slice(separator.as_bytes());
        }
        if self.once_in(3) {
            self.mutated(&text, PIECES)
        } else {
            text
        }
    }

    /// Cuts bytes into slices.
    pub fn cut<'b>(&mut self, mut bytes: &'b [u8]) -> Vec<&'b [u8]> {
        let most = self.pick(&[1, 2, 7, 64]);
        let mut slices = Vec::new();
        while !bytes.is_empty() {
            let (slice, rest) = bytes.split_at((1 + self.below(most)).min(bytes.len()));
            slices.push(slice);
            bytes = rest;
        }
        slices
    }
}
