//! Whether a text is JSON, for texts of which nothing is wanted.

use std::convert::Infallible;

use super::{Framing, Progress, Slots, Walker};
use crate::projection::{Node, NodeId, Projection};
use crate::scan::Scanner;

/// Containers inside each other; what is deeper counts as no JSON here.
const MAX_DEPTH: usize = 100_000;

/// Checks texts against JSON's grammar. Its memory is used again.
#[derive(Debug)]
pub struct Grammar {
    walker: Walker<()>,
    nothing: Projection,
}

impl Default for Grammar {
    fn default() -> Grammar {
        Grammar {
            walker: Walker::new(Framing::Whole, false, MAX_DEPTH),
            nothing: Projection {
                nodes: vec![Node::default()],
            },
        }
    }
}

impl Grammar {
    /// Whether these bytes, which are valid UTF-8, are one JSON text that nests no deeper than can be told. The scanner stands
    /// at their start; tokens that it has found already are not looked for again.
    pub fn accepts(&mut self, scanner: &mut Scanner, text: &[u8]) -> bool {
        self.walker.restart();
        let progress = self.walker.run(scanner, text, 0, true, &self.nothing, &mut Nobody);
        matches!(progress, Ok(Progress::Done(())))
    }
}

/// Wants nothing.
struct Nobody;

impl Slots for Nobody {
    type Value = ();
    type Error = Infallible;

    fn null(&mut self) {}
    fn boolean(&mut self, _: bool) {}
    fn number(&mut self, _: f64) {}
    fn string(&mut self, _: u64, _: &[u8]) {}
    fn escaped_string(&mut self, _: &[u8]) -> Result<(), Infallible> {
        Ok(())
    }
    fn raw(&mut self, _: u64, _: usize, _: bool, _: bool) -> Result<(), Infallible> {
        Ok(())
    }
    fn layout(&mut self) -> Option<(Vec<u8>, &[u8], usize)> {
        None
    }
    fn rewritten(&mut self, _: u64, _: usize, _: bool, _: Vec<u8>) -> Result<(), Infallible> {
        Ok(())
    }
    fn begin_fields(&mut self, _: NodeId, _: usize) -> (u32, u32) {
        (0, 0)
    }
    fn object(&mut self, _: u32) {}
    fn fill(&mut self, _: u32, _: u32, (): ()) {}
    fn end_whole(&mut self, _: u32, _: u64, _: usize, _: bool) -> Result<(), Infallible> {
        Ok(())
    }
    fn begin_members(&mut self) -> u32 {
        0
    }
    fn member(&mut self, _: u32, (): (), (): ()) -> Result<(), Infallible> {
        Ok(())
    }
    fn begin_elements(&mut self) {}
    fn element(&mut self, (): ()) {}
    fn end_elements(&mut self) -> Result<u32, Infallible> {
        Ok(0)
    }
    fn array(&mut self, _: u32) {}
    fn unread(&mut self) {}
    fn begin_records(&mut self, _: u32) -> Result<(), Infallible> {
        Ok(())
    }
    fn begin_record(&mut self, _: u32, _: u64) {}
    fn record(&mut self, _: u32, (): ()) -> Result<(), Infallible> {
        Ok(())
    }
    fn end_record(&mut self, _: u32, _: u64) -> Result<(), Infallible> {
        Ok(())
    }
    fn end_records(&mut self, _: u32) -> Result<(), Infallible> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Grammar;
    use crate::scan::Scanner;

    #[test]
    fn texts_and_what_is_none() {
        let texts = [
            "1",
            " null ",
            "[]",
            "{}",
            "[[],{}]",
            r#"{"a":[1,-0.5e3,"\u00e9\n"],"b":{"c":true}} "#,
            r#""é""#,
            "[ 1 , 2 ]",
        ];
        let others = [
            "",
            " ",
            "01",
            "1 2",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{1:1}",
            "[1",
            "{\"a\":1",
            "\"a",
            "\"\\x\"",
            "\"\n\"",
            "nul",
            "[1}",
            "]",
            "truefalse",
            "{\"a\":1]",
            "\"\\u12g4\"",
        ];
        let (mut grammar, mut scanner) = (Grammar::default(), Scanner::new(false));
        let mut is_json = |text: &str| {
            scanner.reset(0);
            grammar.accepts(&mut scanner, text.as_bytes())
        };
        for text in texts {
            assert!(is_json(text), "{text}");
        }
        for other in others {
            assert!(!is_json(other), "{other}");
        }
    }
}
