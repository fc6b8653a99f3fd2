//! Where the time of a run goes: the same bytes copied, scanned, walked and run, one thread, in one process.
//!
//! `cargo run --profile fast -p jsonmill-engine --example shares -- FILE [FIELDS [MAP [FILTER]]]`
//!
//! FILE is NDJSON if its name ends so, else one document. FIELDS are paths of the bare walk, `a.b,c[].d`, from the record
//! or the document; MAP and FILTER are callbacks, of `records()` over lines and of `mill` over a document, whose FILTER is
//! left out. Prints GB/s, best of some rounds, and the share of the bare scan's speed.
#![allow(clippy::print_stdout)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use jsonmill_engine::pipeline::{Pipeline, Stage};
use jsonmill_json::projection::{Field, Node, NodeId, Projection};
use jsonmill_json::scan::Scanner;
use jsonmill_json::walk::{Framing, Progress, Slots, Walker};
use serde_json::json;

/// Rounds of which the best counts.
const ROUNDS: usize = 15;

/// A name and what is timed under it.
type Measure<'a> = (&'static str, Box<dyn FnMut() + 'a>);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((file, rest)) = arguments.split_first() else {
        println!("usage: shares FILE [FIELDS [MAP [FILTER]]]");
        return;
    };
    let bytes = std::fs::read(file).expect("the file can be read");
    let lines = file.ends_with("ndjson");
    let rounds = std::env::var("SHARES_ROUNDS").map_or(ROUNDS, |text| text.parse().expect("a number"));
    let bytes = bytes.as_slice();
    let mut measures: Vec<Measure<'_>> = Vec::new();
    let mut copy = vec![0u8; bytes.len()];
    let only = std::env::var("SHARES_ONLY").ok();
    measures.push(("memcpy", Box::new(move || copy.copy_from_slice(black_box(bytes)))));
    let mut scanner = Scanner::new(lines);
    measures.push(("scan", Box::new(move || scan(&mut scanner, bytes, false))));
    let mut checking = Scanner::new(lines);
    measures.push(("scan and UTF-8", Box::new(move || scan(&mut checking, bytes, true))));
    if let Some(fields) = rest.first() {
        let projection = projection(fields);
        let (mut scanner, framing) = (Scanner::new(lines), if lines { Framing::Line } else { Framing::Whole });
        let mut walker = Walker::new(framing, false, 1000);
        measures.push((
            "walk",
            Box::new(move || walk(&mut scanner, &mut walker, bytes, &projection)),
        ));
    }
    if let Some(map) = rest.get(1) {
        let pipeline = pipeline(lines, map, rest.get(2));
        measures.push((
            "whole",
            Box::new(move || drop(black_box(pipeline.run(bytes, None).expect("it runs natively")))),
        ));
    }
    let mut best = vec![f64::INFINITY; measures.len()];
    for _ in 0..rounds {
        for ((name, measure), best) in measures.iter_mut().zip(&mut best) {
            if only.as_deref().is_some_and(|only| only != *name) {
                continue;
            }
            let start = Instant::now();
            measure();
            *best = best.min(start.elapsed().as_secs_f64());
        }
    }
    for ((name, _), seconds) in measures.iter().zip(&best) {
        let speed = bytes.len() as f64 / seconds / 1e9;
        println!(
            "{name:>15} {speed:8.2} GB/s {:7.1}% of the scan",
            100.0 * best[1] / seconds
        );
    }
}

fn scan(scanner: &mut Scanner, bytes: &[u8], utf8: bool) {
    scanner.reset(0);
    if utf8 {
        scanner.check_utf8();
    }
    while scanner.refill(bytes, true) {
        scanner.cursor = black_box(scanner.tokens.len());
    }
}

fn walk(scanner: &mut Scanner, walker: &mut Walker<u64>, bytes: &[u8], projection: &Projection) {
    let mut slots = Sum::default();
    scanner.reset(0);
    scanner.check_utf8();
    loop {
        walker.restart();
        match walker.run(scanner, bytes, 0, true, projection, &mut slots) {
            Ok(Progress::Done(_)) => {}
            Ok(Progress::More) => unreachable!("all is there"),
            Err(error) => panic!("{error:?}"),
        }
        // Behind a line its feed waits.
        scanner.cursor += 1;
        if scanner.cursor >= scanner.tokens.len() && !scanner.refill(bytes, true) {
            break;
        }
    }
    black_box(slots.sum);
}

/// Whatever is handed over is looked at, and nothing kept.
#[derive(Default)]
struct Sum {
    sum: u64,
    slots: Vec<u64>,
    elements: Vec<u64>,
}

impl Slots for Sum {
    type Value = u64;
    type Error = ();

