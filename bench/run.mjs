// npm run bench                      every workload at its sizes, jsonmill beside plain JS
// npm run bench -- W2                one workload; more words narrow further: npm run bench -- W2 "10 MB"
// npm run bench -- W2 peers          with the peers, which `npm --prefix bench install` brings
// npm run bench -- threads           one of the other measurements, see SECTIONS below
// npm run bench -- all               everything that RESULTS.md shows, and RESULTS.md itself; takes about a quarter of an hour. `all quick` tries it on small inputs
// npm run bench -- report            RESULTS.md from the newest complete record
// Writes bench/results/<date>-<commit>.json, and for workloads a bar chart beside it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { measureCase, printCase } from './cases.mjs'
import { enginesFor, missingPeers } from './peers/index.mjs'
import { SIZES, sizesOf, WORKLOADS } from './workloads/index.mjs'

/** Measurements besides the workloads: what each prints, and whether RESULTS.md shows it. */
const SECTIONS = {
  threads: { file: './threads.mjs', call: 'threadTimes', title: 'one input on one, two … threads', recorded: true },
  each: { file: './each.mjs', call: 'eachTimes', title: 'a batch of a thousand documents of about 1 kB', recorded: true },
  small: { file: './small.mjs', call: 'smallCalls', title: 'what a call over a small document costs', recorded: true },
  memory: { file: './memory.mjs', call: 'memoryPeaks', title: 'peak memory over 200 MB', recorded: true, long: true },
  linearity: { file: './linearity.mjs', call: 'linearity', title: 'time per byte from 1 MB to 2 GB', recorded: true, long: true },
  limits: { file: './limits.mjs', call: 'limits', title: 'memcpy, the bare scan, a bare walk and whole runs', recorded: true },
  profile: { file: './profile.mjs', call: 'profile', title: 'shares of scan, walk, evaluate and write (Linux perf)', recorded: true },
  sort: { file: './sort.mjs', call: 'sortTimes', title: '50,000 records by comparators of every common form', recorded: true },
  validate: { file: './validate.mjs', call: 'validateTimes', title: 'what .validate adds to W2, 10 MB of lines' },
  bodies: { file: './bodies.mjs', call: 'bodyTimes', title: 'request bodies against a schema, beside ajv' },
  compile: { file: './compile.mjs', call: 'compileTimes', title: 'how long callbacks take to compile' },
  guard: { file: './guard.mjs', call: 'guard', title: 'instructions of fixed workloads against bench/guard.json; `guard record` writes that' },
}

const RESULTS = new URL('./results/', import.meta.url)

