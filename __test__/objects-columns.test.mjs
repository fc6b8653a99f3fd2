// Results that are objects of one form come as columns: the same values as V8's, of every kind and in every order.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { mill, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const MANY = 3000
const odd = [0, -0, 1.5, 1e400, -7, 2 ** 31, 'plain', 'é ÿ', '日本 👍🏽', '\ud800', 'a "quote" and \\ \n', '', true, null, [1, ['x']], { k: 'ł', 1: 2 }]
const source = Array.from({ length: MANY }, (_, id) => ({
  id,
  name: `name ${id % 7} ${'x'.repeat(id % 30)}`,
  odd: odd[id % odd.length],
  big: id * 2 ** 33,
  half: id / 2,
  user: { name: id % 5 === 0 ? 'Łukasz' : 'Ann', tags: [`${id}`] },
  ...(id % 3 && { some: id }),
}))
const text = JSON.stringify(source).replace('"odd":0', '"odd":-0')
const parsed = () => JSON.parse(text)

async function like(build) {
  const expected = build(parsed())
  const pipeline = build(records({ unsupported: 'throw' }))
  assert.deepEqual(pipeline.toArraySync(text), expected)
  assert.deepEqual(await pipeline.toArray(Buffer.from(text)), expected)
  const few = build(parsed().slice(0, 5))
  assert.deepEqual(build(records({ unsupported: 'throw' })).toArraySync(JSON.stringify(source.slice(0, 5)).replace('"odd":0', '"odd":-0')), few)
  const fast = mill((d) => d, { unsupported: 'throw' })
  assert.deepEqual(fast.toValueSync(text), parsed())
}

test('numbers, strings and all else in columns', async () => {
  await like((r) => r.map((o) => ({ id: o.id, big: o.big, half: o.half, name: o.name })))
  await like((r) => r.filter((o) => o.id % 2).map((o) => ({ odd: o.odd, some: o.some, yes: o.id > 5, none: null, nope: o.nope })))
  await like((r) => r.map((o) => ({ zero: o.id === 7 ? -0 : o.id, far: o.id === 9 ? -Infinity : o.id, nan: o.id % 9 ? o.id : NaN })))
  await like((r) => r.map((o) => ({ id: o.id === 2999 ? 'last' : o.id, tags: o.user.tags, user: o.user })))
  await like((r) => r.map(() => ({})))
})

test('dates in columns', async () => {
  await like((r) => r.map((o) => ({ at: new Date(o.big), id: o.id, in: { to: new Date(o.id) } })))
  await like((r) => r.map((o) => ({ at: o.id === 2000 ? null : new Date(o.big), was: o.id < 100 ? o.id : new Date(o.id) })))
  await like((r) => r.map((o) => ({ at: o.id % 2 ? new Date(o.id) : undefined, id: o.id })))
  const dates = records({ unsupported: 'throw' }).map((o) => {
    const at = new Date(o.id === 3 ? NaN : o.id)
    return o.id === 5 ? { a: at, b: at } : { a: at, b: new Date(o.id) }
  })
  const values = dates.toArraySync(text)
  assert.equal(values[5].a, values[5].b)
  assert.notEqual(values[4].a, values[4].b)
  assert.ok(Number.isNaN(values[3].a.getTime()))
  assert.ok(values.every(({ b }, i) => b instanceof Date && b.getTime() === i))
})

test('keys of every kind, in their order', async () => {
  await like((r) => r.map((o) => ({ b: 1, 2: o.id, 1: o.name, ['__proto__']: o.half, 'a b': 1, 'é日': 2, constructor: 3, "it's": 4, '\u2028"': 5 })))
  const [value] = records().map((o) => ({ ['__proto__']: o.id, n: { ['__proto__']: o.id } })).toArraySync(text)
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
  assert.deepEqual(Object.keys(value.n), ['__proto__'])
  assert.equal(Object.getPrototypeOf(value.n), Object.prototype)
})

test('objects inside objects', async () => {
  await like((r) => r.map((o) => ({ id: o.id, user: { name: o.user.name, deep: { er: { n: o.half } } }, tail: [o.id] })))
  await like((r) => r.map((o) => ({ id: o.id, user: o.id % 10 ? { name: o.user.name } : null })))
  await like((r) => r.map((o) => ({ id: o.id, user: o.id < 100 ? null : { name: o.user.name } })))
})

