//! Patterns that say character by character what stands where: `^SKU-\d{5}$`, `^[^@\s]+@[a-z.-]+$`.
//!
//! Each step takes as many characters as it may, and what may come next is never one of them; so nothing has to be tried
//! twice. All other patterns run in the matcher for regular expressions.

/// A pattern, for ASCII texts.
#[derive(Clone, Debug)]
pub(in crate::schema) struct Steps {
    steps: Vec<Step>,
    /// The text must end behind the last step
    to_end: bool,
}

/// Characters of one set, so many times.
#[derive(Clone, Copy, Debug)]
struct Step {
    set: Set,
    min: usize,
    max: usize,
}

/// A set of characters: of ASCII each, of the letters from U+00C0 to U+00FF all or none.
#[derive(Clone, Copy, Debug)]
struct Set {
    ascii: u128,
    latin: bool,
}

impl Set {
    const fn of(ascii: u128) -> Set {
        Set { ascii, latin: false }
    }

    const fn all_but(ascii: u128) -> Set {
        Set {
            ascii: !ascii,
            latin: true,
        }
    }

    fn meets(self, other: Set) -> bool {
        self.ascii & other.ascii != 0 || (self.latin && other.latin)
    }

    fn has(self, byte: u8) -> bool {
        self.ascii >> (byte & 0x7F) & 1 != 0
    }
}

/// The first byte of the letters from U+00C0 to U+00FF.
const LATIN: u8 = 0xC3;

impl Steps {
    /// The steps of a pattern, if it is of this kind.
    pub(in crate::schema) fn new(pattern: &str) -> Option<Steps> {
        let mut reader = Reader {
            text: pattern.as_bytes(),
        };
        if !reader.takes(b'^') || !pattern.is_ascii() {
            return None;
        }
        let mut steps: Vec<Step> = Vec::new();
        let mut to_end = false;
        while !reader.text.is_empty() {
            if reader.takes(b'$') {
                to_end = true;
                if !reader.text.is_empty() {
                    return None;
                }
                break;
            }
            let set = reader.set()?;
            let (min, max) = reader.times()?;
            steps.push(Step { set, min, max });
        }
        // What a step may go on with must not be what the next ones begin with.
        for (at, step) in steps.iter().enumerate().filter(|(_, step)| step.min != step.max) {
            for next in &steps[at + 1..] {
                if step.set.meets(next.set) {
                    return None;
                }
                if next.min > 0 {
                    break;
                }
            }
        }
        Some(Steps { steps, to_end })
    }

    /// Whether an ASCII text matches.
    pub(super) fn matches(&self, text: &[u8]) -> bool {
        let mut rest = text;
        for step in &self.steps {
            let limit = rest.len().min(step.max);
            let taken = rest[..limit].iter().take_while(|&&byte| step.set.has(byte)).count();
            if taken < step.min {
                return false;
            }
            rest = &rest[taken..];
        }
        rest.is_empty() || !self.to_end
    }

    /// Whether a text matches; `None` where it has characters beyond U+00FF, or controls beyond ASCII.
    pub(super) fn matches_latin(&self, text: &[u8]) -> Option<bool> {
        let mut at = 0;
        for step in &self.steps {
            let mut taken = 0;
            while let Some(&byte) = text.get(at).filter(|_| taken < step.max) {
                let is_ascii = byte < 0x80;
                if !is_ascii && byte != LATIN {
                    return None;
                }
                // U+00D7 and U+00F7 are no letters; no set here tells them apart.
                if !(if is_ascii { step.set.has(byte) } else { step.set.latin }) {
                    break;
                }
                at += if is_ascii { 1 } else { 2 };
                taken += 1;
            }
            if taken < step.min {
                return Some(false);
            }
        }
        Some(at == text.len() || !self.to_end)
    }
}

const DIGITS: u128 = range(b'0', b'9');
const WORD: u128 = DIGITS | range(b'A', b'Z') | range(b'a', b'z') | one(b'_');
const SPACE: u128 = range(9, 13) | one(b' ');
const LINE_ENDS: u128 = one(b'\n') | one(b'\r');

const fn one(byte: u8) -> u128 {
    1 << byte
}

const fn range(from: u8, to: u8) -> u128 {
    (u128::MAX >> (127 - to)) & (u128::MAX << from)
}

