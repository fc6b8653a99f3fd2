'use strict'

/** A mistake in the command line. */
class UsageError extends Error {}

const text = { type: 'string' }
const flag = { type: 'boolean' }
const help = { type: 'boolean', short: 'h' }

/** Options that say what is read and written. */
const FORMAT = {
  input: { type: 'string', short: 'i' },
  output: { type: 'string', short: 'o' },
  at: text,
  numbers: text,
  space: text,
  delimiter: text,
  kinds: text,
  columns: text,
  'no-header': flag,
  formulas: text,
  'on-error': text,
  'max-errors': text,
  unsupported: text,
  params: text,
  bindings: text,
  threads: text,
  help
}

const OPTIONS = {
  run: { ...FORMAT, rejects: text, quiet: { type: 'boolean', short: 'q' }, stats: flag },
  explain: FORMAT,
  verify: { ...FORMAT, sample: text },
  bench: { ...FORMAT, sample: text, seconds: text },
  doctor: { json: flag, help }
}

const ABOUT = {
  run: `jsonmill run <transform> <source…> <target>

Runs a transform over files. '-' is standard input or output. gzip and zstd are unpacked by their first bytes, and packed for a
target that ends in .gz or .zst. A target appears whole or not at all.

  --rejects <file>     write bad records there (with --on-error reject)
  --stats              print the run's numbers to standard error, as JSON
  -q, --quiet          no progress (there is none where standard error is no terminal)`,
  explain: `jsonmill explain <transform> [source]

Prints the plan: what is read, what is native, what is not and why. With a source it runs over it and shows where the time went.`,
  verify: `jsonmill verify <transform> <source>

Runs natively and in V8 over the beginning of a source and compares. Exit code 1: they differ; the difference is printed.

  --sample <bytes>     how much of it, with k, M or G behind the number (default 64M; all of a JSON document is read)`,
  bench: `jsonmill bench <transform> <source>

Measures the transform against the same in V8, on this machine and over the beginning of a source: rounds of both take turns.

  --sample <bytes>     how much of it (default 32M; all of a JSON document is read)
  --seconds <n>        how long (default 5)`,
  doctor: `jsonmill doctor

Says what is installed and whether it works: version, Node, C library, addon, processors, environment, and a self test.

  --json               as JSON`
}

const FORMATS = `
The transform is a module (.mjs, .cjs or .js; .ts where Node runs it) that exports one of these:
  default: a function  of the document (json), or of each record (ndjson, values, csv)
  default: a pipeline  made with records() or mill(): its own options count
  pipeline: a function that is given records(…) and returns it with stages: (records) => records.filter(…).map(…)

  -i, --input <kind>   json, ndjson, values or csv; by default what the source's name says (.json .ndjson .jsonl .csv .tsv, also with .gz)
  -o, --output <kind>  json, ndjson, lines or csv; by default what the target's name says, else like the input
  --at <pointer>       the array inside a JSON document, such as /data/items
  --numbers exact      numbers that are only handed on keep their text
  --space <n>          indents JSON
  --delimiter <c>      between cells of CSV
  --kinds <kind>       cells of CSV: text (default), infer, or column=kind,column=kind
  --columns <names>    columns of CSV, with commas between them
  --no-header          CSV has no header
  --formulas escape    disarms formulas in CSV for spreadsheets
  --on-error <what>    throw (default), drop or reject
  --max-errors <n>     how many bad records a run bears
  --unsupported throw  no fallback to V8
  --params <json>      what callbacks get besides the record
  --bindings <json>    values for free names of the transform
  --threads <n>        how many threads
`

const GENERAL = `jsonmill runs JavaScript transforms over JSON, NDJSON and CSV

  jsonmill run      <transform> <source…> <target>
  jsonmill explain  <transform> [source]
  jsonmill verify   <transform> <source>
  jsonmill bench    <transform> <source>
  jsonmill doctor
  jsonmill <command> --help

Exit codes: 0 all is well, 1 the run failed or results differ, 2 a mistake in the command line, 130 interrupted.
`

/** The text of --help. */
function usage(command) {
  if (command === undefined) return GENERAL
  return command === 'doctor' ? `${ABOUT.doctor}\n` : `${ABOUT[command]}\n${FORMATS}`
}

module.exports = { OPTIONS, UsageError, usage }
