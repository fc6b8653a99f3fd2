// npm run bench -- each     a batch of a thousand small documents in one call, beside a call each and beside plain JS
import { mill } from '../index.mjs'
import { plainDocument } from './plain.mjs'
import { table } from './table.mjs'
import * as orders from './workloads/orders.mjs'

const DOCUMENTS = 1000
const ROUNDS = 60

const transform = (o) => ({
  id: o.id,
  email: o.customer.email.toLowerCase(),
  country: o.customer.address.country,
  lines: o.items.length,
  total: o.items.reduce((sum, i) => sum + i.qty * i.price, 0),
  placed: o.createdAt,
})

/** Medians, the engines in turn. */
export async function eachTimes() {
  const inputs = []
  for (const record of orders.records()) {
    // about a kilobyte each
    if (record.length > 850 && record.length < 1150) inputs.push(Buffer.from(record))
    if (inputs.length === DOCUMENTS) break
  }
  const plain = plainDocument(transform)
  const fast = mill(transform, { unsupported: 'throw' })
  const engines = {
    'plain JS': () => inputs.map(plain),
    'jsonmill, a call each': () => inputs.map((input) => fast(input)),
    'jsonmill eachSync': () => fast.eachSync(inputs).map(({ output }) => output),
    'jsonmill each': async () => (await fast.each(inputs)).map(({ output }) => output),
  }
  const times = Object.fromEntries(Object.keys(engines).map((name) => [name, []]))
  const expected = Buffer.concat(engines['plain JS']())
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, call] of Object.entries(engines)) {
      const start = performance.now()
      const outputs = await call()
      times[name].push(performance.now() - start)
      if (round === 0 && !Buffer.concat(outputs).equals(expected)) throw new Error(`${name}: the bytes differ`)
    }
  }
  const median = (name) => times[name].sort((a, b) => a - b)[ROUNDS >> 1]
  const base = median('plain JS')
  const results = Object.keys(engines).map((name) => ({ name, microseconds: (median(name) / DOCUMENTS) * 1e3, ratio: base / median(name) }))
  const rows = results.map(({ name, microseconds, ratio }) => ({ '': name, 'µs a document': microseconds.toFixed(2), ratio: `${ratio.toFixed(1)}×` }))
  console.log(table(rows))
  return results
}
