//! The run of the fast path over the tokens of one text: where strings and containers end is known from them, and nothing is
//! read again but what a rule asks for.

use jsonmill_json::number;

use crate::schema::NodeId;
use crate::schema::keywords::type_::Kind;

use super::rules::Rules;
use super::scratch::Scratch;
use super::{Fast, Slot, bit};

/// Schemas inside each other; data nested deeper is left to the full validator, which names the limit.
const MAX_DEPTH: u32 = 200;
/// Schemas tried for one record.
const MAX_STEPS: u32 = 1_000_000;

/// Why a value was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It violates a rule
    Invalid,
    /// Somebody else has to say
    Unsure,
}

/// The number of the token behind the value, if it is accepted.
pub(super) type Accepted = Result<u32, Stop>;

/// One text, and how far its check has come.
pub(super) struct Run<'a> {
    pub fast: &'a Fast,
    pub text: &'a [u8],
    /// Its tokens, as offsets in the text
    pub tokens: &'a [u32],
    pub scratch: &'a mut Scratch,
    pub depth: u32,
    steps: u32,
}

impl Fast {
    /// Behind the tokens of the value whose first token is the one with the number `first`, if it is valid for sure. Of a text
    /// that is no JSON this says nothing.
    pub(super) fn accepts_tokens(
        &self,
        text: &[u8],
        tokens: &[u32],
        first: usize,
        scratch: &mut Scratch,
    ) -> Option<usize> {
        if scratch.next.len() != self.properties as usize {
            scratch.next.clear();
            scratch.next.resize(self.properties as usize, u8::MAX);
        }
        let mut run = Run {
            fast: self,
            text,
            tokens,
            scratch,
            depth: 0,
            steps: 0,
        };
        run.token(first)
            .and_then(|at| run.node(NodeId(0), first, at))
            .ok()
            .map(|behind| behind as usize)
    }
}

impl<'a> Run<'a> {
    /// Where a token stands.
    #[inline(always)]
    pub(super) fn token(&self, number: usize) -> Result<usize, Stop> {
        self.tokens.get(number).map(|token| *token as usize).ok_or(Stop::Unsure)
    }

    /// One more schema inside others.
    #[inline(always)]
    pub(super) fn enter(&mut self) -> Result<(), Stop> {
        self.steps += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH || self.steps > MAX_STEPS {
            return Err(Stop::Unsure);
        }
        Ok(())
    }

    /// The value at `at`, whose first token is number `token`, against a node.
    pub(super) fn node(&mut self, NodeId(id): NodeId, token: usize, at: usize) -> Accepted {
        let fast: &'a Fast = self.fast;
        let rules = &fast.nodes[id as usize];
        require(!rules.refuses)?;
        if rules.is_single {
            return self.single(rules, token, at);
        }
        self.enter()?;
        let behind = self.single(rules, token, at)?;
        self.beside(rules, token, at)?;
        self.depth -= 1;
        Ok(behind)
    }

    /// What a node asks of a value by itself.
    fn single(&mut self, rules: &'a Rules, token: usize, at: usize) -> Accepted {
        match self.text[at] {
            b'"' => self.string(rules, token, at),
            b'{' => self.object(rules, token),
            b'[' => self.array(rules, token),
            b'n' => self.word(rules, token, at, Kind::Null),
            b't' | b'f' => self.word(rules, token, at, Kind::Boolean),
            _ => self.number(rules, token, at),
        }
    }

    /// The value at `at`, whose first token is number `token`, where the slot's node is asked for.
    #[inline(always)]
    pub(super) fn value(&mut self, slot: &'a Slot, token: usize, at: usize) -> Accepted {
        let after = self.token(token + 1)?;
        match self.text[at] {
            b'"' if self.text[after] == b'"' => {
                if !slot.quick.accepts_length(at, after) {
                    self.checked_text(slot, token, at, after)?;
                }
                Ok(token as u32 + 2)
            }
            b'0'..=b'9' if slot.quick.accepts_number(self.text, at, after) => Ok(token as u32 + 1),
            _ => self.special(slot, token, at),
        }
    }

    /// The same, where the value is no ordinary string or number.
    pub(super) fn special(&mut self, slot: &'a Slot, token: usize, at: usize) -> Accepted {
        let is_whole = slot.quick.single;
        match self.text[at] {
            b'{' if is_whole => self.object(self.rules(slot), token),
            b'[' if is_whole => self.array(self.rules(slot), token),
            b'n' if slot.quick.null => Ok(token as u32 + 1),
            b't' | b'f' if slot.quick.boolean => Ok(token as u32 + 1),
            b'"' => self.escaped_text(slot, token, at),
            _ => self.node(slot.node, token, at),
        }
    }

