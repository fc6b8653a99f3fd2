// npm run bench -- threads     one input shared by threads: run() on one, two … threads, of lines, an array, a document
import { configure, mill, records } from '../index.mjs'
import { table } from './table.mjs'
import { ndjson } from './workloads/index.mjs'
import * as orders from './workloads/orders.mjs'
import os from 'node:os'

const BYTES = 100_000_000
/** What `run` copies at the call */
const FEW = 10_000_000
const ROUNDS = 7

/** Best of several rounds, the numbers of threads in turn, so that all see the same machine. */
export async function threadTimes() {
  const { filter, env, map, document } = orders
  const lines = ndjson(orders.records(), BYTES)
  const array = Buffer.concat([Buffer.from('['), Buffer.from(lines.subarray(0, -1).toString().replaceAll('\n', ',')), Buffer.from(']')])
  const sync = { lines: records({ input: 'ndjson' }).filter(filter, env).map(map), array: records().filter(filter, env).map(map) }
  const dropping = records({ input: 'ndjson', onError: 'drop' }).filter(filter, env).map(map)
  const few = lines.subarray(0, lines.lastIndexOf(10, FEW) + 1)
  const cases = {
    'W2 lines': [records({ input: 'ndjson' }).filter(filter, env).map(map), lines],
    'W2 lines, positions': [records({ input: 'ndjson' }).map((o, i) => ({ i, id: o.id })), lines],
    'W2 array': [records().filter(filter, env).map(map), array],
    'W2 document': [mill(document), array],
    'W2 lines, sync': [{ run: (b) => sync.lines.runSync(b) }, lines],
    'W2 array, sync': [{ run: (b) => sync.array.runSync(b) }, array],
    'W2 lines, 10 MB': [records({ input: 'ndjson' }).filter(filter, env).map(map), few],
    'W2 lines, 10 MB, sync': [{ run: (b) => sync.lines.runSync(b) }, few],
    'W2 lines as values, 10 MB': [{ run: (b) => sync.lines.toArraySync(b) }, few],
    'W2 lines, bad ones left out, sync': [{ run: (b) => dropping.runSync(b) }, lines],
  }
  const threads = Array.from({ length: os.availableParallelism() }, (_, i) => i + 1)
  const rows = []
  const results = []
  for (const [name, [pipeline, input]] of Object.entries(cases)) {
    const best = threads.map(() => Infinity)
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, count] of threads.entries()) {
        configure({ threads: count })
        const start = performance.now()
        await pipeline.run(input)
        best[i] = Math.min(best[i], performance.now() - start)
      }
    }
    results.push({ name, bytes: input.length, best })
    const columns = threads.flatMap((count, i) => [
      [`${count} ms`, best[i].toFixed(0)],
      [`${count}: MB/s`, (input.length / best[i] / 1e3).toFixed(0)],
      [`${count}: ratio`, `${(best[0] / best[i]).toFixed(2)}×`],
    ])
    rows.push({ '': name, ...Object.fromEntries(columns) })
  }
  console.log(table(rows))
  return results
}
