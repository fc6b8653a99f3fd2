//! A pattern, parsed: <https://tc39.es/ecma262/#sec-patterns>.

use super::char_set::CharSet;

/// What a pattern is made of. Character sets have been closed under case already.
#[derive(Clone, Debug)]
pub enum Node {
    /// Matches nothing, everywhere
    Empty,
    /// One character of a set
    Set(CharSet),
    /// `^` without flag m
    Start,
    /// `$` without flag m
    End,
    /// `^` with flag m
    LineStart,
    /// `$` with flag m
    LineEnd,
    /// `\b`, or `\B` if negated
    WordBoundary {
        /// `\B`
        negated: bool,
    },
    /// `(…)`, with its number
    Capture(u32, Box<Node>),
    /// `\1` or `\k<name>`
    BackReference(u32),
    /// Look-ahead and look-behind
    Look {
        /// `(?<=` and `(?<!`
        behind: bool,
        /// `(?!` and `(?<!`
        negated: bool,
        /// What is looked for
        body: Box<Node>,
    },
    /// A quantifier
    Repeat {
        /// What is repeated
        body: Box<Node>,
        /// At least so often
        min: u32,
        /// At most so often; [`INFINITE`]
        max: u32,
        /// Not followed by `?`
        greedy: bool,
        /// The captures inside: numbers from the first up to the second, which is not one of them
        captures: (u32, u32),
    },
    /// One after the other
    Sequence(Vec<Node>),
    /// The first that leads to a match
    Alternatives(Vec<Node>),
}

/// No upper bound of a quantifier.
pub const INFINITE: u32 = u32::MAX;

impl Node {
    /// Whether it may match without consuming anything.
    pub fn may_be_empty(&self) -> bool {
        match self {
            Node::Set(_) => false,
            Node::Capture(_, body) => body.may_be_empty(),
            Node::Repeat { body, min, .. } => *min == 0 || body.may_be_empty(),
            Node::Sequence(parts) => parts.iter().all(Node::may_be_empty),
            Node::Alternatives(parts) => parts.iter().any(Node::may_be_empty),
            _ => true,
        }
    }

    /// The characters a match can begin with; nothing where it can be empty or that is not known.
    pub fn first(&self) -> Option<CharSet> {
        let mut set = CharSet::default();
        let is_open = self.collect_first(&mut set)?;
        (!is_open).then_some(set)
    }

    /// Adds what the node can begin with; whether what follows it counts too. Nothing if unknown.
    fn collect_first(&self, out: &mut CharSet) -> Option<bool> {
        Some(match self {
            Node::Set(set) => {
                out.add(set);
                false
            }
            Node::BackReference(_) => return None,
            Node::Capture(_, body) => body.collect_first(out)?,
            Node::Repeat { body, min, max, .. } => {
                if *max == 0 {
                    return Some(true);
                }
                body.collect_first(out)? || *min == 0
            }
            Node::Sequence(parts) => {
                for part in parts {
                    if !part.collect_first(out)? {
                        return Some(false);
                    }
                }
                true
            }
            Node::Alternatives(parts) => {
                let mut open = false;
                for part in parts {
                    open |= part.collect_first(out)?;
                }
                open
            }
            // What follows an assertion has to match all the same.
            _ => true,
        })
    }
}
