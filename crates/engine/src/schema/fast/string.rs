//! Strings: their characters are looked at only where a rule asks for them.

use jsonmill_json::string;

use super::accept::Stop;
use super::pattern::Steps;
use super::rules::{Choice, Rules, Text};
use super::scratch::Scratch;
use super::text::Inner;
use crate::schema::keywords::pattern::Matcher;

/// Checks a string.
#[inline]
pub(super) fn check(rules: &Rules, text: &[u8], inner: Inner, scratch: &mut Scratch) -> Result<(), Stop> {
    if rules.text.is_none() && rules.choices.is_empty() {
        return Ok(());
    }
    let raw = &text[inner.from..inner.to];
    if !inner.escaped {
        if let Some(wanted) = &rules.text {
            wanted.check(raw, inner.ascii, scratch)?;
        }
        return allowed(rules.choices.iter().all(|choice| choice.has_at(text, inner)));
    }
    let mut plain = std::mem::take(&mut scratch.text);
    plain.clear();
    let read = string::unescape(raw, &mut plain);
    debug_assert!(read.is_ok(), "the walk checks escapes");
    let result = judge(rules, &plain, plain.is_ascii(), scratch);
    scratch.text = plain;
    result
}

fn judge(rules: &Rules, text: &[u8], ascii: bool, scratch: &mut Scratch) -> Result<(), Stop> {
    if let Some(wanted) = &rules.text {
        wanted.check(text, ascii, scratch)?;
    }
    allowed(rules.choices.iter().all(|choice| choice.has(text)))
}

fn allowed(holds: bool) -> Result<(), Stop> {
    if holds { Ok(()) } else { Err(Stop::Invalid) }
}

/// Choices that are tried one by one.
const MAX_TRIED: usize = 16;

impl Choice {
    /// Whether a string without escapes is one of the choices.
    fn has_at(&self, text: &[u8], inner: Inner) -> bool {
        let length = inner.to - inner.from;
        if let Some(chunk) = text[inner.from..].first_chunk::<16>()
            && length < chunk.len()
            && self.strings.len() <= MAX_TRIED
        {
            let head = u128::from_le_bytes(*chunk) & ((1 << (8 * length)) - 1);
            return self
                .strings
                .iter()
                .any(|known| known.head == head && known.text.len() == length);
        }
        self.has(&text[inner.from..inner.to])
    }

    /// Whether a number is one of the choices; both zeros are one number.
    pub(super) fn has_number(&self, value: f64) -> bool {
        match self.numbers.len() <= MAX_TRIED || value == 0.0 {
            true => self.numbers.contains(&value),
            false => self.numbers.binary_search_by(|known| known.total_cmp(&value)).is_ok(),
        }
    }

    fn has(&self, text: &[u8]) -> bool {
        let sought = (text.len(), text);
        self.strings
            .binary_search_by(|known| known.order().cmp(&sought))
            .is_ok()
    }
}

impl Text {
    pub(in crate::schema) fn match_pattern(&mut self, matcher: &Matcher) {
        self.steps.extend(Steps::new(&matcher.written));
        self.patterns.push(matcher.clone());
    }

    fn check(&self, text: &[u8], ascii: bool, scratch: &mut Scratch) -> Result<(), Stop> {
        if self.min > 0 || self.max.is_some() {
            let length = if ascii {
                text.len()
            } else {
                text.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
            };
            if length < self.min || self.max.is_some_and(|max| length > max) {
                return Err(Stop::Invalid);
            }
        }
        if ascii && self.steps.len() == self.patterns.len() {
            if !self.steps.iter().all(|steps| steps.matches(text)) {
                return Err(Stop::Invalid);
            }
            if self.formats.is_empty() {
                return Ok(());
            }
        } else if self.formats.is_empty() && self.patterns.is_empty() {
            return Ok(());
        }
        // What has lone surrogates is left to the full validator.
        let text = std::str::from_utf8(text).map_err(|_| Stop::Unsure)?;
        if !self.formats.iter().all(|is_of| is_of(text)) {
            return Err(Stop::Invalid);
        }
        if ascii && self.steps.len() == self.patterns.len() {
            return Ok(());
        }
        if self.steps.len() == self.patterns.len() {
            let latin = self
                .steps
                .iter()
                .try_fold(true, |all, steps| Some(all & steps.matches_latin(text.as_bytes())?));
            if let Some(holds) = latin {
                return allowed(holds);
            }
        }
        for pattern in &self.patterns {
            if !ascii {
                scratch.units.clear();
                scratch.units.extend(text.encode_utf16());
            }
            let units = (!ascii).then_some(scratch.units.as_slice());
            match pattern.matches_text(text.as_bytes(), units, &mut scratch.matching) {
                Some(true) => {}
                Some(false) => return Err(Stop::Invalid),
                None => return Err(Stop::Unsure),
            }
        }
        Ok(())
    }
}