/// What is left of a pattern.
struct Reader<'a> {
    text: &'a [u8],
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.text.split_first()?;
        self.text = rest;
        Some(first)
    }

    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.text.first() == Some(&byte);
        if is_next {
            self.text = &self.text[1..];
        }
        is_next
    }

    /// A character, an escape, a class.
    fn set(&mut self) -> Option<Set> {
        match self.next()? {
            b'[' => self.class(),
            b'\\' => self.escape().map(|(set, _)| set),
            b'.' => Some(Set::all_but(LINE_ENDS)),
            b'(' | b')' | b'|' | b'*' | b'+' | b'?' | b'{' | b'}' | b']' | b'^' | b'$' => None,
            byte => Some(Set::of(one(byte))),
        }
    }

    /// The set of an escape, and the character if it is one.
    fn escape(&mut self) -> Option<(Set, Option<u8>)> {
        Some(match self.next()? {
            b'd' => (Set::of(DIGITS), None),
            b'D' => (Set::all_but(DIGITS), None),
            b'w' => (Set::of(WORD), None),
            b'W' => (Set::all_but(WORD), None),
            b's' => (Set::of(SPACE), None),
            b'S' => (Set::all_but(SPACE), None),
            byte if byte.is_ascii_punctuation() => (Set::of(one(byte)), Some(byte)),
            _ => return None,
        })
    }

    fn class(&mut self) -> Option<Set> {
        let negated = self.takes(b'^');
        let mut set = Set::of(0);
        loop {
            let (part, first) = match self.next()? {
                b']' if negated => {
                    let latin = !set.latin;
                    return Some(Set {
                        ascii: !set.ascii,
                        latin,
                    });
                }
                b']' => return Some(set),
                b'\\' => self.escape()?,
                b'[' => return None,
                byte => (Set::of(one(byte)), Some(byte)),
            };
            let is_range = self.text.first() == Some(&b'-') && self.text.get(1) != Some(&b']');
            if !is_range {
                set.ascii |= part.ascii;
                set.latin |= part.latin;
                continue;
            }
            self.next();
            let last = match self.next()? {
                b'\\' => self.escape()?.1?,
                b'[' => return None,
                byte => byte,
            };
            let first = first.filter(|first| *first <= last)?;
            set.ascii |= range(first, last);
        }
    }

    /// How often.
    fn times(&mut self) -> Option<(usize, usize)> {
        let times = match self.text.first() {
            Some(b'+') => (1, usize::MAX),
            Some(b'*') => (0, usize::MAX),
            Some(b'?') => (0, 1),
            Some(b'{') => return self.counted(),
            _ => return Some((1, 1)),
        };
        self.next();
        self.is_greedy(times)
    }

    /// `{n}`, `{n,}`, `{n,m}`.
    fn counted(&mut self) -> Option<(usize, usize)> {
        self.next();
        let min = self.number()?;
        let max = match self.takes(b',') {
            false => min,
            true if self.text.first() == Some(&b'}') => usize::MAX,
            true => self.number()?,
        };
        let times = (self.takes(b'}') && min <= max).then_some((min, max))?;
        self.is_greedy(times)
    }

    fn is_greedy(&self, times: (usize, usize)) -> Option<(usize, usize)> {
        (self.text.first() != Some(&b'?')).then_some(times)
    }

    fn number(&mut self) -> Option<usize> {
        let digits = self.text.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.text.split_at(digits);
        self.text = rest;
        std::str::from_utf8(number).ok()?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Steps;

    #[test]
    fn steps_and_what_they_match() {
        let cases: [(&str, &[&str], &[&str]); 6] = [
            (r"^\d{5}$", &["12345"], &["1234", "123456", "1234a", ""]),
            (r"^SKU-[0-9]{2,3}", &["SKU-12", "SKU-1234"], &["SKU-1", "sku-12"]),
            (
                r"^[^@\s]+@[A-Za-z0-9.-]+$",
                &["a@b", "a.b@c-d.e"],
                &["@b", "a@", "a b@c", "a@b@c"],
            ),
            (r"^a?b*c$", &["c", "abbc", "ac"], &["aac", "ab"]),
            (r"^\+?[\d ]{1,3}$", &["+1 2", "12"], &["+", "+1234"]),
            (r"^[a\-z\]]$", &["a", "-", "z", "]"], &["b"]),
        ];
        for (pattern, matching, others) in cases {
            let steps = Steps::new(pattern).expect("it is of this kind");
            assert!(matching.iter().all(|text| steps.matches(text.as_bytes())), "{pattern}");
            assert!(!others.iter().any(|text| steps.matches(text.as_bytes())), "{pattern}");
        }
    }

    #[test]
    fn letters_beyond_ascii() {
        let matches = |pattern: &str, text: &str| {
            let steps = Steps::new(pattern).expect("it is of this kind");
            steps.matches_latin(text.as_bytes())
        };
        assert_eq!(matches(r"^[^@\s]+@[a-z]+$", "josé@b"), Some(true));
        assert_eq!(matches(r"^[^@\s]+@[a-z]+$", "josé@é"), Some(false));
        assert_eq!(matches(r"^.{2}$", "éÿ"), Some(true));
        assert_eq!(matches(r"^.{2}$", "éa7"), Some(false));
        assert_eq!(matches(r"^\W\w$", "éa"), Some(true));
        assert_eq!(matches(r"^\w+$", "é"), Some(false));
        assert_eq!(matches(r"^[\Da]{3}$", "éaé"), Some(true));
        assert_eq!(matches(r"^[^\D]$", "é"), Some(false));
        assert_eq!(matches(r"^\S+$", "\u{a0}"), None);
        assert_eq!(matches(r"^\S+$", "a😀"), None);
    }

    #[test]
    fn what_is_left_to_the_matcher() {
        for pattern in [
            r"\d",
            r"^(a|b)$",
            r"^\w+\d$",
            r"^a*?b$",
            r"^[a-z]+[a-c]$",
            r"^a?a$",
            r"^é$",
            r"^\bx$",
            r"^a|b$",
        ] {
            assert!(Steps::new(pattern).is_none(), "{pattern}");
        }
    }
}
