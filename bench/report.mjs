// bench/RESULTS.md and its charts, from one complete record of results. npm run bench -- report
import { readFileSync, writeFileSync } from 'node:fs'
import { bars } from './charts/bars.mjs'
import { lines } from './charts/lines.mjs'
import { stacked } from './charts/stacked.mjs'
import { ENGINES, PEERS } from './peers/index.mjs'
import { WORKLOADS } from './workloads/index.mjs'

const here = (path) => new URL(path, import.meta.url)
const ALL = { ...ENGINES, ...PEERS }

const row = (cells) => `| ${cells.join(' | ')} |`
const markdown = ([head, ...rows]) => [row(head), row(head.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(row)].join('\n')
const times = (ratio) => (ratio === undefined ? '·' : `${ratio < 0.095 ? Number(ratio.toPrecision(1)) : ratio.toFixed(ratio < 20 ? 1 : 0)}×`)
const short = (name) => ({ W4: 'W4 minify', W4p: 'W4 pretty', W5g: 'W5, groupBy', W7r: 'W7, then read', half: 'half, as it is' })[name] ?? name
const milliseconds = (value) => (value < 1 ? `${(value * 1e3).toFixed(1)} µs` : `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ms`)

/** How many times as fast as plain JS each engine of a case is, by name. */
function ratios({ engines }) {
  const plain = engines[0].median
  return Object.fromEntries(engines.map(({ engine, median }) => [engine, plain / median]))
}

function chart(name, picture) {
  writeFileSync(here(`./results/${name}.svg`), picture)
  return `![${name}](results/${name}.svg)`
}

const MARKS = { bytes: '', values: ' ⁼', nothing: ' ≠' }

/** Every engine against plain JS at one size. */
function againstPeers(cases, size) {
  const chosen = cases.filter((one) => one.size === size && one.engines.length > 4)
  if (chosen.length === 0) return ''
  const names = Object.keys(ALL).filter((engine) => chosen.some(({ engines }) => engines.some((one) => one.engine === engine)))
  const cell = (one, engine) => {
    const found = one.engines.find((other) => other.engine === engine)
    if (found === undefined) return one.failures.some((other) => other.engine === engine) ? 'fails' : '·'
    return times(ratios(one)[engine]) + MARKS[found.same]
  }
  const rows = names.map((engine) => [engine, ...chosen.map((one) => cell(one, engine))])
  const plain = ['*plain JS*', ...chosen.map(({ bytes, engines }) => `*${milliseconds(engines[0].median)}, ${(bytes / engines[0].median / 1e3).toFixed(0)} MB/s*`)]
  const groups = chosen.map((one) => ({
    label: `${short(one.workload)}, ${size}`,
    bars: one.engines.slice(1).map(({ engine, same }) => ({ engine, ratio: ratios(one)[engine], note: MARKS[same] })),
  }))
  const picture = chart(`peers-${size.replace(' ', '-')}`, bars(`Times as fast as plain JS on this Node, ${size}; right of the line is faster`, groups))
  return `### ${size}\n\n${picture}\n\n${markdown([['', ...chosen.map(({ workload }) => short(workload))], ...rows, plain])}\n`
}

/** jsonmill against plain JS, everything that was measured. */
function against(cases) {
  const rows = cases.map((one) => {
    const [plain] = one.engines
    const found = ratios(one)
    return [
      WORKLOADS[one.workload].title,
      one.size,
      milliseconds(plain.median),
      times(found['jsonmill sync']),
      times(found['jsonmill sync, all cores']),
      times(found['jsonmill run']),
      `${(one.bytes / Math.min(...one.engines.filter(({ engine }) => engine in ENGINES && engine !== 'plain JS').map(({ median }) => median)) / 1e3).toFixed(0)}`,
      `${plain.peakMB} / ${one.engines.find(({ engine }) => engine === 'jsonmill run').peakMB}`,
    ]
  })
  return markdown([['workload', 'input', 'plain JS', 'sync, one thread', 'sync, all cores', 'run', 'best MB/s', 'peak MB, plain JS / run'], ...rows])
}

/** Throughput by size. */
function bySize(cases) {
  const series = ['W1', 'W2'].flatMap((workload) =>
    ['plain JS', 'jsonmill sync', 'jsonmill run'].map((engine) => ({
      name: `${workload} ${engine}`,
      color: { 'W1 plain JS': '#adb5bd', 'W2 plain JS': '#495057', 'W1 jsonmill sync': '#ffa94d', 'W2 jsonmill sync': '#d9480f', 'W1 jsonmill run': '#74c0fc', 'W2 jsonmill run': '#1864ab' }[`${workload} ${engine}`],
      dashed: workload === 'W1',
      points: cases
        .filter((one) => one.workload === workload)
        .sort((a, b) => a.bytes - b.bytes)
        .map((one) => [one.bytes, one.bytes / one.engines.find((other) => other.engine === engine).median / 1e3]),
    })),
  )
  return chart('throughput-by-size', lines('Throughput by the size of the input', 'MB/s', series))
}

function cores(threads) {
  if (threads === undefined) return ''
  const rows = threads.map(({ name, bytes, best }) => [name, ...best.map((time) => `${time.toFixed(0)} ms, ${(bytes / time / 1e3).toFixed(0)} MB/s, ${(best[0] / time).toFixed(2)}×`)])
  return markdown([['100 MB', ...threads[0].best.map((_, at) => `${at + 1} thread${at === 0 ? '' : 's'}`)], ...rows])
}

function small(results) {
  if (results === undefined) return ''
  const calls = Object.keys(results[0]).slice(1)
  const cell = ({ median, best }) => `${median.toFixed(1)} (${best.toFixed(1)})`
  return `${markdown([['µs, median (best)', ...calls], ...results.map(({ name, ...figures }) => [name, ...calls.map((call) => cell(figures[call]))])])}

\`run\` costs what the work costs and what a trip to libuv's threads and back costs in this Node, which \`crypto.randomBytes\` shows: small documents are for the synchronous call, or go together by \`each\`.`
}

function memory(peaks) {
  if (peaks === undefined) return 'Not measured.'
  const rows = peaks.map(({ name, way, input, output, peak, besides }) => [`${short(name)}, ${way}`, input.toFixed(0), output.toFixed(0), peak.toFixed(0), besides.toFixed(0)])
  const figures = markdown([['MB', 'input', 'output', 'peak of the process', 'besides input, output and an idle process'], ...rows])
  return `${figures}\n\n\`run\` copies its input, because JavaScript may change the bytes meanwhile; a document that leaves as it comes (W4) is let go of while it is laid out; \`runSync\` needs no copy.`
}

function linear(costs) {
  const series = [
    { name: 'jsonmill sync', points: costs.map(({ bytes, one }) => [bytes, one]) },
    { name: 'jsonmill sync, all cores', points: costs.map(({ bytes, sync }) => [bytes, sync]) },
    { name: 'jsonmill run', points: costs.map(({ bytes, run }) => [bytes, run]) },
  ]
  const spread = (way) => {
    const all = costs.map((cost) => cost[way])
    return `${(100 * (Math.max(...all) / Math.min(...all) - 1)).toFixed(0)}%`
  }
  return `${chart('linearity', lines('W2 as lines: cost of a byte', 'ns a byte', series))}\n\nThe dearest byte costs ${spread('one')} more than the cheapest on one thread; on all cores ${spread('sync')} synchronously and ${spread('run')} by \`run\`: 1 MB is a few parts, which do not fill all cores to the end.`
}

function limits(speeds) {
  const measures = [...new Set(speeds.flatMap(({ name, ...rest }) => Object.keys(rest)))]
  const share = (one, measure) => (one[measure] === undefined ? '·' : `${one[measure].toFixed(2)} (${((100 * one[measure]) / one.scan).toFixed(0)}%)`)
  return markdown([['GB/s (share of the scan)', ...measures], ...speeds.map((one) => [one.name, ...measures.map((measure) => share(one, measure))])])
}

const generic = (rows) => markdown([Object.keys(rows[0]), ...rows.map(Object.values)])

function setUp() {
  const { devDependencies } = JSON.parse(readFileSync(here('./package.json'), 'utf8'))
  const versions = { 'plain JS, Node 24': 'node-24', 'plain JS, Node 26': 'node-26', 'plain JS, Bun': 'bun', DuckDB: '@duckdb/node-api', polars: 'nodejs-polars', 'ajv + fast-json-stringify': 'fast-json-stringify' }
  const version = (engine) => (devDependencies[versions[engine] ?? engine] ?? '').replace(/.*@/, '')
  return markdown([['', 'version', 'set up'], ...Object.entries(ALL).map(([engine, { setUp }]) => [engine, version(engine), setUp])]).replace('| --- | --: | --: |', '| --- | --- | --- |')
}

const introduction = ({ date, commit, host, node, statuses }) => `# Results

Written by \`npm run bench -- report\` from a record that \`npm run bench -- all\` made; do not edit. ${date.slice(0, 10)}, commit ${commit}, ${host.cpu},
${host.threads} threads, ${host.platform}, ${host.memoryGB} GB, Node ${node}, load at the start ${host.load.toFixed(1)}. Statuses of W1, W7 and W8 are ${statuses}.

Each workload is one interleaved run: every engine is a process of its own, all are asked in turn, round by round, so that they see the same machine at
the same time; figures are medians. The clock runs from Buffer to Buffer, decoding included. **jsonmill's bytes are compared with plain JS's before
anything is measured**, and the run fails where they differ; so are the peers', where ⁼ says that only the values are the same (white space, \`40.0\` for
\`40\`, the order of groups, last digits of a sum) and ≠ that they differ.
`

/** Writes all of it. */
export function writeReport(record) {
  const { cases } = record
  const sections = [
    introduction(record),
    `## jsonmill beside plain JS\n\n${against(cases)}`,
    `## By size\n\n${bySize(cases)}`,
    `## Beside the peers\n\n${['6 kB', '10 MB', '200 MB', '256 MB'].map((size) => againstPeers(cases, size)).join('\n')}`,
    `## All cores\n\n${cores(record.threads)}`,
    `## Small documents\n\n${small(record.small)}`,
    `## Batches of small documents\n\n${record.each && markdown([['a thousand documents of about 1 kB', 'µs a document', 'ratio'], ...record.each.map(({ name, microseconds, ratio }) => [name, microseconds.toFixed(2), times(ratio)])])}`,
    `## Sorting 50,000 records\n\n${record.sort && generic(record.sort)}`,
    `## Memory over 200 MB\n\n${memory(record.memory)}`,
    `## Linearity\n\n${record.linearity ? linear(record.linearity) : 'Not measured.'}`,
    `## What limits us\n\n${record.limits && limits(record.limits)}\n\n${record.profile ? chart('profile', stacked('Where the time of a run goes, 10 MB, one thread (samples)', record.profile)) : ''}\n\n${LIMITS}`,
    `## How each was set up\n\n${setUp()}\n\n${MISFITS}`,
  ]
  writeFileSync(here('./RESULTS.md'), `${sections.map((section) => section.trim()).join('\n\n')}\n`)
}

const LIMITS = `Copying is more than ten times as fast as a run, so memory is no limit on one thread. The scan finds the tokens of a text (quotes, brackets, commas, the
beginnings of numbers) with vector instructions; the walk checks the grammar token by token, matches keys and hands over what is read. A token comes every three or four bytes
in orders, less often in statuses with long texts: **the number of tokens is what a run costs**, not that of bytes, and W2, whose callbacks read numbers
of nested arrays, pays besides for evaluating them. Objects (W7, W8) are limited by V8, which has to make them.`

const MISFITS = `jq's \`ascii_downcase\` leaves letters beyond ASCII alone, so its W2 differs. jq, stream-json, simdjson, ajv + fast-json-stringify and piscina are left out at 200 MB,
where they are slower than plain JS or start a process a call. What is not applicable to a peer is a dot.`
