//! Patterns that say character by character what stands where: `^SKU-\d{5}$`, `^[^@\s]+@[a-z.-]+$`.
//!
//! Each step takes as many characters as it may, and what may come next is never one of them; so nothing has to be tried
//! twice. All other patterns run in the matcher for regular expressions.

/// A pattern.
#[derive(Clone, Debug)]
pub(in crate::schema) struct Steps {
    steps: Vec<Step>,
    /// The text must end behind the last step
    to_end: bool,
    /// The same, where each character has a place of its own
    places: Option<Places>,
}

/// Characters of one set, so many times.
#[derive(Clone, Debug)]
struct Step {
    set: Set,
    /// How many bytes the characters of the set have that begin with each byte
    widths: Box<[u8; 256]>,
    min: usize,
    max: usize,
}

/// The width of characters that are not of a set.
const OTHER: u8 = 0;
/// The width of characters of which their first byte does not tell.
const STRANGE: u8 = u8::MAX;

/// So many characters of one range each.
#[derive(Clone, Copy, Debug)]
struct Places {
    low: [u8; WINDOW],
    /// How far the others of the range lie behind that
    span: [u8; WINDOW],
    count: usize,
}

/// Bytes that are looked at together.
const WINDOW: usize = 16;

impl Places {
    /// The places of steps, if there are few enough.
    fn of(steps: &[Step]) -> Option<Places> {
        let mut places = Places {
            low: [0; WINDOW],
            span: [u8::MAX; WINDOW],
            count: 0,
        };
        for step in steps {
            let (low, span) = step.set.as_range().filter(|_| step.min == step.max)?;
            let end = places.count.checked_add(step.max).filter(|end| *end <= WINDOW)?;
            places.low[places.count..end].fill(low);
            places.span[places.count..end].fill(span);
            places.count = end;
        }
        Some(places)
    }

    #[inline]
    fn are(&self, window: &[u8; WINDOW]) -> bool {
        // By number, which the compiler turns into a few instructions over all of them.
        let (mut others, mut at) = (0, 0);
        while at < WINDOW {
            others |= u8::from(window[at].wrapping_sub(self.low[at]) > self.span[at]);
            at += 1;
        }
        others == 0
    }
}

/// A set of characters: of ASCII each; of those from U+00C0 to U+07FF and from U+4000 to U+CFFF, which have neither white space
/// nor line ends, all or none.
#[derive(Clone, Copy, Debug)]
struct Set {
    ascii: u128,
    beyond: bool,
}

impl Set {
    const fn of(ascii: u128) -> Set {
        Set { ascii, beyond: false }
    }

    const fn all_but(ascii: u128) -> Set {
        Set {
            ascii: !ascii,
            beyond: true,
        }
    }

    fn meets(self, other: Set) -> bool {
        self.ascii & other.ascii != 0 || (self.beyond && other.beyond)
    }

    /// The first of its characters and how far the last lies behind that, if it has all between and none beyond ASCII.
    fn as_range(self) -> Option<(u8, u8)> {
        let (first, count) = (self.ascii.trailing_zeros() as u8, self.ascii.count_ones() as u8);
        let last = first.checked_add(count.checked_sub(1)?)?;
        (!self.beyond && self.ascii == range(first, last)).then_some((first, count - 1))
    }

    fn widths(self) -> Box<[u8; 256]> {
        let width = |first: usize| match first as u8 {
            ascii @ 0..0x80 if self.ascii >> ascii & 1 != 0 => 1,
            0..0x80 => OTHER,
            0xC3..=0xDF if self.beyond => 2,
            0xE4..=0xEC if self.beyond => 3,
            0xC3..=0xDF | 0xE4..=0xEC => OTHER,
            // White space and line ends are among these.
            _ => STRANGE,
        };
        Box::new(std::array::from_fn(width))
    }
}

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
            let widths = set.widths();
            steps.push(Step { set, widths, min, max });
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
        let places = Places::of(&steps);
        Some(Steps { steps, to_end, places })
    }

    /// Whether what lies between two places of a text matches; `None` where it has characters of which
    /// sets have some.
    #[inline]
    pub(super) fn matches(&self, text: &[u8], (from, to): (usize, usize)) -> Option<bool> {
        if let (Some(places), Some(window)) = (&self.places, text[from..].first_chunk()) {
            let length = to - from;
            let is_long = length == places.count || (length > places.count && !self.to_end);
            return Some(is_long && places.are(window));
        }
        self.follow(&text[from..to])
    }

    fn follow(&self, text: &[u8]) -> Option<bool> {
        let mut rest = text;
        for step in &self.steps {
            let limit = rest.len().min(step.max);
            let is_other = |byte: &u8| step.widths[usize::from(*byte)] != 1;
            let mut taken = rest[..limit].iter().position(is_other).unwrap_or(limit);
            rest = &rest[taken..];
            while let Some(&first) = rest.first().filter(|_| taken < step.max) {
                match step.widths[usize::from(first)] {
                    OTHER => break,
                    STRANGE => return None,
                    width => rest = rest.get(usize::from(width)..)?,
                }
                taken += 1;
            }
            if taken < step.min {
                return Some(false);
            }
        }
        Some(rest.is_empty() || !self.to_end)
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
                    let beyond = !set.beyond;
                    return Some(Set {
                        ascii: !set.ascii,
                        beyond,
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
                set.beyond |= part.beyond;
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
        let cases: [(&str, &[&str], &[&str]); 7] = [
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
            (
                r"^SKU-\d{5}$",
                &["SKU-12345"],
                &["SKU-1234", "SKU-123456", "SKU-1234x", "SKU-123é"],
            ),
        ];
        for (pattern, matching, others) in cases {
            let steps = Steps::new(pattern).expect("it is of this kind");
            for (texts, expected) in [(matching, true), (others, false)] {
                for text in texts {
                    let found = steps.matches(text.as_bytes(), (0, text.len()));
                    assert_eq!(found, Some(expected), "{pattern} {text}");
                    // With bytes behind it, all of it may be looked at together.
                    let longer = format!("\"{text}\",\"more text behind it\"");
                    let found = steps.matches(longer.as_bytes(), (1, 1 + text.len()));
                    assert_eq!(found, Some(expected), "{pattern} {text}");
                }
            }
        }
    }

    #[test]
    fn letters_beyond_ascii() {
        let matches = |pattern: &str, text: &str| {
            let steps = Steps::new(pattern).expect("it is of this kind");
            steps.matches(text.as_bytes(), (0, text.len()))
        };
        assert_eq!(matches(r"^[^@\s]+@[a-z]+$", "josé@b"), Some(true));
        assert_eq!(matches(r"^[^@\s]+@[a-z]+$", "josé@é"), Some(false));
        assert_eq!(matches(r"^.{2}$", "éÿ"), Some(true));
        assert_eq!(matches(r"^.{2}$", "éa7"), Some(false));
        assert_eq!(matches(r"^\W\w$", "éa"), Some(true));
        assert_eq!(matches(r"^\w+$", "é"), Some(false));
        assert_eq!(matches(r"^[\Da]{3}$", "éaé"), Some(true));
        assert_eq!(matches(r"^[^\D]$", "é"), Some(false));
        assert_eq!(matches(r"^[^@\s]+@$", "Łukasz漢@"), Some(true));
        assert_eq!(matches(r"^\S{2}$", "漢字"), Some(true));
        for other in ["\u{a0}", "\u{1680}", "\u{2003}", "\u{3000}", "\u{feff}", "a😀"] {
            assert_eq!(matches(r"^\S+$", other), None);
        }
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