/** What nobody could compare without. */
function host() {
  const git = (...args) => execFileSync('git', args, { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  let commit = 'uncommitted'
  try {
    commit = git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') && '-changed')
  } catch {} // not a checkout
  return {
    date: new Date().toISOString(),
    commit,
    host: { cpu: os.cpus()[0].model.trim(), threads: os.availableParallelism(), platform: `${os.platform()} ${os.arch()}`, memoryGB: Math.round(os.totalmem() / 2 ** 30), load: os.loadavg()[0] },
    node: process.versions.node,
    statuses: process.env.BENCH_STATUSES ? 'real' : 'generated',
  }
}

function save(record) {
  mkdirSync(RESULTS, { recursive: true })
  const name = `${record.date.slice(0, 10)}-${record.commit}`
  writeFileSync(new URL(`${name}.json`, RESULTS), `${JSON.stringify(record, null, 1)}\n`)
  return name
}

async function section(name, args = []) {
  const { file, call, title } = SECTIONS[name]
  console.log(`\n${title}`)
  return (await import(file))[call](...args)
}

/** The cases that the words ask for. */
function asked(words) {
  const named = Object.keys(WORKLOADS).filter((name) => words.some((word) => word === name || (/^W\d$/.test(word) && name.startsWith(word))))
  const sizes = Object.keys(SIZES).filter((size) => words.includes(size))
  const workloads = named.length > 0 ? named : Object.keys(WORKLOADS)
  return workloads.flatMap((workload) => (sizes.length > 0 ? sizes.filter((size) => (SIZES[size].bytes > 200e6) === Boolean(WORKLOADS[workload].toFile)) : sizesOf(workload)).map((size) => [workload, size]))
}

async function measure(cases, withPeers, after, quick = false) {
  const start = performance.now()
  for (const [at, [workload, size]] of cases.entries()) {
    const peers = typeof withPeers === 'function' ? withPeers(workload, size) : withPeers
    process.stderr.write(`\n${at + 1} of ${cases.length}, ${((performance.now() - start) / 60e3).toFixed(1)} minutes so far: ${workload}, ${size}\n`)
    const result = await measureCase(workload, size, enginesFor(workload, size, peers), quick)
    printCase(result)
    after(result)
  }
}

/** The largest inputs take seconds a round in plain JS: peers meet there where the comparison is asked for most. */
const peersInAll = (workload, size) => SIZES[size].bytes < 100e6 || ['W1', 'W2', 'W5', 'W6'].includes(workload)

async function all(quick) {
  const record = { complete: false, ...host(), cases: [] }
  const others = [['W1', '64 kB'], ['W1', '1 MB'], ['W2', '1 kB'], ['W2', '64 kB'], ['W2', '1 MB']]
  const usual = Object.keys(WORKLOADS).flatMap((workload) => sizesOf(workload).map((size) => [workload, size]))
  const isUsual = ([workload, size]) => usual.some(([name, at]) => name === workload && at === size)
  const cases = [...usual, ...others].filter(([, size]) => !quick || SIZES[size].bytes < 100e6)
  await measure(cases, (...one) => isUsual(one) && peersInAll(...one), (result) => {
    record.cases.push(result)
    save(record)
  }, quick)
  for (const name of Object.keys(SECTIONS).filter((name) => SECTIONS[name].recorded && !(quick && SECTIONS[name].long))) {
    record[name] = await section(name)
    save(record)
  }
  record.complete = true
  save(record)
  await report()
}

async function report() {
  const names = existing()
  const records = names.map((name) => JSON.parse(readFileSync(new URL(name, RESULTS), 'utf8')))
  const newest = records.filter(({ complete }) => complete).sort((a, b) => (a.date < b.date ? -1 : 1)).at(-1)
  if (newest === undefined) return fail('there is no complete record: npm run bench -- all')
  const { writeReport } = await import('./report.mjs')
  writeReport(newest)
  console.log('\nwritten: bench/RESULTS.md and its charts in bench/results/')
}

const existing = () => readdirSync(RESULTS).filter((name) => name.endsWith('.json'))

function fail(message) {
  console.error(message)
  process.exitCode = 2
}

const words = process.argv.slice(2)
const [first] = words
const known = (word) => word === 'peers' || word in SIZES || word in WORKLOADS || Object.keys(WORKLOADS).some((name) => /^W\d$/.test(word) && name.startsWith(word))
const unknown = words.filter((word) => !known(word))
if (first in SECTIONS) {
  if ((await section(first, words.slice(1))) === false) process.exitCode = 1
} else if (first === 'report') await report()
else if ((first === 'all' || words.includes('peers')) && missingPeers() !== undefined) fail(missingPeers())
else if (first === 'all') await all(words[1] === 'quick')
else if (unknown.length > 0) {
  fail(`unknown: ${unknown.join(', ')}; workloads are ${Object.keys(WORKLOADS).join(', ')}, sizes ${Object.keys(SIZES).join(', ')}; or all, report, ${Object.keys(SECTIONS).join(', ')}`)
} else {
  const record = { ...host(), cases: [] }
  await measure(asked(words), words.includes('peers'), (result) => record.cases.push(result))
  console.log(`\nrecorded in bench/results/${save(record)}.json`)
}
