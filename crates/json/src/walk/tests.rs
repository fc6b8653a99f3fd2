//! The fast ways against the careful one: over any text, cut anywhere, both hand over the same values or the same error.

mod decide;
mod whole;

use super::{Framing, Progress, Slots, Walker};
use crate::projection::{Field, Node, NodeId, Projection};
use crate::scan::Scanner;

/// Writes down what is handed over. A value is its number in the list.
#[derive(Default)]
struct Log {
    values: Vec<String>,
    /// Objects of which fields are wanted: their slots, as value numbers
    slots: Vec<usize>,
    objects: Vec<(usize, usize)>,
    /// Their own value numbers
    begun: Vec<usize>,
    pending: Vec<Vec<usize>>,
    /// Which complete records are dropped, where some are
    verdict: Option<fn(&Log, usize) -> bool>,
    /// The record that is being read is dropped, and where it begins
    dropped: bool,
    start: u64,
    /// What has become of the records
    fates: Vec<String>,
    /// How many were dropped before their end
    early: usize,
}

impl Log {
    fn note(&mut self, text: String) -> usize {
        self.values.push(text);
        self.values.len() - 1
    }

    fn fate_of(&self, record: usize) -> String {
        match self.verdict {
            _ if self.dropped => "dropped".into(),
            Some(verdict) if verdict(self, record) => "dropped".into(),
            _ => self.shown(record),
        }
    }

    fn shown(&self, value: usize) -> String {
        let text = &self.values[value];
        match text.strip_prefix("object ") {
            Some(number) => {
                let (first, count) = self.objects[number.parse::<usize>().expect("a number")];
                let fields = self.slots[first..first + count].iter();
                let fields: Vec<_> = fields
                    .map(|&value| {
                        if value == usize::MAX {
                            "-".into()
                        } else {
                            self.shown(value)
                        }
                    })
                    .collect();
                format!("{{{}}}", fields.join(" "))
            }
            None => text.clone(),
        }
    }
}

impl Slots for Log {
    type Value = usize;
    type Error = ();

    fn null(&mut self) -> usize {
        self.note("null".into())
    }
    fn boolean(&mut self, value: bool) -> usize {
        self.note(value.to_string())
    }
    fn number(&mut self, value: f64) -> usize {
        self.note(format!("{value:?}"))
    }
    fn string(&mut self, offset: u64, inner: &[u8]) -> usize {
        self.note(format!("{offset}: {inner:?}"))
    }
    fn escaped_string(&mut self, inner: &[u8]) -> Result<usize, ()> {
        Ok(self.note(format!("escaped {inner:?}")))
    }
    fn raw(&mut self, offset: u64, len: usize, array: bool, canonical: bool) -> Result<usize, ()> {
        Ok(self.note(format!("raw {offset} {len} {array} {canonical}")))
    }
    fn layout(&mut self) -> Option<(Vec<u8>, &[u8], usize)> {
        None
    }
    fn rewritten(&mut self, _: u64, _: usize, _: bool, _: Vec<u8>) -> Result<usize, ()> {
        unreachable!("nothing is laid out")
    }
    fn begin_fields(&mut self, _: NodeId, fields: usize) -> (u32, u32) {
        let first = self.slots.len();
        self.slots.resize(first + fields, usize::MAX);
        self.objects.push((first, fields));
        let object = self.note(format!("object {}", self.objects.len() - 1));
        self.begun.push(object);
        (object as u32, first as u32)
    }
    fn object(&mut self, object: u32) -> usize {
        object as usize
    }
    fn fill(&mut self, first: u32, slot: u32, value: usize) {
        self.slots[(first + slot) as usize] = value;
    }
    fn end_whole(&mut self, object: u32, offset: u64, len: usize, canonical: bool) -> Result<(), ()> {
        let object = object as usize;
        let fields = self.shown(object);
        self.values[object] = format!("whole {offset} {len} {canonical} {fields}");
        Ok(())
    }
    fn begin_members(&mut self) -> u32 {
        self.note("members".into()) as u32
    }
    fn member(&mut self, object: u32, key: usize, value: usize) -> Result<(), ()> {
        let member = format!(" {} = {}", self.shown(key), self.shown(value));
        self.values[object as usize].push_str(&member);
        Ok(())
    }
    fn begin_elements(&mut self) {
        self.pending.push(Vec::new());
    }
    fn element(&mut self, value: usize) {
        self.pending.last_mut().expect("an array has begun").push(value);
    }
    fn end_elements(&mut self) -> Result<u32, ()> {
        let elements = self.pending.pop().expect("an array has begun");
        let shown: Vec<_> = elements.iter().map(|&value| self.shown(value)).collect();
        Ok(self.note(format!("[{}]", shown.join(" "))) as u32)
    }
    fn array(&mut self, array: u32) -> usize {
        array as usize
    }
    fn unread(&mut self) -> usize {
        self.note("unread".into())
    }
    fn begin_records(&mut self, pipeline: u32) -> Result<(), ()> {
        self.note(format!("records {pipeline}"));
        Ok(())
    }
    fn begin_record(&mut self, _: u32, offset: u64) {
        self.note(format!("record {offset}"));
        (self.dropped, self.start) = (false, offset);
    }
    fn decide(&mut self, _: NodeId, value: usize) -> bool {
        self.dropped = decide::is_bad(&self.values[value]);
        self.early += usize::from(self.dropped);
        self.dropped
    }
    fn again(&mut self, _: u32) {
        assert!(self.dropped);
        self.dropped = false;
    }
    fn record(&mut self, _: u32, value: usize) -> Result<(), ()> {
        let fate = self.fate_of(value);
        self.fates.push(fate);
        self.dropped = false;
        let shown = self.shown(value);
        self.note(shown);
        Ok(())
    }
    fn end_record(&mut self, _: u32, end: u64) -> Result<(), ()> {
        self.note(format!("end {end}"));
        Ok(())
    }
    fn end_records(&mut self, _: u32) -> Result<usize, ()> {
        Ok(self.note("all records".into()))
    }
}