test('rows of several forms, and rows that are no objects', async () => {
  await like((r) => r.map((o) => (o.id % 2 ? { a: o.id } : { b: o.name })))
  await like((r) => r.map((o) => (o.id < 1500 ? { a: o.id } : [o.name])))
  await like((r) => r.map((o) => (o.id === 1500 ? new Date(5) : { a: o.id, at: o.id > 2990 ? new Date(o.id) : 1 })))
  await like((r) => r.map((o) => (o.id % 100 ? { a: o.id } : undefined)))
  await like((r) => r.flatMap((o) => [{ a: o.id }, { a: o.name }, o.id % 50 ? { a: 1 } : 7]))
  await like((r) => r.sort((a, b) => b.id - a.id).map((o) => ({ a: o.id, b: o.name })))
})

test('identity inside a record is kept', () => {
  const pipeline = records({ unsupported: 'throw' }).map((o) => {
    const pair = { x: o.id }
    return { first: pair, second: o.id % 1000 === 999 ? pair : { x: o.id } }
  })
  const values = pipeline.toArraySync(text)
  assert.deepEqual(values, inV8(() => pipeline.toArraySync(text)))
  assert.equal(values[999].first, values[999].second)
  assert.notEqual(values[998].first, values[998].second)
  const doubled = records({ unsupported: 'throw' })
    .flatMap((o) => {
      const one = { x: o.id }
      return [one, one]
    })
    .toArraySync(text)
  assert.equal(doubled[0], doubled[1])
})

test('the one result of a document', async () => {
  const transforms = [
    (d) => d.filter((o) => o.id % 2).map((o) => ({ id: o.id, name: o.name, odd: o.odd })),
    (d) => d.map((o) => ({ id: o.id })).concat([1]),
    (d) => ({ rows: d.map((o) => ({ id: o.id })) }),
    (d) => d.map((o) => ({ id: o.id })).slice(0, 3),
  ]
  for (const transform of transforms) {
    const fast = mill(transform, { unsupported: 'throw' })
    assert.deepEqual(fast.toValueSync(text), transform(parsed()))
    assert.deepEqual(await fast.toValue(text), transform(parsed()))
  }
  const same = mill((d) => {
    const one = { x: d[0].id }
    return d.map(() => one)
  }, { unsupported: 'throw' }).toValueSync(text)
  assert.equal(same[0], same[MANY - 1])
})

test('lines that fail behind good ones', () => {
  const lines = `${source.map((o) => JSON.stringify(o)).join('\n')}\n{"user":null}`
  const pipeline = records({ input: 'ndjson', unsupported: 'throw' }).map((o) => ({ name: o.user.name }))
  assert.throws(() => pipeline.toArraySync(lines), { name: 'TypeError', code: 'ERR_JSONMILL_CALLBACK', record: MANY })
})

test('the event loop turns while values are made', async () => {
  const large = Buffer.from(`[${Array.from({ length: 60 }, () => text.slice(1, -1)).join()}]`)
  let turns = 0
  let waiting = true
  const tick = () => waiting && (turns++, setImmediate(tick))
  const values = records().map((o) => ({ id: o.id, name: o.name, odd: o.odd, user: o.user })).toArray(large)
  setImmediate(tick)
  assert.equal((await values).length, 60 * MANY)
  waiting = false
  assert.ok(turns > 3)
  const abort = new AbortController()
  const aborted = records().map((o) => ({ id: o.id })).toArray(large, { signal: abort.signal })
  abort.abort(new Error('enough'))
  await assert.rejects(aborted, { message: 'enough' })
})

test('without code made of strings', () => {
  const script = `
    import assert from 'node:assert/strict'
    import { records } from ${JSON.stringify(new URL('../index.mjs', import.meta.url).href)}
    assert.throws(() => new Function('return 1'), EvalError)
    const source = Array.from({ length: 500 }, (_, id) => ({ id, s: 'é' + id }))
    const build = (r) => r.map((o) => ({ id: o.id, 2: o.s, ['__proto__']: o.id / 2, in: { ['__proto__']: o.s, u: o.u } }))
    const found = build(records({ unsupported: 'throw' })).toArraySync(JSON.stringify(source))
    assert.deepEqual(found, build(source))
    assert.equal(Object.getPrototypeOf(found[0]), Object.prototype)
  `
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', script]
  execFileSync(process.execPath, flags, { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: ['ignore', 'inherit', 'inherit'] })
})
