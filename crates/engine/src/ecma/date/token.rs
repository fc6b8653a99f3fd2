//! The tokens of V8's date parser.

use jsonmill_json::wtf8;

/// What a word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keyword {
    /// A month, from 1
    Month(i64),
    /// Hours to add to a 12-hour time
    Half(i64),
    /// A time zone, in hours
    Zone(i64),
    /// `T`
    Separator,
    /// Any other word
    Garbage,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    End,
    /// A number and how many digits it has
    Number(i64, usize),
    /// One of `: - + . )`
    Symbol(u8),
    /// A word and how many letters it has
    Word(Keyword, usize),
    Space,
    /// Anything else; parentheses are skipped as a whole
    Unknown,
}

impl Token {
    pub(super) fn fixed_number(self, digits: usize) -> Option<i64> {
        match self {
            Token::Number(n, length) if length == digits => Some(n),
            _ => None,
        }
    }

    pub(super) fn is_z(self) -> bool {
        matches!(self, Token::Word(Keyword::Zone(_), 1))
    }

    /// 1 or -1
    pub(super) fn sign(self) -> Option<i64> {
        match self {
            Token::Symbol(b'+') => Some(1),
            Token::Symbol(b'-') => Some(-1),
            _ => None,
        }
    }
}

/// Words by their first three letters. Only months may be longer.
const KEYWORDS: [([u8; 3], Keyword); 26] = [
    (*b"jan", Keyword::Month(1)),
    (*b"feb", Keyword::Month(2)),
    (*b"mar", Keyword::Month(3)),
    (*b"apr", Keyword::Month(4)),
    (*b"may", Keyword::Month(5)),
    (*b"jun", Keyword::Month(6)),
    (*b"jul", Keyword::Month(7)),
    (*b"aug", Keyword::Month(8)),
    (*b"sep", Keyword::Month(9)),
    (*b"oct", Keyword::Month(10)),
    (*b"nov", Keyword::Month(11)),
    (*b"dec", Keyword::Month(12)),
    (*b"am\0", Keyword::Half(0)),
    (*b"pm\0", Keyword::Half(12)),
    (*b"ut\0", Keyword::Zone(0)),
    (*b"utc", Keyword::Zone(0)),
    (*b"z\0\0", Keyword::Zone(0)),
    (*b"gmt", Keyword::Zone(0)),
    (*b"cdt", Keyword::Zone(-5)),
    (*b"cst", Keyword::Zone(-6)),
    (*b"edt", Keyword::Zone(-4)),
    (*b"est", Keyword::Zone(-5)),
    (*b"mdt", Keyword::Zone(-6)),
    (*b"mst", Keyword::Zone(-7)),
    (*b"pdt", Keyword::Zone(-7)),
    (*b"pst", Keyword::Zone(-8)),
];

/// The text as tokens, one looked at in advance.
pub(super) struct Tokens<'a> {
    units: &'a [u16],
    at: usize,
    current: Token,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(units: &'a [u16]) -> Tokens<'a> {
        let mut tokens = Tokens {
            units,
            at: 0,
            current: Token::End,
        };
        tokens.current = tokens.scan();
        tokens
    }

    pub(super) fn peek(&self) -> Token {
        self.current
    }

    pub(super) fn next(&mut self) -> Token {
        let next = self.scan();
        std::mem::replace(&mut self.current, next)
    }

    /// Takes a symbol if it comes next.
    pub(super) fn skip(&mut self, symbol: u8) -> bool {
        let found = self.current == Token::Symbol(symbol);
        if found {
            self.next();
        }
        found
    }

    fn unit(&self) -> u16 {
        self.units.get(self.at).copied().unwrap_or(0)
    }

    /// A NUL ends the text, as it does for V8.
    fn scan(&mut self) -> Token {
        let (start, unit) = (self.at, self.unit());
        match unit {
            0 => Token::End,
            0x30..=0x39 => self.number(),
            0x3A | 0x2D | 0x2B | 0x2E | 0x29 => {
                self.at += 1;
                Token::Symbol(unit as u8)
            }
            _ if is_letter(unit) => {
                while is_letter(self.unit()) {
                    self.at += 1;
                }
                let length = self.at - start;
                let mut prefix = [0; 3];
                for (letter, &unit) in prefix.iter_mut().zip(&self.units[start..self.at]) {
                    // Beyond ASCII nothing is a keyword's letter.
                    *letter = u8::try_from(unit | 0x20).unwrap_or(0xFF);
                }
                let known = KEYWORDS.iter().find(|(letters, keyword)| {
                    *letters == prefix && (length <= 3 || matches!(keyword, Keyword::Month(_)))
                });
                let keyword = match known {
                    Some(&(_, keyword)) => keyword,
                    None if prefix == *b"t\0\0" => Keyword::Separator,
                    None => Keyword::Garbage,
                };
                Token::Word(keyword, length)
            }
            _ if is_space(unit) => {
                self.at += 1;
                Token::Space
            }
            0x28 => {
                let mut balance = 0;
                loop {
                    match self.unit() {
                        0x28 => balance += 1,
                        0x29 => balance -= 1,
                        _ => {}
                    }
                    self.at += 1;
                    if balance == 0 || self.unit() == 0 {
                        return Token::Unknown;
                    }
                }
            }
            _ => {
                self.at += 1;
                Token::Unknown
            }
        }
    }

    /// Digits behind the ninth significant one do not count.
    fn number(&mut self) -> Token {
        let start = self.at;
        let (mut n, mut significant) = (0, 0);
        while let digit @ 0x30..=0x39 = self.unit() {
            if (digit != 0x30 || significant > 0) && significant < 9 {
                n = n * 10 + i64::from(digit - 0x30);
                significant += 1;
            }
            self.at += 1;
        }
        Token::Number(n, self.at - start)
    }
}

fn is_letter(unit: u16) -> bool {
    unit >= 0x41 && !is_space(unit)
}

/// White space; the line terminators beyond ASCII count as letters.
fn is_space(unit: u16) -> bool {
    !matches!(unit, 0x2028 | 0x2029) && wtf8::is_white_space(u32::from(unit))
}
