// npm run bench -- memory     the most memory a process has needed for one run over 200 MB, beside its input and its output
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { configure } from '../index.mjs'
import { table } from './table.mjs'
import { inputFile, WORKLOADS } from './workloads/index.mjs'

/** What a run may need besides its input and its output. */
const BESIDES_MB = 64

const CASES = [
  ['W1', 'run'],
  ['W2', 'run'],
  ['W2', 'runSync'],
  ['W4', 'run'],
  ['half', 'run'],
  ['half', 'runSync'],
  ['W2', 'plain JS'],
]
const SIZE = '200 MB'
const MB = 2 ** 20

const status = (name) => Number(readFileSync('/proc/self/status', 'utf8').match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024

/** In a process of its own: the peak while the run goes on, and what the process held before with its input. */
async function child(name, way) {
  const { engine } = await import(way === 'plain JS' ? './peers/plain.mjs' : './peers/jsonmill.mjs')
  const call = engine(name, SIZE, way === 'runSync' ? 'jsonmill sync' : 'jsonmill run')
  if (way === 'runSync') configure({ threads: availableParallelism() })
  const input = readFileSync(inputFile(name, SIZE))
  globalThis.gc()
  const before = status('VmRSS')
  writeFileSync('/proc/self/clear_refs', '5') // the peak counts from here
  const output = await call(input)
  const peak = status('VmHWM')
  console.log(JSON.stringify({ name, way, input: input.length / MB, output: output.length / MB, before, peak, besides: peak - before - output.length / MB }))
}

/** Measures and prints; false where a run needs more than it may. */
export function memoryPeaks() {
  if (process.platform !== 'linux') {
    console.log('skipped: the peak is read from /proc, which is there on Linux alone')
    return undefined
  }
  const results = CASES.map(([name, way]) => {
    inputFile(name, SIZE)
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), name, way], { encoding: 'utf8' })
    if (stdout === '') throw new Error(`${name} ${way}: ${stderr}`)
    return JSON.parse(stdout)
  })
  const rows = results.map(({ name, way, input, output, before, peak, besides }) => ({
    '': WORKLOADS[name].title.split(':')[0],
    way,
    'input MB': input.toFixed(0),
    'output MB': output.toFixed(0),
    'before MB': before.toFixed(0),
    'peak MB': peak.toFixed(0),
    'besides input and output MB': besides.toFixed(0),
    ok: way === 'plain JS' ? '' : besides <= BESIDES_MB ? 'yes' : 'NO',
  }))
  console.log(table(rows))
  return results
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await child(...process.argv.slice(2))