    fn rules(&self, slot: &Slot) -> &'a Rules {
        let fast: &'a Fast = self.fast;
        &fast.nodes[slot.node.0 as usize]
    }

    /// A string without escapes, by its quotes.
    pub(super) fn checked_text(&mut self, slot: &'a Slot, token: usize, at: usize, close: usize) -> Result<(), Stop> {
        if slot.quick.text {
            return super::string::check_plain(self.rules(slot), self.text, (at + 1, close), self.scratch);
        }
        self.node(slot.node, token, at).map(|_| ())
    }

    /// A string with escapes: it has no more characters than bytes either.
    #[inline(never)]
    pub(super) fn escaped_text(&mut self, slot: &'a Slot, token: usize, at: usize) -> Accepted {
        let (behind, close) = self.closing(token)?;
        if slot.quick.accepts_length(at, close) {
            return Ok(behind as u32);
        }
        self.node(slot.node, token, at)
    }

    /// Another schema about the same value: whether it holds.
    fn holds(&mut self, node: NodeId, token: usize, at: usize) -> Result<bool, Stop> {
        let depth = self.depth;
        match self.node(node, token, at) {
            Ok(_) => Ok(true),
            Err(Stop::Invalid) => {
                self.depth = depth;
                Ok(false)
            }
            Err(Stop::Unsure) => Err(Stop::Unsure),
        }
    }

    fn beside(&mut self, rules: &Rules, token: usize, at: usize) -> Result<(), Stop> {
        for &node in &rules.all {
            self.node(node, token, at)?;
        }
        for nodes in &rules.any {
            let mut one = false;
            for &node in nodes {
                one = self.holds(node, token, at)?;
                if one {
                    break;
                }
            }
            require(one)?;
        }
        for nodes in &rules.one {
            let mut count = 0;
            for &node in nodes {
                count += u32::from(self.holds(node, token, at)?);
            }
            require(count == 1)?;
        }
        for &node in &rules.not {
            let holds = self.holds(node, token, at)?;
            require(!holds)?;
        }
        for &(condition, then, otherwise) in &rules.conditions {
            let branch = if self.holds(condition, token, at)? {
                then
            } else {
                otherwise
            };
            if let Some(node) = branch {
                self.node(node, token, at)?;
            }
        }
        Ok(())
    }

    fn string(&mut self, rules: &'a Rules, token: usize, at: usize) -> Accepted {
        expect(rules, Kind::String)?;
        let (behind, close) = self.closing(token)?;
        if behind == token + 2 {
            super::string::check_plain(rules, self.text, (at + 1, close), self.scratch)?;
        } else {
            super::string::check_escaped(rules, &self.text[at + 1..close], self.scratch)?;
        }
        Ok(behind as u32)
    }

    /// Behind the tokens of a string, and its closing quote.
    fn closing(&self, token: usize) -> Result<(usize, usize), Stop> {
        let mut next = token + 1;
        loop {
            let at = self.token(next)?;
            next += 1;
            match self.text[at] {
                b'"' => return Ok((next, at)),
                b'\\' => {}
                _ => return Err(Stop::Unsure),
            }
        }
    }

    /// A number or word, up to the next token or white space.
    fn scalar(&self, token: usize, at: usize) -> &'a [u8] {
        let end = self
            .tokens
            .get(token + 1)
            .map_or(self.text.len(), |next| *next as usize);
        self.text[at..end].trim_ascii_end()
    }

    fn word(&mut self, rules: &Rules, token: usize, at: usize, kind: Kind) -> Accepted {
        expect(rules, kind)?;
        if !rules.choices.is_empty() {
            let word = self.scalar(token, at);
            require(rules.choices.iter().all(|choice| choice.words.contains(&word)))?;
        }
        Ok(token as u32 + 1)
    }

    fn number(&mut self, rules: &Rules, token: usize, at: usize) -> Accepted {
        expect(rules, Kind::Integer)?;
        let text = self.scalar(token, at);
        // Only exponents and hundreds of digits make a number that no double holds.
        let is_finite = text.len() < 300 && !text.iter().any(|byte| byte | 0x20 == b'e');
        if is_finite && !rules.weighs && !rules.integers {
            return Ok(token as u32 + 1);
        }
        if number::scan_number(text, 0) != Ok(text.len()) {
            return Err(Stop::Unsure);
        }
        let value = number::parse(text);
        require(value.is_finite() && (!rules.integers || value.fract() == 0.0))?;
        weigh(rules, value)?;
        Ok(token as u32 + 1)
    }

    /// Behind the tokens of a value of which nothing is asked.
    pub(super) fn skip(&self, token: usize) -> Accepted {
        match self.text[self.token(token)?] {
            b'"' => self.closing(token).map(|(behind, _)| behind as u32),
            b'{' | b'[' => {
                let mut depth = 0usize;
                for (behind, &at) in self.tokens[token..].iter().enumerate() {
                    match self.text[at as usize] {
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth == 1 => return Ok((token + behind + 1) as u32),
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                }
                Err(Stop::Unsure)
            }
            _ => Ok(token as u32 + 1),
        }
    }
}

/// What is asked of a number besides its kind.
fn weigh(rules: &Rules, value: f64) -> Result<(), Stop> {
    require(
        rules
            .bounds
            .iter()
            .all(|(relation, limit)| relation.holds(value, *limit)),
    )?;
    require(rules.divisors.iter().all(|divisor| {
        let quotient = value / divisor;
        quotient.is_finite() && quotient.fract() == 0.0
    }))?;
    require(rules.choices.iter().all(|choice| choice.has_number(value)))
}

#[inline(always)]
pub(super) fn require(holds: bool) -> Result<(), Stop> {
    if holds { Ok(()) } else { Err(Stop::Invalid) }
}

#[inline(always)]
pub(super) fn expect(rules: &Rules, kind: Kind) -> Result<(), Stop> {
    require(rules.kinds & bit(kind) != 0)
}
