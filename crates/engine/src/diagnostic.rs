//! Findings at compile time: what cannot be compiled, where, and what to do about it.

use crate::source::{Source, Span};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was found: one line, names the construct.
    pub message: String,
    /// Where.
    pub span: Span,
    /// How to mend it: one line.
    pub help: String,
}

impl Diagnostic {
    /// A finding.
    pub fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
        Diagnostic {
            message: message.into(),
            span,
            help: help.into(),
        }
    }

    /// The lines around the place, with a marker under it:
    ///
    /// ```text
    ///   1 | order => {
    /// > 2 |   this.total += order.total
    ///     |   ^^^^
    ///   3 | }
    /// ```
    #[must_use]
    pub fn code_frame(&self, source: &Source) -> String {
        code_frame(source, self.span)
    }
}

/// How many characters of a line a frame shows: minified callbacks are one line of thousands.
const FRAME_WIDTH: usize = 110;

/// The lines around a span, with a marker under it.
#[must_use]
pub fn code_frame(source: &Source, span: Span) -> String {
    let (line, column) = source.position(span.start);
    let (end_line, end_column) = source.position(span.end);
    let lines: Vec<&str> = source.text.split('\n').collect();
    let at = (line as usize - 1).min(lines.len() - 1);
    let width = (at + 2).min(lines.len()).to_string().len();
    let mut frame = String::new();
    for (number, text) in lines
        .iter()
        .enumerate()
        .take((at + 2).min(lines.len()))
        .skip(at.saturating_sub(1))
    {
        // Long lines are cut around the place; other lines keep the same window so that columns still align.
        let chars: Vec<char> = text
            .trim_end_matches('\r')
            .chars()
            .map(|c| if c == '\t' { ' ' } else { c })
            .collect();
        let focus = (column as usize).saturating_sub(1);
        let from = if focus > FRAME_WIDTH / 2 && chars.len() > FRAME_WIDTH {
            focus - FRAME_WIDTH / 2
        } else {
            0
        };
        let shown: String = chars.iter().skip(from).take(FRAME_WIDTH).collect();
        let marker = if number == at { '>' } else { ' ' };
        frame.push_str(format!("{marker} {:>width$} | {shown}", number + 1).trim_end());
        frame.push('\n');
        if number == at {
            let last = if end_line == line {
                (end_column as usize).saturating_sub(1)
            } else {
                chars.len()
            };
            let carets = last
                .saturating_sub(focus)
                .clamp(1, FRAME_WIDTH - (focus - from).min(FRAME_WIDTH - 1));
            frame.push_str(&format!(
                "  {:>width$} | {}{}\n",
                "",
                " ".repeat(focus - from),
                "^".repeat(carets)
            ));
        }
    }
    frame.pop();
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_shows_the_line_before_and_after() {
        let source = Source::new("order => {\n  this.total += order.total\n}");
        let found = Diagnostic::new(Span::new(13, 17), "`this`", "use a parameter");
        let expected = "  1 | order => {\n> 2 |   this.total += order.total\n    |   ^^^^\n  3 | }";
        assert_eq!(found.code_frame(&source), expected);
    }

    #[test]
    fn a_minified_line_is_cut_around_the_place() {
        let source = Source::new(format!("{}this{}", "a".repeat(500), "b".repeat(500)));
        let frame = code_frame(&source, Span::new(500, 504));
        assert!(frame.lines().all(|line| line.len() < 130), "{frame}");
        assert!(frame.contains("this"));
    }
}