    fn null(&mut self) -> u64 {
        0
    }
    fn boolean(&mut self, value: bool) -> u64 {
        u64::from(value)
    }
    fn number(&mut self, value: f64) -> u64 {
        value.to_bits()
    }
    fn string(&mut self, offset: u64, inner: &[u8]) -> u64 {
        offset ^ inner.len() as u64
    }
    fn escaped_string(&mut self, inner: &[u8]) -> Result<u64, ()> {
        Ok(inner.len() as u64)
    }
    fn raw(&mut self, offset: u64, len: usize, _: bool, _: bool) -> Result<u64, ()> {
        Ok(offset ^ len as u64)
    }
    fn layout(&mut self) -> Option<(Vec<u8>, &[u8], usize)> {
        None
    }
    fn rewritten(&mut self, offset: u64, len: usize, _: bool, _: Vec<u8>) -> Result<u64, ()> {
        Ok(offset ^ len as u64)
    }
    fn begin_fields(&mut self, _: NodeId, fields: usize) -> (u32, u32) {
        self.slots.clear();
        self.slots.resize(fields, 0);
        (0, 0)
    }
    fn object(&mut self, object: u32) -> u64 {
        u64::from(object)
    }
    fn fill(&mut self, _: u32, _: u32, value: u64) {
        self.sum ^= value;
    }
    fn end_whole(&mut self, _: u32, _: u64, _: usize, _: bool) -> Result<(), ()> {
        Ok(())
    }
    fn begin_members(&mut self) -> u32 {
        0
    }
    fn member(&mut self, _: u32, key: u64, value: u64) -> Result<(), ()> {
        self.sum ^= key ^ value;
        Ok(())
    }
    fn begin_elements(&mut self) {}
    fn element(&mut self, value: u64) {
        self.elements.push(value);
    }
    fn end_elements(&mut self) -> Result<u32, ()> {
        Ok(self.elements.drain(..).fold(0, |all, value| all ^ value) as u32)
    }
    fn array(&mut self, array: u32) -> u64 {
        u64::from(array)
    }
    fn unread(&mut self) -> u64 {
        0
    }
    fn begin_records(&mut self, _: u32) -> Result<(), ()> {
        Ok(())
    }
    fn begin_record(&mut self, _: u32, _: u64) {}
    fn record(&mut self, _: u32, value: u64) -> Result<(), ()> {
        self.sum ^= value;
        Ok(())
    }
    fn end_record(&mut self, _: u32, _: u64) -> Result<(), ()> {
        Ok(())
    }
    fn end_records(&mut self, _: u32) -> Result<u64, ()> {
        Ok(0)
    }
}

/// The projection that wants the values at some paths.
fn projection(paths: &str) -> Projection {
    let mut projection = Projection {
        nodes: vec![
            Node::default(),
            Node {
                value: true,
                output: true,
                ..Node::default()
            },
        ],
    };
    for path in paths.split(',') {
        let mut at = NodeId(0);
        for part in path.split('.') {
            let name = part.trim_end_matches("[]");
            if !name.is_empty() {
                at = field(&mut projection, at, name);
            }
            for _ in 0..(part.len() - name.len()) / 2 {
                at = match projection.node(at).elements {
                    Some(elements) => elements,
                    None => {
                        let elements = add(&mut projection);
                        projection.nodes[at.0 as usize].elements = Some(elements);
                        elements
                    }
                };
            }
        }
        projection.nodes[at.0 as usize].value = true;
    }
    projection
}

fn field(projection: &mut Projection, of: NodeId, name: &str) -> NodeId {
    let fields = &projection.node(of).fields;
    if let Some(found) = fields.iter().find(|field| *field.name == *name.as_bytes()) {
        return found.node;
    }
    let node = add(projection);
    projection.nodes[of.0 as usize].fields.push(Field {
        name: name.as_bytes().into(),
        node,
    });
    node
}

fn add(projection: &mut Projection) -> NodeId {
    projection.nodes.push(Node::default());
    NodeId(projection.nodes.len() as u32 - 1)
}

fn pipeline(lines: bool, map: &str, filter: Option<&String>) -> Pipeline {
    let mut stages = Vec::new();
    if let Some(filter) = filter.filter(|_| lines) {
        stages.push(("filter", filter.as_str()));
    }
    stages.push((if lines { "map" } else { "mill" }, map));
    let compiled: Vec<_> = stages
        .iter()
        .enumerate()
        .map(|(index, (kind, source))| {
            let spec = json!({ "kind": kind, "index": index, "source": source, "third": "array" });
            Arc::new(Stage::compile(&spec.to_string()).unwrap_or_else(|error| panic!("{source}: {}", error.to_json())))
        })
        .collect();
    let options = json!({
        "kind": if lines { "records" } else { "mill" },
        "input": if lines { "ndjson" } else { "json" }, "output": "json", "space": "", "utf8": "replace", "bom": "error",
        "limits": {},
    });
    Pipeline::new(&options.to_string(), &compiled).expect("a plan")
}
