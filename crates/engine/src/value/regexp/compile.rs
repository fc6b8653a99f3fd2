//! [`Node`] → [`Program`]: <https://tc39.es/ecma262/#sec-compilesubpattern>. Quantifiers become copies and loops.

use std::collections::HashMap;

use super::char_set::{CharSet, FastSet};
use super::parse::{Parsed, Refusal, Result};
use super::program::{Inst, Program};
use super::syntax::{INFINITE, Node};

/// Longest code. Nested counted quantifiers multiply.
const MAX_CODE: usize = 20_000;

/// Compiles a pattern. With `plain` loops over one set are ordinary loops, so that every choice is a branch.
pub fn compile(parsed: &Parsed, plain: bool) -> Result<Program> {
    let mut compiler = Compiler {
        program: Program {
            slots: 2 * (parsed.captures + 1),
            is_regular: true,
            ..Program::default()
        },
        sets: Vec::new(),
        numbers: HashMap::new(),
        plain,
        back: false,
    };
    compiler.emit(Inst::Save(0))?;
    compiler.node(&parsed.node)?;
    compiler.emit(Inst::Save(1))?;
    compiler.emit(Inst::Match)?;
    compiler.settle();
    compiler.program.sets = compiler.sets.iter().map(FastSet::new).collect();
    Ok(compiler.program)
}

struct Compiler {
    program: Program,
    sets: Vec<CharSet>,
    numbers: HashMap<CharSet, u32>,
    plain: bool,
    /// Inside a look-behind: sequences run backward
    back: bool,
}

impl Compiler {
    fn emit(&mut self, inst: Inst) -> Result<usize> {
        if self.program.code.len() >= MAX_CODE {
            return Err(Refusal::Unsupported("a regular expression this large"));
        }
        self.program.code.push(inst);
        Ok(self.program.code.len() - 1)
    }

    fn here(&self) -> u32 {
        self.program.code.len() as u32
    }

    fn set(&mut self, set: &CharSet) -> u32 {
        if let Some(&known) = self.numbers.get(set) {
            return known;
        }
        let number = self.sets.len() as u32;
        self.sets.push(set.clone());
        self.numbers.insert(set.clone(), number);
        number
    }

    /// A branch that tries what follows first (or second), to be aimed later.
    fn branch(&mut self, next_first: bool) -> Result<usize> {
        let number = self.program.branches;
        self.program.branches += 1;
        let other = 0;
        self.emit(match next_first {
            true => Inst::Try { other, number },
            false => Inst::TryOther { other, number },
        })
    }

    /// Aims a jump or branch at the next instruction.
    fn aim(&mut self, at: usize) {
        let here = self.here();
        match &mut self.program.code[at] {
            Inst::Jump(target) | Inst::Look { next: target, .. } => *target = here,
            Inst::Try { other, .. } | Inst::TryOther { other, .. } => *other = here,
            _ => unreachable!("only jumps are aimed"),
        }
    }

    fn node(&mut self, node: &Node) -> Result<()> {
        let inst = match node {
            Node::Empty => return Ok(()),
            Node::Set(set) => match (set.single(), self.back) {
                (Some(c), false) => Inst::Char(c),
                (Some(c), true) => Inst::CharBack(c),
                (None, false) => Inst::Set(self.set(set)),
                (None, true) => Inst::SetBack(self.set(set)),
            },
            Node::Start => Inst::Start,
            Node::End => Inst::End,
            Node::LineStart => Inst::LineStart,
            Node::LineEnd => Inst::LineEnd,
            Node::WordBoundary { negated } => Inst::WordBoundary { negated: *negated },
            Node::Capture(number, body) => {
                let (first, last) = if self.back { (1, 0) } else { (0, 1) };
                self.emit(Inst::Save(2 * number + first))?;
                self.node(body)?;
                Inst::Save(2 * number + last)
            }
            Node::BackReference(number) => {
                self.program.is_regular = false;
                Inst::BackReference {
                    slot: 2 * number,
                    back: self.back,
                }
            }
            Node::Look { behind, negated, body } => return self.look(*behind, *negated, body),
            Node::Repeat {
                body,
                min,
                max,
                greedy,
                captures,
            } => return self.repeat(body, *min, *max, *greedy, *captures),
            Node::Sequence(parts) => {
                if self.back {
                    return parts.iter().rev().try_for_each(|part| self.node(part));
                }
                return parts.iter().try_for_each(|part| self.node(part));
            }
            Node::Alternatives(parts) => {
                let mut ends = Vec::new();
                for (index, part) in parts.iter().enumerate() {
                    if index + 1 == parts.len() {
                        self.node(part)?;
                    } else {
                        let branch = self.branch(true)?;
                        self.node(part)?;
                        ends.push(self.emit(Inst::Jump(0))?);
                        self.aim(branch);
                    }
                }
                ends.into_iter().for_each(|end| self.aim(end));
                return Ok(());
            }
        };
        self.emit(inst)?;
        Ok(())
    }

