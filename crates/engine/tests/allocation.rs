//! Evaluation allocates nothing per record: what a record needs lies in memory that the next one reuses.
//!
//! A counting allocator watches pipelines over some records and over ten times as many. Buffers that double may do so a few
//! times more; whatever is asked for at each record shows at once.

use std::fmt::Write as _;
use std::sync::Arc;

use jsonmill_engine::pipeline::{Pipeline, Stage};
use serde_json::json;

/// Records of the shorter input.
const RECORDS: usize = 150;

/// How often buffers may double on the way from the shorter to the longer input.
const DOUBLINGS: u64 = 60;

fn orders(count: usize) -> String {
    let mut text = String::from("[");
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        let status = ["paid", "open", "sent"][index % 3];
        write!(
            text,
            r#"{comma}{{"id":{index},"status":"{status}","at":"2024-05-{day:02}T10:20:30.000Z","total":{index}.25,
            "customer":{{"name":"Ada L\u00f6v{index}","email":"Ada.{index}@Example.com","tags":["a","b","vip"]}},
            "items":[{{"sku":"x-{index}","qty":{qty},"price":9.5}},{{"sku":"y","qty":1,"price":0.75}}],"note":"one two  three","odd":null}}"#,
            day = index % 28 + 1,
            qty = index % 7,
        )
        .expect("a String takes all");
    }
    text.push(']');
    text
}

/// How often this thread asks for memory while the pipeline runs.
fn requests(pipeline: &Pipeline, input: &str) -> u64 {
    let counted = allocation_counter::measure(|| {
        pipeline.run(input.as_bytes(), None).expect("it runs natively");
    });
    counted.count_total
}

fn pipeline(stages: &[(&str, &str)]) -> Pipeline {
    let mill = stages[0].0 == "mill";
    let compiled: Vec<_> = stages
        .iter()
        .enumerate()
        .map(|(index, (kind, source))| {
            let spec = json!({ "kind": kind, "index": index, "source": source, "third": "array" });
            Arc::new(Stage::compile(&spec.to_string()).unwrap_or_else(|error| panic!("{source}: {}", error.to_json())))
        })
        .collect();
    let options = json!({
        "kind": if mill { "mill" } else { "records" },
        "input": "json", "output": "json", "space": "", "utf8": "replace", "bom": "error", "limits": {},
    });
    Pipeline::new(&options.to_string(), &compiled).expect("a plan")
}

/// What the longer input asks for beyond the shorter one.
fn growth(stages: &[(&str, &str)]) -> u64 {
    let pipeline = pipeline(stages);
    let (short, long) = (orders(RECORDS), orders(10 * RECORDS));
    // The first run is the one that makes the memory that later ones reuse.
    requests(&pipeline, &short);
    let few = requests(&pipeline, &short);
    requests(&pipeline, &long).saturating_sub(few)
}

