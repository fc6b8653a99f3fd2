// What checking adds: W2 alone and with `.validate` of W3's schema before it, in turn, on one thread.
import { configure, records } from '../index.mjs'
import { table } from './table.mjs'
import { ndjson } from './workloads/index.mjs'
import * as orders from './workloads/orders.mjs'
import { schema } from './workloads/valid-orders.mjs'

const ROUNDS = 25
const BYTES = 10_000_000

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1]

/** Measures and prints. */
export function validateTimes() {
  configure({ threads: 1 })
  const bytes = ndjson(orders.records(), BYTES)
  const start = records({ input: 'ndjson', unsupported: 'throw' })
  const pipelines = [start, start.validate(schema)].map((before) => before.filter(orders.filter, orders.env).map(orders.map))
  const [expected, got] = pipelines.map((pipeline) => pipeline.runSync(bytes))
  if (!expected.equals(got)) throw new Error('the bytes differ: a record is not valid')
  const times = pipelines.map(() => [])
  for (let round = 0; round < ROUNDS; round++) {
    pipelines.forEach((pipeline, at) => {
      const begun = performance.now()
      pipeline.runSync(bytes)
      times[at].push(performance.now() - begun)
    })
  }
  const [alone, checked] = times.map(median)
  const rows = [['W2', alone], ['W2 with .validate', checked]]
  console.log(table(rows.map(([title, ms]) => ({ '': title, ms: ms.toFixed(1), 'times W2': `${(ms / alone).toFixed(2)}×` }))))
}