/// What a walk hands over: the whole document as it is in the end, and records on the way; or its error.
fn walked(text: &[u8], cuts: &[usize], projection: &Projection, careful: bool) -> (Vec<String>, String) {
    let mut log = Log::default();
    let mut scanner = Scanner::new(false);
    let mut walker = Walker::new(Framing::Whole, false, 12);
    // Places of keys are learnt from the first walk and used by the second.
    let mut result = String::new();
    for _ in 0..2 {
        log = Log::default();
        scanner.reset(0);
        walker.restart();
        walker.careful = careful;
        walker.skip.is_careful = careful;
        let ends = cuts.iter().copied().chain([text.len()]);
        for end in ends {
            let last = end == text.len();
            result = match walker.run(&mut scanner, &text[..end], 0, last, projection, &mut log) {
                Ok(Progress::More) => continue,
                Ok(Progress::Done(value)) => log.shown(value),
                Err(error) => format!("{error:?}"),
            };
            break;
        }
    }
    let told = log
        .values
        .iter()
        .filter(|text| text.starts_with("record ") || text.starts_with("end ") || text.starts_with('{'));
    (told.cloned().collect(), result)
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    fn space(&mut self, out: &mut String, spacious: bool) {
        if spacious && self.below(4) == 0 {
            out.push_str(self.pick(&[" ", "\n  ", "\t"]));
        }
    }

    fn value(&mut self, depth: usize, spacious: bool, out: &mut String) {
        self.space(out, spacious);
        match self.below(if depth > 4 { 8 } else { 13 }) {
            0 => out.push_str("null"),
            1 => out.push_str(self.pick(&["true", "false"])),
            2..=4 => out.push_str(self.pick(&[
                "0",
                "-0",
                "7",
                "12.5",
                "-3.25",
                "1e5",
                "505874924095815681",
                "0.000001",
                "99999999",
                "123456789.123456789",
                "1234567890123456",
            ])),
            5..=7 => out.push_str(self.pick(&[
                r#""""#,
                r#""plain""#,
                r#""é日本""#,
                r#""a\"b\\""#,
                r#""\u00e9\n""#,
                r#""a longer text than sixteen bytes""#,
            ])),
            8..=10 => {
                out.push('{');
                let count = self.below(6);
                for index in 0..count {
                    self.space(out, spacious);
                    let key = if self.below(12) == 0 {
                        self.pick(&[
                            r#""a":"#,
                            r#""\u0061":"#,
                            r#""0":"#,
                            r#""b" : "#,
                            r#""a_key_of_more_than_sixteen_bytes":"#,
                        ])
                    } else {
                        [
                            r#""a":"#,
                            r#""b":"#,
                            r#""items":"#,
                            r#""name":"#,
                            r#""a_key_of_more_than_sixteen_bytes":"#,
                            r#""z":"#,
                        ][index]
                    };
                    out.push_str(key);
                    self.value(depth + 1, spacious, out);
                    self.space(out, spacious);
                    if index + 1 < count {
                        out.push(',');
                    }
                }
                out.push('}');
            }
            _ => {
                out.push('[');
                let count = self.below(5);
                for index in 0..count {
                    self.value(depth + 1, spacious, out);
                    self.space(out, spacious);
                    if index + 1 < count {
                        out.push(',');
                    }
                }
                out.push(']');
            }
        }
        self.space(out, spacious);
    }

    fn projection(&mut self) -> Projection {
        let mut nodes = vec![
            Node::default(),
            Node {
                value: true,
                output: true,
                ..Node::default()
            },
        ];
        let mut at = 0;
        while at < nodes.len() {
            if at != 1 {
                let room = nodes.len() < 14;
                if room {
                    for name in ["a", "items", "name", "a_key_of_more_than_sixteen_bytes"] {
                        if self.below(2) == 0 {
                            let node = NodeId(nodes.len() as u32);
                            nodes.push(Node::default());
                            nodes[at].fields.push(Field {
                                name: name.as_bytes().into(),
                                node,
                            });
                        }
                    }
                    if self.below(2) == 0 {
                        nodes[at].elements = Some(NodeId(nodes.len() as u32));
                        nodes.push(Node::default());
                        if at == 0 && self.below(3) == 0 {
                            nodes[at].records = Some(0);
                        }
                    }
                }
                let node = &mut nodes[at];
                node.value = if room { self.below(6) == 0 } else { self.below(2) == 0 };
                node.output = node.value && self.below(2) == 0;
                node.kind = self.below(4) == 0;
                node.open = node.value && self.below(4) == 0;
            }
            at += 1;
        }
        Projection { nodes }
    }
}

