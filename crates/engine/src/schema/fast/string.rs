//! Strings: their characters are looked at only where a rule asks for them.

use jsonmill_json::string;

use super::accept::Stop;
use super::pattern::Steps;
use super::rules::{Choice, Rules, Text};
use super::scratch::Scratch;
use crate::schema::keywords::pattern::Matcher;

/// Checks a string without escapes that lies between two places of a text.
pub(super) fn check_plain(
    rules: &Rules,
    text: &[u8],
    (from, to): (usize, usize),
    scratch: &mut Scratch,
) -> Result<(), Stop> {
    if let Some(wanted) = &rules.text {
        wanted.check(text, (from, to), scratch)?;
    }
    for choice in &rules.choices {
        allowed(choice.has_at(text, (from, to)))?;
    }
    Ok(())
}

/// Checks the inside of a string with escapes.
#[cold]
pub(super) fn check_escaped(rules: &Rules, raw: &[u8], scratch: &mut Scratch) -> Result<(), Stop> {
    if rules.text.is_none() && rules.choices.is_empty() {
        return Ok(());
    }
    let mut plain = std::mem::take(&mut scratch.text);
    plain.clear();
    let read = string::unescape(raw, &mut plain);
    // What has lone surrogates is left to the full validator, like what is no JSON.
    let result = match std::str::from_utf8(&plain) {
        Ok(text) if read.is_ok() => check_plain(rules, text.as_bytes(), (0, text.len()), scratch),
        _ => Err(Stop::Unsure),
    };
    scratch.text = plain;
    result
}

#[inline(always)]
fn allowed(holds: bool) -> Result<(), Stop> {
    if holds { Ok(()) } else { Err(Stop::Invalid) }
}

/// Choices that are tried one by one.
const MAX_TRIED: usize = 16;

impl Choice {
    /// Whether a string without escapes is one of the choices.
    #[inline]
    fn has_at(&self, text: &[u8], (from, to): (usize, usize)) -> bool {
        let length = to - from;
        if let Some(chunk) = text[from..].first_chunk::<16>()
            && length < chunk.len()
            && self.strings.len() <= MAX_TRIED
        {
            let head = u128::from_le_bytes(*chunk) & ((1 << (8 * length)) - 1);
            for known in &self.strings {
                if known.head == head && known.text.len() == length {
                    return true;
                }
            }
            return false;
        }
        self.has(&text[from..to])
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
        match Steps::new(&matcher.written) {
            Some(steps) => self.steps.push(steps),
            None => self.others.push(matcher.clone()),
        }
        self.patterns.push(matcher.clone());
    }

    /// Checks what lies between two places of a text, which is UTF-8.
    #[inline]
    fn check(&self, text: &[u8], (from, to): (usize, usize), scratch: &mut Scratch) -> Result<(), Stop> {
        let inner = &text[from..to];
        if !self.has_length(inner) {
            return Err(Stop::Invalid);
        }
        for steps in &self.steps {
            match steps.matches(text, (from, to)) {
                Some(true) => {}
                Some(false) => return Err(Stop::Invalid),
                None => {
                    return self
                        .search(&self.patterns, inner, scratch)
                        .and_then(|()| self.is_of_formats(inner));
                }
            }
        }
        self.search(&self.others, inner, scratch)?;
        self.is_of_formats(inner)
    }

    /// Whether a text is as long as it must be, by code points.
    #[inline]
    fn has_length(&self, text: &[u8]) -> bool {
        let max = self.max.unwrap_or(usize::MAX);
        if text.len() <= max && self.min <= 1 {
            return text.len() >= self.min;
        }
        let length = text.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
        length >= self.min && length <= max
    }

    #[inline]
    fn is_of_formats(&self, text: &[u8]) -> Result<(), Stop> {
        for format in &self.formats {
            match format.holds(text) {
                Some(true) => {}
                Some(false) => return Err(Stop::Invalid),
                None => return Err(Stop::Unsure),
            }
        }
        Ok(())
    }

    /// Runs patterns in the matcher for regular expressions.
    #[inline]
    fn search(&self, patterns: &[Matcher], text: &[u8], scratch: &mut Scratch) -> Result<(), Stop> {
        if patterns.is_empty() {
            return Ok(());
        }
        let is_ascii = text.is_ascii();
        if !is_ascii {
            let text = std::str::from_utf8(text).map_err(|_| Stop::Unsure)?;
            scratch.units.clear();
            scratch.units.extend(text.encode_utf16());
        }
        for pattern in patterns {
            let units = (!is_ascii).then_some(scratch.units.as_slice());
            match pattern.matches_text(text, units, &mut scratch.matching) {
                Some(true) => {}
                Some(false) => return Err(Stop::Invalid),
                None => return Err(Stop::Unsure),
            }
        }
        Ok(())
    }
}