    fn look(&mut self, behind: bool, negated: bool, body: &Node) -> Result<()> {
        self.program.is_regular = false;
        let outer = std::mem::replace(&mut self.back, behind);
        let look = self.emit(Inst::Look { next: 0, negated })?;
        self.node(body)?;
        self.emit(Inst::Match)?;
        self.aim(look);
        self.back = outer;
        Ok(())
    }

    /// <https://tc39.es/ecma262/#sec-runtime-semantics-repeatmatcher-abstract-operation>
    fn repeat(&mut self, body: &Node, min: u32, max: u32, greedy: bool, captures: (u32, u32)) -> Result<()> {
        if max == 0 {
            return Ok(());
        }
        if let (Node::Set(set), false, false) = (body, self.plain, self.back) {
            let set = self.set(set);
            self.emit(match greedy {
                true => Inst::Greedy {
                    set,
                    min,
                    max,
                    settled: false,
                },
                false => Inst::Lazy { set, min, max },
            })?;
            return Ok(());
        }
        for _ in 0..min {
            self.iteration(body, captures, None)?;
        }
        // Iterations beyond the minimum must consume something.
        let mark = body.may_be_empty().then(|| {
            self.program.is_regular = false;
            self.program.slots += 1;
            self.program.slots - 1
        });
        if max == INFINITE {
            let top = self.here();
            let exit = self.branch(greedy)?;
            self.iteration(body, captures, mark)?;
            self.emit(Inst::Jump(top))?;
            self.aim(exit);
            return Ok(());
        }
        let mut exits = Vec::new();
        for _ in min..max {
            exits.push(self.branch(greedy)?);
            self.iteration(body, captures, mark)?;
        }
        exits.into_iter().for_each(|exit| self.aim(exit));
        Ok(())
    }

    fn iteration(&mut self, body: &Node, captures: (u32, u32), mark: Option<u32>) -> Result<()> {
        if captures.0 < captures.1 {
            self.emit(Inst::Clear(2 * captures.0, 2 * captures.1))?;
        }
        if let Some(mark) = mark {
            self.emit(Inst::Save(mark))?;
        }
        self.node(body)?;
        if let Some(mark) = mark {
            self.emit(Inst::Progress(mark))?;
        }
        Ok(())
    }

    /// Finds loops over a set behind which something must come that the set does not have.
    fn settle(&mut self) {
        for at in 0..self.program.code.len() {
            let Inst::Greedy { set, .. } = self.program.code[at] else {
                continue;
            };
            let own = &self.sets[set as usize];
            let mut next = at + 1;
            let is_settled = loop {
                match self.program.code[next] {
                    Inst::Save(_) => next += 1,
                    Inst::Jump(to) => next = to as usize,
                    Inst::Char(c) => break !own.contains(c),
                    Inst::Set(other)
                    | Inst::Greedy {
                        set: other, min: 1.., ..
                    }
                    | Inst::Lazy {
                        set: other, min: 1.., ..
                    } => {
                        break own.intersection(&self.sets[other as usize]).is_empty();
                    }
                    Inst::End => break true,
                    _ => break false,
                }
            };
            if let Inst::Greedy { settled, .. } = &mut self.program.code[at] {
                *settled = is_settled;
            }
        }
    }
}
