//! `pattern`: <https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3.3>

use std::sync::Arc;

use serde_json::json;

use super::super::Node;
use super::super::check::{Check, Seen};
use super::super::fast::Rules;
use super::Keyword;
use crate::value::regexp::{Effort, Flags, Outcome, Pattern as Compiled, Refusal, Scratch};
use crate::value::{Abrupt, Limit, Str};
use crate::value::{Completion, Value};

/// Attempts of one match; each may take twice the steps of the one before.
const MAX_ATTEMPTS: u32 = 10;

/// A regular expression that strings match somewhere.
#[derive(Clone, Debug)]
pub struct Matcher {
    pub written: String,
    compiled: Arc<Compiled>,
}

impl Matcher {
    /// Compiles with the flag `u`, as ajv does; why not, if it cannot be.
    pub fn new(written: &str) -> Result<Matcher, String> {
        let flags = Flags::parse(b"u").expect("u is a flag");
        let units: Vec<u16> = written.encode_utf16().collect();
        let compiled = Compiled::compile(&units, flags).map_err(|refusal| match refusal {
            Refusal::Syntax(what) | Refusal::Unsupported(what) | Refusal::Newer(what) => what.to_owned(),
        })?;
        Ok(Matcher {
            written: written.to_owned(),
            compiled: Arc::new(compiled),
        })
    }

    /// Whether a text matches, which has UTF-16 units where it is not ASCII; `None` where that takes too long.
    pub(in super::super) fn matches_text(
        &self,
        text: &[u8],
        units: Option<&[u16]>,
        scratch: &mut Scratch,
    ) -> Option<bool> {
        let effort = Effort::default();
        let outcome = match units {
            None => self.compiled.find_ascii(text, 0, false, effort, scratch),
            Some(units) => self.compiled.find_units(units, 0, false, effort, scratch),
        };
        match outcome {
            Outcome::Match => Some(true),
            Outcome::NoMatch => Some(false),
            Outcome::OutOfSteps => None,
        }
    }

    /// Whether a string matches.
    pub(in super::super) fn matches(&self, check: &mut Check<'_, '_>, s: Str) -> Completion<bool> {
        let mut effort = Effort::default();
        for _ in 0..MAX_ATTEMPTS {
            let outcome = if s.ascii {
                self.compiled
                    .find_ascii(check.heap.text(s), 0, false, effort, &mut check.scratch)
            } else {
                let units = check.heap.units_of(s);
                self.compiled.find_units(units, 0, false, effort, &mut check.scratch)
            };
            match outcome {
                Outcome::Match => return Ok(true),
                Outcome::NoMatch => return Ok(false),
                Outcome::OutOfSteps => effort = effort.doubled(),
            }
        }
        Err(Abrupt::Limit(Limit::Steps))
    }
}

/// Strings that match.
#[derive(Debug)]
pub struct Pattern {
    pub matcher: Matcher,
}

impl Keyword for Pattern {
    fn fast(&self, rules: &mut Rules) -> bool {
        rules.text().match_pattern(&self.matcher);
        true
    }

    fn check(&self, check: &mut Check<'_, '_>, node: &Node, value: Value, _: &mut Seen) -> Completion<bool> {
        let Value::String(s) = value else { return Ok(true) };
        let valid = self.matcher.matches(check, s)?;
        if !valid {
            let pattern = &self.matcher.written;
            let params = json!({ "pattern": pattern });
            check.violate(node, "pattern", params, || format!("must match pattern \"{pattern}\""));
        }
        Ok(valid)
    }
}
