// npm run bench -- guard            instructions of fixed runs under callgrind, against bench/guard.json; fails where one grew by more than 5%
// npm run bench -- guard record     writes bench/guard.json anew: after a change that costs instructions for a reason
// Instructions are the same on every run and every loaded machine. callgrind knows no AVX-512: the AVX2 scan is what is counted.
import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { schemaSpec } from '../lib/schema.js'
import { example } from './limits.mjs'
import { table } from './table.mjs'
import { documentOf, ndjson } from './workloads/index.mjs'
import * as orders from './workloads/orders.mjs'
import { W5 } from './workloads/countries.mjs'
import { half } from './workloads/half.mjs'
import * as statuses from './workloads/statuses.mjs'
import * as validOrders from './workloads/valid-orders.mjs'
import { minify } from './workloads/whole.mjs'

const OUT = fileURLToPath(new URL('./out/', import.meta.url))
const RECORD = fileURLToPath(new URL('./guard.json', import.meta.url))
const BYTES = 400_000
const MAX_GROWTH = 1.05

const callback = (kind, source, index = 0) => ({ kind, index, source: source.toString(), third: 'array' })
const options = (more) => ({ kind: 'records', input: 'json', output: 'json', space: '', utf8: 'replace', bom: 'error', limits: {}, ...more })
const mill = (workload, more) => ({ workload, plan: { options: options({ kind: 'mill', ...more }), stages: [callback('mill', workload.document)] } })
const records = (workload, stages, more) => ({ workload, plan: { options: options(more), stages } })
const lines = { input: 'ndjson', output: 'ndjson' }
/** One of many calls over the same short input: what is counted is all of it, not instructions a byte. */
const call = (input, document) => ({ ...mill({ document }), input: Buffer.from(input) })

const RUNS = {
  'W1 document': mill(statuses),
  'W1 lines': records(statuses, [callback('filter', statuses.filter), callback('map', statuses.map, 1)], lines),
  'W2 document': mill(orders),
  'W2 lines': records(orders, [callback('filter', "o => o.status === 'paid' && o.total > 40"), callback('map', orders.map, 1)], lines),
  'W3 lines': records(validOrders, [{ kind: 'validate', index: 0, schema: JSON.parse(schemaSpec(validOrders.schema, { formats: true }).text) }], lines),
  'W4 minify': mill(minify),
  'W4 pretty-print': mill({ ...orders, document: minify.document }, { space: '  ' }),
  'W5 document': mill(W5),
  'half of the lines': records(half, [callback('filter', half.filter)], lines),
  'a call: seven bytes': call('{"a":1}', (o) => o.a),
  'a call: W1, one status': call(documentOf(statuses, 1_000), statuses.document),
  'a call: an order, 0.8 kB': call(orders.records().next().value, (o) => ({
    id: o.id,
    email: o.customer.email.toLowerCase(),
    country: o.customer.address.country,
    lines: o.items.length,
    total: o.items.reduce((sum, i) => sum + i.qty * i.price, 0),
    placed: o.createdAt,
  })),
  'W7 objects': records(statuses, [callback('map', (s) => ({ id: s.id_str, author: s.user.screen_name, retweets: s.retweet_count }))], { ...lines, output: 'objects' }),
}

/** Instructions a byte of one run, or those of a whole call. */
async function count(program, name, { workload, plan, input: given }) {
  const file = (ending) => `${OUT}guard-${name.replaceAll(' ', '-')}.${ending}`
  const input = given ?? (plan.options.input === 'ndjson' ? ndjson(workload.records(), BYTES) : documentOf(workload, BYTES))
  writeFileSync(file('plan'), JSON.stringify(plan))
  writeFileSync(file('input'), input)
  const flags = ['--tool=callgrind', '--collect-atstart=no', '--toggle-collect=*measured*', `--callgrind-out-file=${file('out')}`]
  const { stderr } = await promisify(execFile)('valgrind', [...flags, program, file('plan'), file('input'), ...(given ? ['call'] : [])])
  for (const ending of ['plan', 'input', 'out']) rmSync(file(ending), { force: true })
  const [, instructions] = stderr.match(/Collected : (\d+)/) ?? []
  if (!(Number(instructions) > 0)) throw new Error(`${name}: callgrind counted nothing\n${stderr}`)
  return given ? Number(instructions) : Number(instructions) / input.length
}

function hasAvx2() {
  return process.platform === 'linux' && /^flags.* avx2 /m.test(readFileSync('/proc/cpuinfo', 'utf8'))
}

/** Counts and prints; false where a run has grown by too much. */
export async function guard(asked) {
  const missing = spawnSync('valgrind', ['--version']).status !== 0 ? 'valgrind is not there (apt install valgrind)' : hasAvx2() ? undefined : 'the counts are those of a processor with AVX2'
  if (missing !== undefined) {
    console.log(`skipped: ${missing}`)
    return true
  }
  mkdirSync(OUT, { recursive: true })
  const program = example('count')
  const recorded = asked === 'record' ? {} : JSON.parse(readFileSync(RECORD, 'utf8'))
  const waiting = Object.entries(RUNS)
  const counts = {}
  const worker = async () => {
    for (let next; (next = waiting.shift()) !== undefined; ) counts[next[0]] = await count(program, ...next)
  }
  await Promise.all(Array.from({ length: os.availableParallelism() }, worker))
  if (asked === 'record') {
    const all = Object.fromEntries(Object.keys(RUNS).map((name) => [name, Number(counts[name].toFixed(3))]))
    writeFileSync(RECORD, `${JSON.stringify(all, null, 2)}\n`)
  }
  const grew = (name) => counts[name] / recorded[name]
  const rows = Object.keys(RUNS).map((name) => ({
    'instructions a byte, or a call': name,
    now: counts[name].toFixed(2),
    recorded: recorded[name]?.toFixed(2) ?? '-',
    change: recorded[name] === undefined ? '-' : `${((grew(name) - 1) * 100).toFixed(1)}%`,
  }))
  console.log(table(rows))
  const worse = Object.keys(RUNS).filter((name) => grew(name) > MAX_GROWTH)
  if (worse.length > 0) console.log(`more than ${Math.round((MAX_GROWTH - 1) * 100)}% dearer: ${worse.join(', ')}. If there is a reason: npm run bench -- guard record`)
  return worse.length === 0
}
