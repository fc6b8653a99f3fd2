// npm run bench            every workload at every size
// npm run bench -- W2      one workload; more words narrow further: npm run bench -- W2 "10 MB"
// npm run bench -- compile how long callbacks take to compile
// npm run bench -- threads one input on one, two … threads
// npm run bench -- each    a batch of small documents
// npm run bench -- sort    50,000 records by comparators of every common form
// Each case runs in a process of its own, its engines in turn, so that both see the same machine at the same time.
// Prints a table, writes bench/results/<date>-<commit>.json and a bar chart beside it.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import { fileURLToPath } from 'node:url'
import { barChart } from './chart.mjs'
import { table } from './table.mjs'
import { SIZES, WORKLOADS } from './workloads/index.mjs'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

const wanted = process.argv.slice(2)
if (wanted.join() === 'compile') {
  const { compileTimes } = await import('./compile.mjs')
  process.exit(compileTimes() ? 0 : 1)
}
if (wanted.join() === 'sort') {
  const { sortTimes } = await import('./sort.mjs')
  sortTimes()
  process.exit()
}
if (wanted.join() === 'threads') {
  const { threadTimes } = await import('./threads.mjs')
  await threadTimes()
  process.exit()
}
if (wanted.join() === 'each') {
  const { eachTimes } = await import('./each.mjs')
  await eachTimes()
  process.exit()
}
const unknown = wanted.filter((word) => !(word in WORKLOADS) && !(word in SIZES))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; workloads are ${Object.keys(WORKLOADS).join(', ')}, sizes ${Object.keys(SIZES).join(', ')}`)
  process.exit(2)
}
const asked = (names) => (names.some((name) => wanted.includes(name)) ? names.filter((name) => wanted.includes(name)) : names)

function commit() {
  const git = (...args) => execFileSync('git', args, { cwd: here('..'), encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--untracked-files=no') && '-changed')
  } catch {
    return 'uncommitted'
  }
}

const cases = []
for (const workload of asked(Object.keys(WORKLOADS))) {
  for (const size of asked(Object.keys(SIZES))) {
    const output = execFileSync(process.execPath, ['--expose-gc', here('./measure.mjs'), workload, size], {
      encoding: 'utf8',
      env: { JSONMILL_MODE: 'native', ...process.env }, // without the addon the figures would mean nothing
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const result = { workload, size, ...JSON.parse(output) }
    cases.push(result)
    print(result)
  }
}

function print({ workload, size, bytes, engines }) {
  console.log(`\n${WORKLOADS[workload].title}, ${size}`)
  const plain = engines.find(({ engine }) => engine === 'plain JS').median
  const rows = engines.map(({ engine, median, fastest, slowest, rounds }) => ({
    '': engine,
    'MB/s': (bytes / median / 1e3).toFixed(0),
    ratio: `${(plain / median).toFixed(1)}×`,
    'median ms': median.toPrecision(4),
    'fastest … slowest ms': `${fastest.toPrecision(3)} … ${slowest.toPrecision(3)}`,
    rounds,
  }))
  console.log(table(rows))
}

const record = {
  date: new Date().toISOString(),
  commit: commit(),
  host: { cpu: os.cpus()[0].model.trim(), threads: os.availableParallelism(), platform: `${os.platform()} ${os.arch()}`, memoryGB: Math.round(os.totalmem() / 2 ** 30) },
  node: process.versions.node,
  statuses: process.env.BENCH_STATUSES ? 'real' : 'generated',
  cases,
}
const name = `./results/${record.date.slice(0, 10)}-${record.commit}`
mkdirSync(here('./results'), { recursive: true })
writeFileSync(here(`${name}.json`), `${JSON.stringify(record, null, 2)}\n`)
writeFileSync(here(`${name}.svg`), barChart(record))
console.log(`\nrecorded in bench/results/${name.slice('./results/'.length)}.json and .svg`)
