// npm run demo: the classic, a small real document, and 100 MB of orders. The same bytes as plain JavaScript every time, with
// what each way of running costs. A number narrows the big file: npm run demo -- 20 for 20 MB.
import { basename } from 'node:path'
import { execFileSync } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs'
import { once } from 'node:events'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { table } from '../bench/table.mjs'
import { records as orders } from '../bench/workloads/orders.mjs'
import { mill, records } from '../index.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const heading = (text) => console.log(`\n\x1b[1m${text}\x1b[0m`)
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

function equal(actual, expected, what) {
  if (actual === expected) return
  console.error(`NOT EQUAL: ${what}`)
  process.exit(1)
}

// ── The classic ────────────────────────────────────────────────────────────────────────────────────────────────────────

function classic() {
  const users = '[{"id":1,"name":"Alice"},{"id":2,"name":"Bob"}]'
  heading(`The classic: ${users}`)
  const lines = records({ output: 'lines' }).map((user) => `User: ${user.name} (${user.id})`)
  process.stdout.write(lines.runSync(users))
  const pretty = mill((document) => document, { space: 2 })
  console.log(pretty(users).toString())
  equal(pretty(users).toString(), JSON.stringify(JSON.parse(users), null, 2), 'the pretty-printed array')
}

// ── A small real document ──────────────────────────────────────────────────────────────────────────────────────────────

const felt = (feed) => ({
  title: feed.metadata.title,
  quakes: feed.features
    .filter((f) => f.properties.type === 'earthquake' && f.properties.mag >= 2.5)
    .map(({ id, properties, geometry }) => ({
      id,
      magnitude: properties.mag,
      place: properties.place,
      depth: `${geometry.coordinates[2]} km`,
      tsunami: properties.tsunami === 1,
    })),
})

function document() {
  const body = readFileSync(here('../examples/earthquakes/all_week.geojson'))
  heading(`A real document: earthquakes of a week, ${(body.length / 1e3).toFixed(0)} kB, filtered and reshaped`)
  const plain = (bytes) => Buffer.from(JSON.stringify(felt(JSON.parse(bytes.toString()))))
  const fast = mill(felt)
  equal(fast(body).toString(), plain(body).toString(), 'the earthquakes')
  const times = { plain: [], fast: [] }
  for (let round = 0; round < 300; round++) {
    for (const [name, call] of [['plain', plain], ['fast', fast]]) {
      const start = performance.now()
      call(body)
      if (round >= 50) times[name].push(performance.now() - start) // the rounds before warm up
    }
  }
  const speed = (name) => `${(body.length / median(times[name]) / 1e3).toFixed(0)} MB/s`
  console.log(`${body.length} bytes in, ${fast(body).length} out, equal bytes`)
  console.log(`plain JS ${speed('plain')}, jsonmill ${speed('fast')}: ${(median(times.plain) / median(times.fast)).toFixed(1)}× as fast`)
  console.log(fast.explain())
}

// ── 100 MB of orders ───────────────────────────────────────────────────────────────────────────────────────────────────

/** The same seeded orders as one array or as lines. */
async function ordersFile(megabytes, extension) {
  const file = here(`../data/orders-${megabytes}mb.${extension}`)
  if (existsSync(file)) return file
  console.log(`generating ${basename(file)} (seeded, once)`)
  mkdirSync(here('../data'), { recursive: true })
  const partial = createWriteStream(`${file}.partial`)
  const [open, between, close] = extension === 'json' ? ['[', ',\n', '\n]'] : ['', '\n', '\n']
  let written = 0
  let block = open
  for (const order of orders()) {
    if (written + block.length > open.length) block += between
    block += order
    if (block.length < 1 << 20) continue
    const bytes = Buffer.from(block)
    block = ''
    written += bytes.length
    if (!partial.write(bytes)) await once(partial, 'drain')
    if (written >= megabytes * 1e6) break
  }
  partial.end(close)
  await once(partial, 'finish')
  renameSync(`${file}.partial`, file) // an interrupted generation must not be taken for a file
  return file
}

const ROUNDS = 3
const ENGINES = { plain: 'JSON.parse … JSON.stringify', sync: 'jsonmill, sync call', run: 'jsonmill, run' }

async function big(megabytes, extension, what) {
  const file = await ordersFile(megabytes, extension)
  const { size } = statSync(file)
  heading(`${(size / 1e6).toFixed(0)} MB of orders ${what}: paid ones above 40, six fields, derived total, lower-cased address`)
  console.log(`${ROUNDS} rounds in turn, each run in a fresh process, on ${os.availableParallelism()} × ${os.cpus()[0].model.trim()}`)
  const results = Object.fromEntries(Object.keys(ENGINES).map((engine) => [engine, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const engine of Object.keys(ENGINES)) {
      results[engine].push(JSON.parse(execFileSync(process.execPath, [here('./demo-round.mjs'), engine, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })))
    }
  }
  const digests = new Set(Object.values(results).flat().map(({ sha256 }) => sha256))
  equal(digests.size, 1, 'the orders')
  const of = (engine, field) => median(results[engine].map((result) => result[field]))
  const rows = Object.entries(ENGINES).map(([engine, label]) => ({
    '': label,
    'MB/s': (size / of(engine, 'ms') / 1e3).toFixed(0),
    ratio: `${(of('plain', 'ms') / of(engine, 'ms')).toFixed(1)}×`,
    'CPU s': (of(engine, 'cpuMs') / 1e3).toFixed(2),
    'peak MB': (of(engine, 'peakBytes') / 1e6).toFixed(0),
    'longest stall ms': of(engine, 'stallMs').toFixed(1),
  }))
  console.log(`\n${table(rows)}\n`)
  console.log(`equal bytes: ${results.plain[0].outputBytes} out, sha256 ${results.plain[0].sha256.slice(0, 16)}…`)
  console.log(`peak memory includes the ${(size / 1e6).toFixed(0)} MB input; a stall is the longest time the event loop could not turn`)
}

classic()
document()
const megabytes = Number(process.argv[2] ?? 100)
await big(megabytes, 'json', 'in one array, mill(transform) against JSON.stringify(transform(JSON.parse(body)))')
await big(megabytes, 'ndjson', 'as lines, records() against a hand-tuned loop over lines')
