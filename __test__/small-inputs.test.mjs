// What a call over a small document costs, beside plain JS in the same process. The bounds are generous: `npm run bench -- small` measures.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill } from '../index.mjs'

const ROUNDS = 60
const CALLS = 60

const order = {
  id: 100821,
  status: 'paid',
  createdAt: '2023-11-16T02:13:41.000Z',
  customer: { id: 750, name: 'Eva Hopper', email: 'Eva.Hopper58@Example.org', phone: null, address: { street: 'Storgata 94', city: 'Lagos', zip: '57284', country: 'NG' } },
  items: Array.from({ length: 5 }, (_, i) => ({ sku: `SKU-9978${i}`, name: 'Mechanical keyboard', qty: i + 1, price: 73.49 - i, discount: { code: 'SAVE29', percent: 29 } })),
  total: 824.4,
  tags: ['express', 'fragile', 'b2b'],
  note: 'Leave at the door.',
}
const bytes = Buffer.from(JSON.stringify(order))

const TRANSFORMS = {
  'some fields and a sum': (o) => ({
    id: o.id,
    email: o.customer.email.toLowerCase(),
    country: o.customer.address.country,
    total: o.items.reduce((sum, i) => sum + i.qty * i.price, 0),
  }),
  'templates': (o) => ({ label: `${o.customer.name} <${o.customer.email}>`, to: `${o.customer.address.street}, ${o.customer.address.city}` }),
  'a copy with more': (o) => ({ ...o, lines: o.items.length }),
  'items, sorted': (o) => o.items.filter((i) => i.qty > 1).sort((a, b) => b.price - a.price).map((i) => i.sku),
  'entries': (o) => Object.fromEntries(Object.entries(o.customer).filter(([, value]) => typeof value !== 'object')),
}

/** The best of many rounds, in turn: what another process takes away meanwhile is not counted. */
function best(calls) {
  const fastest = calls.map(() => Infinity)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, call] of calls.entries()) {
      const start = process.hrtime.bigint()
      for (let i = 0; i < CALLS; i++) call()
      fastest[at] = Math.min(fastest[at], Number(process.hrtime.bigint() - start) / CALLS / 1e3)
    }
  }
  return fastest
}

for (const [name, transform] of Object.entries(TRANSFORMS)) {
  test(`a call over a kilobyte is faster than plain JS: ${name}`, { skip: process.env.JSONMILL_MODE !== undefined }, () => {
    const fast = mill(transform, { unsupported: 'throw' })
    const plain = () => Buffer.from(JSON.stringify(transform(JSON.parse(bytes.toString()))))
    assert.ok(fast(bytes).equals(plain()))
    const [ours, js] = best([() => fast(bytes), plain])
    assert.ok(ours < js, `${ours.toFixed(2)} µs, plain JS ${js.toFixed(2)} µs`)
  })
}

test('a call over some bytes costs some microseconds at most', () => {
  const fast = mill((o) => o.a)
  const input = Buffer.from('{"a":1}')
  const [cost] = best([() => fast(input)])
  assert.ok(cost < 20, `${cost.toFixed(2)} µs`)
})
