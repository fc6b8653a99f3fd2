// npm run bench -- small     what a call costs over small documents, and what a trip to another thread costs in this Node
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { mill } from '../index.mjs'
import { plainDocument } from './plain.mjs'
import { table } from './table.mjs'
import { documentOf } from './workloads/index.mjs'
import * as orders from './workloads/orders.mjs'

const ROUNDS = 300
/** Calls of one kind in a row, as a service under load makes them. */
const CALLS = 20

const INPUTS = {
  'seven bytes': [Buffer.from('{"a":1}'), (o) => o.a],
  'an order, 1 kB': [Buffer.from(orders.records().next().value), (o) => ({ id: o.id, email: o.customer.email.toLowerCase(), total: o.total })],
  'orders, 6 kB': [documentOf(orders, 6_000), orders.document],
}

/** Measures in turn, prints medians and the best, in microseconds. */
export async function smallCalls() {
  const hop = promisify(randomBytes)
  const results = []
  for (const [name, [bytes, transform]] of Object.entries(INPUTS)) {
    const plain = plainDocument(transform)
    const fast = mill(transform, { unsupported: 'throw' })
    const calls = { 'plain JS': plain, sync: fast, run: (b) => fast.run(b), 'crypto.randomBytes': () => hop(16) }
    const times = Object.fromEntries(Object.keys(calls).map((call) => [call, []]))
    for (let round = 0; round < ROUNDS; round++) {
      for (const [call, measured] of Object.entries(calls)) {
        const start = performance.now()
        for (let i = 0; i < CALLS; i++) {
          const output = measured(bytes)
          if (output instanceof Promise) await output
        }
        times[call].push(((performance.now() - start) / CALLS) * 1e3)
      }
    }
    const figures = Object.entries(times).map(([call, all]) => {
      all.sort((a, b) => a - b)
      return [call, { median: all[ROUNDS >> 1], best: all[0] }]
    })
    results.push({ name, ...Object.fromEntries(figures) })
  }
  console.log(table(results.map(({ name, ...calls }) => ({ 'µs, median (best)': name, ...Object.fromEntries(Object.entries(calls).map(([call, { median, best }]) => [call, `${median.toFixed(1)} (${best.toFixed(1)})`])) }))))
  return results
}
