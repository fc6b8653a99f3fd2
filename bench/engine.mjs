// One engine with one input, in a process of its own, asked line by line by cases.mjs. Runs in Node and in Bun.
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync, rmSync, statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { engineOf } from './peers/index.mjs'
import { inputFile, WORKLOADS } from './workloads/index.mjs'

/** Small inputs are run so often per round that the clock's own cost vanishes. */
const ROUND_MS = 20

const [name, workload, size] = process.argv.slice(2)
const { then, toFile, unordered } = WORKLOADS[workload]
const file = inputFile(workload, size)
const target = `${file}-${process.pid}.out`
const { engine } = await import(new URL(engineOf(name).module, new URL('./peers/', import.meta.url)))
const bytes = toFile ? undefined : readFileSync(file)
const made = await engine(workload, size, name)
const call = toFile ? () => made(file, target) : () => made(bytes)
const collect = globalThis.gc ?? (() => globalThis.Bun?.gc(true))
let repeat = 1
/** What came out first, until the rounds begin */
let last

/** One result, as bytes. Values are compared as JSON: none of the workloads has what that would hide. */
async function result() {
  const output = await call()
  return then === undefined ? output : Buffer.from(JSON.stringify(output))
}

/** Sorts keys, and groups where their order is free, and leaves off the digits that depend on the order of additions. */
function sorted(value) {
  if (typeof value === 'number') return Number(value.toPrecision(12))
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) {
    const elements = value.map(sorted)
    return unordered ? elements.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : elements
  }
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
}

/** What two results have in common that differ in white space, in how they write a number, or in the order of keys. */
function valuesOf(output) {
  const text = output.toString()
  try {
    return JSON.stringify(sorted(JSON.parse(text)))
  } catch {
    return JSON.stringify(sorted(text.trimEnd().split('\n').map((line) => JSON.parse(line))))
  }
}

const hash = (data) => createHash('sha256').update(data).digest('hex')
const ofBuffer = (output) => ({ hash: hash(output), outputBytes: output.length })

/** Read in pieces, so that the peak of memory is the engine's own. */
async function ofFile() {
  const all = createHash('sha256')
  for await (const piece of createReadStream(target)) all.update(piece)
  return { hash: all.digest('hex'), outputBytes: statSync(target).size }
}

/** Milliseconds a call. */
async function round() {
  collect()
  const start = performance.now()
  for (let i = 0; i < repeat; i++) {
    const output = call()
    const values = output instanceof Promise ? await output : output
    then?.(values)
  }
  return (performance.now() - start) / repeat
}

const ANSWERS = {
  /** Warms it up, finds how often a round repeats it, and tells what came out. */
  async check() {
    const start = performance.now()
    if (toFile) await call()
    else last = await result()
    const slow = performance.now() - start > 10 * ROUND_MS
    const { hash, outputBytes } = toFile ? await ofFile() : ofBuffer(last)
    for (let i = 0; i < 2 && !slow; i++) repeat = Math.max(1, Math.round(ROUND_MS / (await round())))
    return { bytes: hash, outputBytes, inputBytes: statSync(file).size, repeat }
  },
  async values() {
    const output = toFile ? readFileSync(target) : last
    return { values: hash(valuesOf(output)) }
  },
  async round() {
    last = undefined
    return { time: await round() }
  },
  peak() {
    return { peakMB: Math.round(process.resourceUsage().maxRSS / 1024) }
  },
}

const answer = (data) => process.stdout.write(`${JSON.stringify(data)}\n`)
answer({})
for await (const line of createInterface({ input: process.stdin })) {
  try {
    answer(await ANSWERS[line]())
  } catch (error) {
    answer({ failed: String(error?.message ?? error).split('\n')[0] })
  }
}
rmSync(target, { force: true })
process.exit()