/// Callbacks of a map, by what is typical about them.
const MAPS: &[&str] = &[
    "o => o",
    "o => o.id",
    "o => ({ id: o.id, status: o.status, total: o.total })",
    "({ id, customer: { name, email } }) => ({ id, name, email })",
    "o => ({ ...o, total: o.total * 2 })",
    "({ note, ...rest }) => rest",
    "o => ({ id: o.id, email: o.customer.email.toLowerCase(), total: o.items.reduce((s, i) => s + i.qty * i.price, 0) })",
    "o => ({ name: o.customer.name.toUpperCase(), first: o.customer.name.slice(0, 3), n: o.customer.name.length })",
    "o => `${o.id}: ${o.customer.name} (${o.total})`",
    "o => o.status + '-' + o.id + '-' + o.total",
    "o => o.items.map(i => ({ sku: i.sku, total: i.qty * i.price }))",
    "o => o.items.filter(i => i.qty > 3).map(i => i.sku)",
    "o => o.items.find(i => i.qty > 2)?.sku ?? null",
    "o => o.items.some(i => i.qty > 2) && o.items.every(i => i.price > 0)",
    "o => o.customer.tags.includes('vip') ? 'vip' : 'none'",
    "o => o.customer.tags.join(', ')",
    "o => o.customer.tags.indexOf('b')",
    "o => [...o.customer.tags, 'new']",
    "o => o.customer.tags.concat(['new'])",
    "o => o.customer.tags.slice(0, 2)",
    "o => o.note.split(' ').length",
    "o => o.note.split(' ')",
    "o => o.note.split(/\\s+/).map(w => w[0].toUpperCase() + w.slice(1)).join(' ')",
    "o => o.note.trim().startsWith('one')",
    "o => o.note.replace('two', '2')",
    "o => o.note.replace(/t(w)o/g, '$1')",
    "o => o.note.replaceAll(' ', '_')",
    "o => /^Ada/.test(o.customer.name)",
    "o => o.customer.email.match(/@(.*)$/)[1]",
    "o => o.note.padEnd(20, '.')",
    "o => o.customer.email.includes('Example')",
    "o => Object.keys(o.customer)",
    "o => Object.keys(o.customer).length",
    "o => Object.values(o.customer).length",
    "o => Object.entries(o.customer).map(([k, v]) => k)",
    "o => Object.fromEntries(o.items.map(i => [i.sku, i.qty]))",
    "o => Object.assign({}, o.customer, { id: o.id })",
    "o => Math.round(o.total * 100) / 100",
    "o => Math.max(...o.items.map(i => i.qty))",
    "o => Math.max(o.total, o.id, 5)",
    "o => o.total.toFixed(2)",
    "o => String(o.id)",
    "o => Number(o.id) + parseInt('12', 10)",
    "o => new Date(o.at).getTime()",
    "o => new Date(o.at).toISOString()",
    "o => Date.parse(o.at) > 0",
    "o => JSON.stringify(o.customer)",
    "o => typeof o.odd === 'object' && o.odd === null",
    "o => Array.isArray(o.items) ? o.items.length : 0",
    "o => { const out = {}; for (const i of o.items) out[i.sku] = i.qty; return out }",
    "o => { const out = []; for (const i of o.items) { if (i.qty > 2) out.push(i.sku) } return out }",
    "o => { let s = 0; for (let i = 0; i < o.items.length; i++) s += o.items[i].qty; return s }",
    "o => { let s = ''; for (const k in o.customer) s += k; return s }",
    "o => { o.seen = true; return o }",
    "o => { delete o.note; return o }",
    "o => { switch (o.status) { case 'paid': return 1; case 'open': return 2; default: return 3 } }",
    "o => { const m = new Map(); for (const i of o.items) m.set(i.sku, i); return m.size }",
    "o => new Set(o.customer.tags).size",
    "o => [...new Set(o.customer.tags)]",
    "o => o.items.sort((a, b) => a.qty - b.qty)[0].sku",
    "o => o.customer.tags.sort()",
    "o => o.customer.tags.reverse()",
    "o => o.items.flatMap(i => [i.sku, i.qty])",
    "o => o.items.reduce((acc, i) => { acc[i.sku] = i.qty; return acc }, {})",
    "o => o.items.reduce((acc, i) => ({ ...acc, [i.sku]: i.qty }), {})",
    "o => o.items.forEach(i => i.qty)",
    "o => o.customer['name'] + o['status']",
    "(o, i) => i",
];

#[test]
fn maps() {
    let found: Vec<String> = MAPS
        .iter()
        .map(|source| (source, growth(&[("map", source)])))
        .filter(|&(_, growth)| growth > DOUBLINGS)
        .map(|(source, growth)| format!("{:.2} a record: {source}", growth as f64 / (9 * RECORDS) as f64))
        .collect();
    assert!(
        found.is_empty(),
        "{} of {} allocate:\n{}",
        found.len(),
        MAPS.len(),
        found.join("\n")
    );
}

#[test]
fn several_stages() {
    let found = growth(&[
        ("filter", "o => o.status === 'paid' && o.total > 1"),
        ("map", "o => ({ id: o.id, n: o.items.length })"),
        ("filter", "(r, i) => i % 2 === 0"),
        ("flatMap", "r => [r, r.id]"),
    ]);
    assert!(found <= DOUBLINGS, "{found} requests");
}

#[test]
fn a_document_whose_records_stream() {
    let found = growth(&[(
        "mill",
        "d => d.filter(o => o.total > 3).map(o => ({ id: o.id, name: o.customer.name }))",
    )]);
    assert!(found <= DOUBLINGS, "{found} requests");
}
