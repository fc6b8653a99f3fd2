//! Records that are handed over whole: the fast ways say the same of them as the careful one, and what they call canonical
//! is what JSON.stringify would write.

use super::{Log, Random};
use crate::number;
use crate::piece;
use crate::projection::{Field, Node, NodeId, Projection};
use crate::scan::Scanner;
use crate::string;
use crate::walk::{Framing, Progress, Rewriter, Walker};

/// Records of which `a`, `items` and what is inside are read besides, as the plan asks for them.
fn projection(random: &mut Random) -> Projection {
    let field = |name: &str, node: u32| Field {
        name: name.as_bytes().into(),
        node: NodeId(node),
    };
    let output = random.below(4) > 0;
    let whole = Node {
        value: true,
        output,
        ..Node::default()
    };
    let mut nodes = vec![Node::default(), whole.clone()];
    nodes[0].records = Some(0);
    nodes[0].elements = Some(NodeId(2));
    nodes.extend(vec![whole; 5]);
    nodes[1].output = true;
    nodes[2].fields = vec![field("a", 3), field("items", 4), field("z", 6)];
    nodes[3].fields = vec![field("name", 5), field("a", 6)];
    nodes[5].fields = vec![field("b", 6)];
    if random.below(2) == 0 {
        nodes[4].elements = Some(NodeId(6));
    }
    if random.below(4) == 0 {
        nodes[5].open = true;
    }
    Projection { nodes }
}

/// What is told of containers that are handed over: where they begin, their length, and whether they are canonical.
fn told(text: &[u8], cuts: &[usize], projection: &Projection, careful: bool) -> (Vec<(usize, usize, bool)>, String) {
    let mut scanner = Scanner::new(false);
    let mut walker = Walker::new(Framing::Whole, false, 12);
    let (mut log, mut end) = (Log::default(), String::new());
    for _ in 0..2 {
        log = Log::default();
        scanner.reset(0);
        walker.restart();
        walker.careful = careful;
        walker.skip.is_careful = careful;
        for stop in cuts.iter().copied().chain([text.len()]) {
            let last = stop == text.len();
            end = match walker.run(&mut scanner, &text[..stop], 0, last, projection, &mut log) {
                Ok(Progress::More) => continue,
                Ok(Progress::Done(value)) => log.shown(value),
                Err(error) => format!("{error:?}"),
            };
            break;
        }
    }
    let told = log.values.iter().filter_map(|value| {
        let words: Vec<&str> = value.split(' ').collect();
        let canonical = match *words.first()? {
            "raw" => words[4],
            "whole" => words[3],
            _ => return None,
        };
        Some((words[1].parse().ok()?, words[2].parse().ok()?, canonical == "true"))
    });
    let mut told: Vec<_> = told.collect();
    told.sort_unstable();
    (told, end)
}

/// What JSON.stringify writes for the text of a value, the plain way.
fn stringified(text: &[u8], out: &mut Vec<u8>) {
    match text[0] {
        b'[' => {
            out.push(b'[');
            for (index, element) in piece::elements(text).enumerate() {
                if index > 0 {
                    out.push(b',');
                }
                stringified(&text[element], out);
            }
            out.push(b']');
        }
        b'{' => {
            let mut members: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
            for (key, value) in piece::members(text) {
                let (mut name, mut written) = (Vec::new(), Vec::new());
                assert!(string::unescape(&text[key.start + 1..key.end - 1], &mut name).is_ok());
                stringified(&text[value], &mut written);
                match members.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, value)) => *value = written,
                    None => members.push((name, written)),
                }
            }
            let index = |name: &[u8]| std::str::from_utf8(name).ok()?.parse::<u32>().ok();
            members.sort_by_key(|(name, _)| index(name).map_or(u64::MAX, u64::from));
            out.push(b'{');
            for (at, (name, value)) in members.iter().enumerate() {
                if at > 0 {
                    out.push(b',');
                }
                string::write_quoted(out, name);
                out.push(b':');
                out.extend_from_slice(value);
            }
            out.push(b'}');
        }
        b'"' => {
            let mut plain = Vec::new();
            assert!(string::unescape(&text[1..text.len() - 1], &mut plain).is_ok());
            string::write_quoted(out, &plain);
        }
        b't' | b'f' | b'n' => out.extend_from_slice(text),
        _ => number::write_json(out, number::parse(text)),
    }
}

/// A record with more keys than a word has bits, now and then one of them again.
fn wide(random: &mut Random, out: &mut String) {
    out.push('{');
    for index in 0..20 + random.below(110) {
        if index > 0 {
            out.push(',');
        }
        let number = if random.below(60) == 0 {
            random.below(index + 1)
        } else {
            index
        };
        out.push_str(&format!("\"key{number}\":{index}"));
    }
    out.push('}');
}

fn records(random: &mut Random, spacious: bool) -> Vec<u8> {
    let mut text = String::from("[");
    for index in 0..=random.below(4) {
        if index > 0 {
            text.push(',');
        }
        if random.below(8) == 0 {
            wide(random, &mut text);
        } else {
            random.value(0, spacious, &mut text);
        }
    }
    text.push_str("]                            ");
    text.into_bytes()
}

#[test]
fn all_ways_tell_the_same() {
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    let (mut canonical, mut others) = (0, 0);
    for round in 0..2_000 {
        let projection = projection(&mut random);
        let spacious = random.below(4) == 0;
        let mut text = records(&mut random, spacious);
        if round % 8 == 0 {
            let at = random.below(text.len());
            text[at] = random.pick(&[",", "\"", "]", "}", "1", "\\", " ", ":"]).as_bytes()[0];
        }
        let mut cuts: Vec<usize> = (0..random.below(4)).map(|_| random.below(text.len() + 1)).collect();
        cuts.sort_unstable();
        let expected = told(&text, &[], &projection, true);
        let shown = String::from_utf8_lossy(&text);
        for (cuts, careful) in [(&[][..], false), (&cuts[..], false), (&cuts[..], true)] {
            let found = told(&text, cuts, &projection, careful);
            assert_eq!(
                found, expected,
                "{shown}\n{projection:?}\ncut at {cuts:?}, careful: {careful}"
            );
        }
        if expected.1.starts_with("Syntax") {
            continue;
        }
        for &(at, len, is_canonical) in &expected.0 {
            let piece = &text[at..at + len];
            let mut written = Vec::new();
            stringified(piece, &mut written);
            if is_canonical {
                assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(piece));
            }
            canonical += usize::from(is_canonical);
            others += usize::from(!is_canonical && written == piece);
            let mut rewritten = Vec::new();
            if Rewriter::default().write(piece, b"", 0, 64, usize::MAX, &mut rewritten) {
                assert_eq!(String::from_utf8_lossy(&written), String::from_utf8_lossy(&rewritten));
            }
        }
    }
    // What is not wanted for output is never called canonical, nor are objects of very many keys.
    assert!(canonical > 1_000, "{canonical}, {others}");
    assert!(canonical > 2 * others, "{canonical}, {others}");
}
