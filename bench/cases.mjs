// One workload at one size: every engine in a process of its own, all asked in turn, round by round, so that they see the same machine.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { engineOf, ENGINES, RUNTIMES } from './peers/index.mjs'
import { table } from './table.mjs'
import { inputFile, WORKLOADS } from './workloads/index.mjs'

const MIN_ROUNDS = 5
/** How long each engine is measured, once it has had the fewest rounds: jsonmill and plain JS, and a peer. */
const SHARE_MS = 1_500
const PEER_MS = 500
/** An answer that takes longer is none. */
const PATIENCE_MS = 90_000

const PROGRAM = fileURLToPath(new URL('./engine.mjs', import.meta.url))

/** A running engine: `ask` it. */
async function start(engine, workload, size) {
  const { command, flags } = RUNTIMES[engineOf(engine).runtime ?? 'node']
  const child = spawn(command, [...flags, PROGRAM, engine, workload, size], {
    // without the addon the figures would mean nothing
    env: { JSONMILL_MODE: 'native', ...process.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.on('error', (error) => (complaints = error.message))
  child.stderr.on('data', (text) => (complaints = (complaints + text).slice(-2_000)))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async () => {
    let timer
    const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, { value: '{"failed":"no answer"}' })))
    const { value } = await Promise.race([lines.next(), late])
    clearTimeout(timer)
    if (value === undefined) return { failed: complaints.match(/\w*Error.*/)?.[0] ?? `it ended: ${complaints}` }
    return JSON.parse(value)
  }
  const begun = await next()
  const ask = async (question) => {
    if (child.exitCode !== null) return begun.failed === undefined ? { failed: 'it ended' } : begun
    child.stdin.write(`${question}\n`)
    return next()
  }
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.stdin.end()
    const timer = setTimeout(() => child.kill('SIGKILL'), 2_000)
    await once(child, 'exit')
    clearTimeout(timer)
  }
  child.stdin.on('error', () => {}) // it ended: its answer says so
  return { engine, begun, ask, end, times: [], spent: 0 }
}

/** Measures, and gives one record of results. */
export async function measureCase(workload, size, engines, quick = false) {
  const fewest = quick ? 2 : MIN_ROUNDS
  const share = ({ engine }) => (quick ? 0 : engine in ENGINES ? SHARE_MS : PEER_MS)
  inputFile(workload, size)
  const all = []
  const failures = []
  try {
    for (const engine of engines) {
      const one = await start(engine, workload, size)
      one.told = one.begun.failed === undefined ? await one.ask('check') : one.begun
      if (one.told.failed === undefined) {
        all.push(one)
        continue
      }
      failures.push({ engine, failed: one.told.failed })
      await one.end()
    }
    const [plain] = all
    // Equal results first: a fast wrong answer is no answer.
    for (const one of all) one.same = one.told.bytes === plain.told.bytes ? 'bytes' : await sameValues(one, plain)
    const wrong = all.find(({ engine, same }) => engine.startsWith('jsonmill') && same !== 'bytes' && !(WORKLOADS[workload].unordered && same === 'values'))
    if (wrong !== undefined) throw new Error(`${workload} ${size}: ${wrong.engine} gives other bytes than plain JS`)
    for (let rounds = 0; ; rounds++) {
      const going = all.filter((one) => rounds < fewest || one.spent < share(one))
      if (going.length === 0) break
      // Whoever is so slow that it has used up its share does not hold up the others; plain JS is in every round.
      for (const one of new Set([plain, ...going])) {
        const { time } = await one.ask('round')
        one.times.push(time)
        one.spent += time * one.told.repeat
      }
    }
    for (const one of all) one.peakMB = (await one.ask('peak')).peakMB
    const { inputBytes: bytes, outputBytes } = plain.told
    return { workload, size, bytes, outputBytes, engines: all.map(resultOf), failures }
  } finally {
    await Promise.all(all.map((one) => one.end()))
  }
}

async function sameValues(one, plain) {
  plain.values ??= (await plain.ask('values')).values
  return (await one.ask('values')).values === plain.values ? 'values' : 'nothing'
}

function resultOf({ engine, times, told, same, peakMB }) {
  times.sort((a, b) => a - b)
  return { engine, median: times[times.length >> 1], fastest: times[0], slowest: times.at(-1), rounds: times.length, repeat: told.repeat, same, peakMB }
}

const SAME = { bytes: 'bytes', values: 'values', nothing: 'DIFFERS' }

/** Prints one record of results. */
export function printCase({ workload, size, bytes, engines, failures }) {
  console.log(`\n${WORKLOADS[workload].title}, ${size}`)
  const plain = engines[0].median
  const rows = engines.map(({ engine, median, fastest, slowest, rounds, same, peakMB }) => ({
    '': engine,
    'MB/s': (bytes / median / 1e3).toFixed(0),
    ratio: `${(plain / median).toFixed(plain / median < 0.1 ? 3 : 1)}×`,
    'median ms': median.toPrecision(4),
    'fastest … slowest ms': `${fastest.toPrecision(3)} … ${slowest.toPrecision(3)}`,
    rounds,
    same: SAME[same],
    'peak MB': peakMB,
  }))
  console.log(table(rows))
  for (const { engine, failed } of failures) console.log(`${engine} failed: ${failed}`)
}