#[test]
fn all_ways_agree() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut good = 0;
    for round in 0..6_000 {
        let projection = random.projection();
        let spacious = random.below(2) == 0;
        let mut text = String::from("[");
        // Alike records, so that keys are guessed.
        for index in 0..=random.below(4) {
            if index > 0 {
                text.push(',');
            }
            random.value(0, spacious, &mut text);
        }
        text.push(']');
        text.push_str(random.pick(&["", " ", "                                        "]));
        let mut bytes = text.into_bytes();
        if round % 3 == 0 {
            let at = random.below(bytes.len());
            match random.below(3) {
                0 => {
                    bytes[at] = random
                        .pick(&[",", "\"", "]", "}", "{", ":", "1", "\\", "\u{1}", "e"])
                        .as_bytes()[0]
                }
                1 => bytes.truncate(at),
                _ => drop(bytes.remove(at)),
            }
        }
        let mut cuts: Vec<usize> = (0..random.below(4)).map(|_| random.below(bytes.len() + 1)).collect();
        cuts.sort_unstable();
        let expected = walked(&bytes, &[], &projection, true);
        good += usize::from(!expected.1.starts_with("Syntax"));
        for (cuts, careful) in [(&[][..], false), (&cuts[..], false), (&cuts[..], true)] {
            let found = walked(&bytes, cuts, &projection, careful);
            let shown = String::from_utf8_lossy(&bytes);
            assert_eq!(
                found, expected,
                "{shown}\n{projection:?}\ncut at {cuts:?}, careful: {careful}"
            );
        }
    }
    assert!(good > 3_500, "{good}");
}
