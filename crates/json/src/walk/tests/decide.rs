//! Records that are dropped before they end, against the careful way, which never drops one: over texts with repeated,
//! escaped and missing keys, cut anywhere.

use super::{Log, Random};
use crate::projection::{Field, Node, NodeId, Projection, Rests};
use crate::scan::Scanner;
use crate::walk::{Framing, Progress, Walker};

/// Nodes of the records, of what decides in them, and of what has to be a scalar.
const RECORD: usize = 2;
const A: usize = 3;
const ITEMS: usize = 4;
const ITEMS_A: usize = 5;
const NAME: usize = 6;

fn projection(lines: bool, whole: bool) -> Projection {
    let mut nodes = vec![Node::default(); 8];
    nodes[1].value = true;
    let record = if lines { 0 } else { RECORD };
    let field = |name: &str, node: usize| Field {
        name: name.as_bytes().into(),
        node: NodeId(node as u32),
    };
    let rests = |object: usize, name: &str, any_scalar| Rests {
        object: NodeId(object as u32),
        name: name.as_bytes().into(),
        any_scalar,
    };
    if !lines {
        nodes[0].records = Some(0);
        nodes[0].elements = Some(NodeId(RECORD as u32));
    }
    nodes[record].fields = vec![field("items", ITEMS), field("a", A), field("name", NAME), field("z", 7)];
    nodes[ITEMS].fields = vec![field("name", 7), field("a", ITEMS_A)];
    nodes[7].elements = Some(NodeId(1));
    for node in [record, ITEMS, A, ITEMS_A, 7] {
        (nodes[node].value, nodes[node].output) = (whole, whole);
    }
    nodes[A].kind = true;
    nodes[A].decides = vec![rests(record, "name", true), rests(record, "a", false)];
    nodes[ITEMS_A].kind = true;
    nodes[ITEMS_A].decides = vec![rests(record, "items", false), rests(ITEMS, "a", false)];
    nodes[NAME].value = true;
    nodes[NAME].scalar = true;
    Projection { nodes }
}

/// Whether a scalar decides that the record is dropped.
pub(super) fn is_bad(shown: &str) -> bool {
    matches!(shown, "null" | "7.0") || shown.ends_with(": [112]")
}

/// Whether a complete record is dropped.
fn is_dropped(log: &Log, record: usize) -> bool {
    let member = |value: usize, at: usize| {
        let number = log.begun.iter().position(|&begun| begun == value)?;
        let (first, _) = log.objects[number];
        Some(log.slots[first + at]).filter(|&value| value != usize::MAX)
    };
    let is_bad = |value: Option<usize>| value.is_some_and(|value| is_bad(&log.values[value]));
    let holds = |value: Option<usize>| value.is_some_and(|value| log.values[value].starts_with("raw"));
    let items = member(record, 0);
    is_bad(items.and_then(|items| member(items, 1))) || is_bad(member(record, 1)) && !holds(member(record, 2))
}

/// What becomes of the records, how many were dropped before their end, or the error.
fn told(text: &[u8], cuts: &[usize], projection: &Projection, careful: bool) -> (Vec<String>, usize) {
    let mut scanner = Scanner::new(false);
    let mut walker = Walker::new(Framing::Whole, false, 12);
    let (mut log, mut end) = (Log::default(), String::new());
    // Places of keys are learnt from the first walk and used by the second.
    for _ in 0..2 {
        log = Log {
            verdict: Some(is_dropped),
            ..Log::default()
        };
        scanner.reset(0);
        walker.restart();
        walker.careful = careful;
        walker.skip.is_careful = careful;
        for stop in cuts.iter().copied().chain([text.len()]) {
            let last = stop == text.len();
            end = match walker.run(&mut scanner, &text[..stop], 0, last, projection, &mut log) {
                Ok(Progress::More) => {
                    let kept = walker.raw_start().unwrap_or(u64::MAX);
                    let is_open = log.dropped && projection.nodes[0].records.is_some();
                    assert!(!is_open || kept <= log.start);
                    continue;
                }
                Ok(Progress::Done(value)) if projection.nodes[0].records.is_none() => log.fate_of(value),
                Ok(Progress::Done(_)) => "done".into(),
                Err(error) => format!("{error:?}"),
            };
            break;
        }
    }
    log.fates.push(end);
    (log.fates, log.early)
}

impl Random {
    /// Members of a record or of an object in it.
    fn deciding(&mut self, depth: usize, spacious: bool, out: &mut String) {
        out.push('{');
        let count = self.below(7);
        for index in 0..count {
            self.space(out, spacious);
            let key = self.pick(&[
                "a",
                "a",
                "\\u0061",
                "items",
                "items",
                "it\\u0065ms",
                "name",
                "z",
                "another",
            ]);
            out.push_str(&format!("\"{key}\""));
            self.space(out, spacious && depth == 0);
            out.push(':');
            self.space(out, spacious);
            match (key, self.below(8)) {
                ("a" | "\\u0061" | "name", 0..=6) => {
                    out.push_str(self.pick(&["7", "7", "null", "8", "true", r#""p""#, r#""\u0070q""#, r#""paid""#]))
                }
                ("items" | "it\\u0065ms", 0..=5) => self.deciding(depth + 1, spacious, out),
                _ => self.value(3, spacious, out),
            }
            self.space(out, spacious);
            if index + 1 < count {
                out.push(',');
            }
        }
        out.push('}');
    }
}

#[test]
fn dropped_records_are_those_that_would_be() {
    let mut random = Random(0x5851_F42D_4C95_7F2D);
    let (mut early, mut good, mut again) = (0, 0, 0);
    for round in 0..12_000 {
        let lines = round % 4 == 0;
        let projection = projection(lines, round % 3 == 0);
        let spacious = random.below(3) == 0;
        let mut text = String::new();
        if lines {
            random.deciding(0, spacious, &mut text);
        } else {
            text.push('[');
            for index in 0..=random.below(5) {
                if index > 0 {
                    text.push(',');
                }
                match random.below(8) {
                    0 => random.value(0, spacious, &mut text),
                    _ => random.deciding(0, spacious, &mut text),
                }
            }
            text.push(']');
        }
        text.push_str("                                        ");
        let mut bytes = text.into_bytes();
        if round % 5 == 0 {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => {
                    bytes[at] = random
                        .pick(&[",", "\"", "]", "}", "{", ":", "1", "\\", "\u{1}"])
                        .as_bytes()[0]
                }
                1 => bytes.truncate(at),
                _ => drop(bytes.remove(at)),
            }
        }
        let mut cuts: Vec<usize> = (0..random.below(4)).map(|_| random.below(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let (expected, never) = told(&bytes, &[], &projection, true);
        assert_eq!(never, 0);
        good += usize::from(expected.last().is_some_and(|end| !end.starts_with("Syntax")));
        for cuts in [&[][..], &cuts[..]] {
            let (found, times) = told(&bytes, cuts, &projection, false);
            let shown = String::from_utf8_lossy(&bytes);
            assert_eq!(found, expected, "{shown}\ncut at {cuts:?}");
            early += times;
            again += usize::from(times > 0 && found.iter().all(|fate| fate != "dropped"));
        }
    }
    assert!(early > 5_000 && good > 9_000 && again > 50, "{early} {good} {again}");
}
