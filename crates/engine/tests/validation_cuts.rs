//! The fast path judges records over tokens, wherever chunks and slices of input end: what it lets through is what the full
//! validator lets through.

use std::path::Path;
use std::sync::Arc;

use jsonmill_engine::pipeline::{Pipeline, Stage};
use jsonmill_engine::schema::{Changed, Detail, Draft, Options, Schema};
use serde_json::{Value as Json, json};

/// More than two chunks of tokens.
const BYTES: usize = 80_000;

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// White space here and there between the tokens of a text.
fn spaced(text: &str, random: &mut Random) -> String {
    let (mut out, mut inside, mut escaped) = (String::new(), false, false);
    for character in text.chars() {
        let is_structural = !inside && "{}[]:,".contains(character);
        if is_structural && random.below(20) == 0 {
            out.push(' ');
        }
        out.push(character);
        if is_structural && random.below(20) == 0 {
            out.push('\t');
        }
        inside ^= character == '"' && !escaped;
        escaped = inside && character == '\\' && !escaped;
    }
    out
}

fn pipeline(schema: &Json, input: &str) -> Arc<Pipeline> {
    let stage = json!({ "kind": "validate", "index": 0, "schema": schema });
    let stage = Stage::compile(&stage.to_string()).unwrap_or_else(|error| panic!("{}", error.to_json()));
    let options = json!({
        "kind": "records", "input": input, "output": "ndjson", "space": "", "utf8": "replace", "bom": "error",
        "onError": "drop", "limits": {},
    });
    Arc::new(Pipeline::new(&options.to_string(), &[Arc::new(stage)]).expect("a plan"))
}

#[test]
fn records_are_judged_alike_wherever_the_input_is_cut() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/validation/violations.json");
    let cases: Vec<Json> =
        serde_json::from_slice(&std::fs::read(path).expect("the file is there")).expect("it is JSON");
    let mut random = Random(7);
    let (mut kept, mut all, mut fast) = (0, 0, 0);
    for case in &cases {
        let draft = case["draft"].as_str();
        let options = Options {
            draft: draft.and_then(Draft::of_name),
            formats: true,
            ..Options::default()
        };
        let schema = Schema::compile(&case["schema"], &options).expect("it compiles");
        let is_valid = |text: &str| {
            let found = schema.check_text(text.as_bytes(), Detail::Verdict, &mut Changed::default());
            matches!(found, Ok(Some(Ok(()))))
        };
        let records: Vec<(String, bool)> = case["records"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|record| (record.to_string(), is_valid(&record.to_string())))
            .collect();
        let spec = json!({ "schema": case["schema"], "draft": draft, "formats": true });
        let (lines, array) = (pipeline(&spec, "ndjson"), pipeline(&spec, "json"));
        if !lines.explain().contains("JSON Schema over bytes") {
            continue;
        }
        fast += 1;
        let (mut input, mut expected, mut in_array) = (String::new(), String::new(), String::from("["));
        while input.len() < BYTES {
            let (record, is_valid) = &records[random.below(records.len())];
            let written = spaced(record, &mut random);
            input.push_str(&written);
            input.push('\n');
            if in_array.len() > 1 {
                in_array.push(',');
            }
            in_array.push_str(&written);
            all += 1;
            if *is_valid {
                kept += 1;
                expected.push_str(record);
                expected.push('\n');
            }
        }
        in_array.push(']');
        let shown = |output: Vec<u8>| String::from_utf8(output).expect("text");
        assert_eq!(shown(lines.run(input.as_bytes(), None).expect("it runs")), expected);
        assert_eq!(shown(array.run(in_array.as_bytes(), None).expect("it runs")), expected);
        for (pipeline, text) in [(&lines, &input), (&array, &in_array)] {
            let mut run = pipeline.start(None).expect("it starts");
            let mut rest = text.as_bytes();
            while !rest.is_empty() {
                let (slice, others) = rest.split_at(rest.len().min(1 + random.below(30_000)));
                run.push(slice).expect("it runs");
                rest = others;
            }
            assert_eq!(shown(run.finish().expect("it ends")), expected);
        }
    }
    assert!(
        kept * 20 > all && kept < all && fast > 20,
        "{kept} of {all}, {fast} fast"
    );
}

#[test]
fn records_longer_than_a_chunk() {
    let item = json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" }, "t": { "maxLength": 9 } } });
    let spec = json!({ "schema": { "type": "array", "items": item, "uniqueItems": false } });
    let (lines, document) = (pipeline(&spec, "ndjson"), pipeline(&spec, "json"));
    let mut random = Random(11);
    for bad in [None, Some(0), Some(2_000), Some(3_999)] {
        let items: Vec<String> = (0..4_000)
            .map(|at| match Some(at) == bad {
                true => format!(r#"{{"id":{at}.5}}"#),
                false => format!(r#"{{"id":{at},"t":"{}"}}"#, r#"é\n\""#.repeat(random.below(3))),
            })
            .collect();
        let record = format!("[{}]", items.join(","));
        let expected = if bad.is_none() {
            format!("{record}\n[]\n")
        } else {
            "[]\n".to_owned()
        };
        let shown = |output: Vec<u8>| String::from_utf8(output).expect("text");
        let text = format!("{record}\n[]");
        assert_eq!(shown(lines.run(text.as_bytes(), None).expect("it runs")), expected);
        let text = format!("[{record}, []]");
        assert_eq!(shown(document.run(text.as_bytes(), None).expect("it runs")), expected);
    }
}
