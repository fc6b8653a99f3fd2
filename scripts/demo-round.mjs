// One run of one engine over a file, in a process of its own: prints time, CPU, peak memory, longest stall and a digest.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { plainDocument, plainLines } from '../bench/plain.mjs'
import { document, env, filter, map } from '../bench/workloads/orders.mjs'
import { mill, records } from '../index.mjs'

const [engine, file] = process.argv.slice(2)
const lines = file.endsWith('.ndjson')

function callOf() {
  if (engine === 'plain') return lines ? plainLines(filter, map, env) : plainDocument(document)
  if (!lines) {
    const fast = mill(document)
    return engine === 'sync' ? fast : (bytes) => fast.run(bytes)
  }
  const pipeline = records({ input: 'ndjson' }).filter(filter, env).map(map)
  return engine === 'sync' ? (bytes) => pipeline.runSync(bytes) : (bytes) => pipeline.run(bytes)
}

const call = callOf()
const input = readFileSync(file)

// A service has run its code before: the first megabytes warm the compilers up.
const head = input.subarray(0, input.lastIndexOf(0x0a, 4e6))
const warm = lines ? head : Buffer.concat([head.subarray(0, head.lastIndexOf(0x2c)), Buffer.from(']')])
for (let i = 0; i < 3; i++) await call(warm)

/** The longest time between two turns of the event loop. */
function watchStalls() {
  let longest = 0
  let last = performance.now()
  const beat = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }
  const timer = setInterval(beat, 1)
  return {
    stop() {
      beat()
      clearInterval(timer)
      return longest
    },
  }
}

await new Promise((resolve) => setTimeout(resolve, 50))
const stalls = watchStalls()
const cpu = process.cpuUsage()
const start = performance.now()
const output = await call(input)
const ms = performance.now() - start
const { user, system } = process.cpuUsage(cpu)
const stallMs = stalls.stop()

console.log(
  JSON.stringify({
    ms,
    cpuMs: (user + system) / 1e3,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    stallMs,
    outputBytes: output.length,
    sha256: createHash('sha256').update(output).digest('hex'),
  }),
)
