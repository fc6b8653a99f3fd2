// npm run bench -- linearity     whether the cost of a byte stays the same from 1 MB to 2 GB: orders, one a line
import { configure, records } from '../index.mjs'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { table } from './table.mjs'
import * as orders from './workloads/orders.mjs'
import { inputFile } from './workloads/index.mjs'

const SIZES = [1e6, 4e6, 16e6, 64e6, 256e6, 1e9, 2e9]
/** Each size is run over at least so many bytes in all. */
const BYTES = 8e8
const MIN_ROUNDS = 2
const MAX_ROUNDS = 40
/** How far the dearest size may lie above the cheapest. */
const SPREAD = 1.15

/** Lines of about so many bytes, over and over the same if need be. */
function linesOf(source, bytes) {
  if (bytes <= source.length) return source.subarray(0, source.lastIndexOf(10, bytes - 1) + 1)
  const all = Buffer.allocUnsafeSlow(Math.floor(bytes / source.length) * source.length)
  for (let at = 0; at < all.length; at += source.length) source.copy(all, at)
  return all
}

/** Measures and prints the best of each size; the sizes in turn, so that all see the same machine. */
export async function linearity() {
  const pipeline = records({ input: 'ndjson', unsupported: 'throw' }).filter(orders.filter, orders.env).map(orders.map)
  const largest = linesOf(readFileSync(inputFile('W2', '200 MB')), SIZES.at(-1))
  const inputs = SIZES.map((bytes) => largest.subarray(0, bytes >= largest.length ? largest.length : largest.lastIndexOf(10, bytes - 1) + 1))
  const ways = {
    one: { threads: 1, call: (b) => pipeline.runSync(b) },
    sync: { threads: availableParallelism(), call: (b) => pipeline.runSync(b) },
    run: { threads: availableParallelism(), call: (b) => pipeline.run(b) },
  }
  const times = inputs.map(() => ({ one: [], sync: [], run: [] }))
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const [at, input] of inputs.entries()) {
      if (round >= Math.max(MIN_ROUNDS, BYTES / input.length)) continue
      for (const [way, { threads, call }] of Object.entries(ways)) {
        configure({ threads })
        globalThis.gc?.()
        const start = performance.now()
        await call(input)
        times[at][way].push(performance.now() - start)
      }
    }
  }
  const results = inputs.map((input, at) => {
    const perByte = Object.fromEntries(Object.keys(ways).map((way) => [way, (Math.min(...times[at][way]) * 1e6) / input.length]))
    return { bytes: input.length, ...perByte }
  })
  console.log(table(results.map(({ bytes, one, sync, run }) => ({ MB: (bytes / 1e6).toFixed(0), 'one thread, ns/byte': one.toFixed(3), 'sync ns/byte': sync.toFixed(3), 'run ns/byte': run.toFixed(3) }))))
  for (const way of Object.keys(ways)) {
    const costs = results.map((result) => result[way])
    const spread = Math.max(...costs) / Math.min(...costs)
    console.log(`${way}: the dearest byte costs ${spread.toFixed(2)} times the cheapest${spread > SPREAD ? ', MORE THAN WANTED' : ''}`)
  }
  return results
}
