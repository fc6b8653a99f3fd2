// One run of one engine over a file, in a process of its own: prints time, CPU, peak memory, longest stall and a digest.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { plainLines } from '../bench/plain.mjs'
import { env, filter, map } from '../bench/workloads/orders.mjs'
import { records } from '../index.mjs'

const [engine, file] = process.argv.slice(2)
const pipeline = engine === 'plain' ? undefined : records({ input: 'ndjson' }).filter(filter, env).map(map)
const call = { plain: plainLines(filter, map, env), sync: (bytes) => pipeline.runSync(bytes), run: (bytes) => pipeline.run(bytes) }[engine]

const input = readFileSync(file)

// A service has run its code before: the first megabytes warm the compilers up.
const warm = input.subarray(0, input.lastIndexOf(0x0a, 4e6) + 1)
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
