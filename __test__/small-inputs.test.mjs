// What a call over a small document costs, beside plain JS in the same process. The bounds are generous: `npm run bench -- small` measures.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'

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

// The first call goes the long way and the others a short one: both are held against each other here.

/** What a call gives or throws. */
function outcome(call) {
  try {
    return call().toString()
  } catch (error) {
    return [error.constructor, error.code, error.message, error.offset]
  }
}

const detached = () => {
  const array = new Uint8Array(Buffer.from('{"a":1}'))
  structuredClone(array.buffer, { transfer: [array.buffer] })
  return array
}
const shared = () => {
  const array = new Uint8Array(new SharedArrayBuffer(7))
  array.set(Buffer.from('{"a":4}'))
  return array
}
const resizable = () => {
  const buffer = new ArrayBuffer(7, { maxByteLength: 100 })
  new Uint8Array(buffer).set(Buffer.from('{"a":5}'))
  return buffer
}

test('every kind of input, at the first call and later', () => {
  const make = () => mill((o) => [o.a, o.b.c ?? null], { unsupported: 'throw' })
  const INPUTS = {
    bytes: () => Buffer.from('{"a":1,"b":{}}'),
    text: () => '{"a":2,"b":{"c":"é"}}',
    'a lone surrogate': () => '{"a":"\ud800","b":0}',
    nothing: () => Buffer.alloc(0),
    detached,
    shared,
    resizable,
    'a view of it': () => new Uint8Array(resizable()),
    words: () => new Uint16Array(new Uint8Array(Buffer.from('{"a":1}   ')).buffer),
    view: () => new DataView(new Uint8Array(Buffer.from('  {"a":1,"b":3}')).buffer, 2),
    'a subclass that lies': () => Object.defineProperty(Buffer.from('{"a":1,"b":4}'), 'length', { value: 3 }),
    'no JSON': () => Buffer.from('{"a":1'),
    'no UTF-8': () => Buffer.from('{"a":"\xff","b":[]}', 'latin1'),
    'what throws': () => Buffer.from('{"a":1}'),
    'what is refused': () => ({ a: 1 }),
    null: () => null,
    number: () => 7,
  }
  const warm = make()
  for (let i = 0; i < 3; i++) warm(Buffer.from('{"b":[]}'))
  for (const [name, input] of Object.entries(INPUTS)) assert.deepEqual(outcome(() => warm(input())), outcome(() => make()(input())), name)
})

test('results keep their bytes, and may be inputs', () => {
  const same = mill((o) => o, { unsupported: 'throw' })
  const texts = Array.from({ length: 5_000 }, (_, i) => JSON.stringify({ i, text: 'x'.repeat((i * 37) % 4_500) }))
  const results = texts.map((text) => same(same(Buffer.from(text))))
  assert.ok(results.every((result, i) => result.toString() === texts[i]))
  const whole = new Uint8Array(same(Buffer.from('[1]')).buffer)
  assert.throws(() => same(whole), { code: 'ERR_JSONMILL_PARSE' })
})

test('short results share memory that nobody can take away', () => {
  const same = mill((o) => o, { unsupported: 'throw' })
  for (let i = 0; i < 3; i++) same(Buffer.from('[1]'))
  const [one, other] = [same(Buffer.from('[1]')), same(Buffer.from('[2]'))]
  assert.equal(one.buffer, other.buffer)
  try {
    structuredClone(one, { transfer: [one.buffer] })
  } catch (error) {
    assert.equal(error.name, 'DataCloneError') // Node 20 copies it instead
  }
  assert.deepEqual([one.toString(), other.toString(), same(Buffer.from('[3]')).toString()], ['[1]', '[2]', '[3]'])
  assert.equal(one.byteOffset % 8, 0)
})

test('the mode and the time zone are asked at every call', () => {
  const { TZ } = process.env
  const fast = mill((o) => new Date(o.at).getHours())
  const input = Buffer.from('{"at":0}')
  try {
    for (const zone of ['UTC', 'Asia/Tokyo', 'UTC', 'America/New_York']) {
      process.env.TZ = zone
      for (let i = 0; i < 3; i++) assert.equal(fast(input).toString(), String(new Date(0).getHours()), zone)
    }
  } finally {
    if (TZ === undefined) delete process.env.TZ
    else process.env.TZ = TZ
  }
})

test('prepared params, at the first call and later', () => {
  const above = records({ params: true }).filter((r, _, { min }) => r.n > min)
  const input = Buffer.from('[{"n":1},{"n":5}]')
  const [some, none] = [above.prepare({ min: 3 }), above.prepare({ min: 9 })]
  for (let i = 0; i < 4; i++) {
    assert.equal(above.runSync(input, { params: some }).toString(), '[{"n":5}]')
    if (i % 2) assert.equal(above.runSync(input, { params: none }).toString(), '[]')
  }
  assert.throws(() => above.runSync(input), { code: 'ERR_JSONMILL_OPTION' })
})

test('short results as values', () => {
  const all = records().map((r) => r)
  for (const text of ['[]', '[1]', '[null,-0,"é",{"__proto__":1}]', '[{"a":[1e400]}]', JSON.stringify(Array.from({ length: 300 }, (_, i) => ({ i })))]) {
    const parsed = JSON.parse(text)
    for (let i = 0; i < 3; i++) assert.deepEqual(all.toArraySync(Buffer.from(text)), parsed)
    assert.deepEqual(mill((o) => o).toValueSync(Buffer.from(text)), parsed)
  }
  assert.deepEqual(records().map((r) => ({ r, u: undefined, n: NaN, d: new Date(r) })).toArraySync('[1]'), [{ r: 1, u: undefined, n: NaN, d: new Date(1) }])
  assert.deepEqual(records().map((r) => r.x).toArraySync('[{}]'), [undefined])
})

test('a batch is read once, whatever the array does', () => {
  const fast = mill((o) => o.a)
  const holes = ['{"a":1}', , null] // eslint-disable-line no-sparse-arrays
  assert.throws(() => fast.eachSync(holes), { code: 'ERR_JSONMILL_OPTION', message: /^inputs\[1\] must be/ })
  let reads = 0
  const counting = Object.defineProperty([Buffer.from('{"a":1}'), Buffer.from('{"a":2}')], 1, { get: () => Buffer.from(`{"a":${++reads}}`), enumerable: true })
  assert.deepEqual(fast.eachSync(counting).map(({ output }) => output.toString()), ['1', '1'])
  assert.equal(reads, 1)
  const many = Array.from({ length: 2_000 }, (_, i) => Buffer.from(JSON.stringify({ a: i, text: 'x'.repeat(200) })))
  assert.deepEqual(fast.eachSync(many).map(({ output }) => Number(output)), many.map((_, i) => i))
})
