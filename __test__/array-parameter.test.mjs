// The parameter behind the index: without env it is the array of all records that reach the stage, as in Array's own methods.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'
import { outcome } from './support/v8.mjs'

const NATIVE = { unsupported: 'throw' }
const rows = [{ id: 1, v: 2, tags: ['b'] }, { id: 2, v: 3, tags: [] }, { id: 1, v: 5, tags: ['c', 'b'] }, { id: 3, v: 1 }]

const CHAINS = {
  'the first of each id': (r) => r.filter((o, i, all) => all.findIndex((other) => other.id === o.id) === i),
  'neighbours': (r) => r.map((o, i, all) => ({ ...o, before: all[i - 1]?.id ?? null, after: all.at(i + 1)?.v })),
  'the length alone': (r) => r.map((o, i, all) => i + all.length),
  'records behind a filter': (r) => r.filter((o) => o.v > 1).map((o, i, all) => [i, all.length, all[0] === o]),
  'shares': (r) => r.map((o, i, all) => o.v / all.reduce((sum, other) => sum + other.v, 0)),
  'flatMap': (r) => r.flatMap((o, i, all) => (i % 2 ? [o.id, all[0].id] : [])),
  'a reduce that divides at the end': (r) => r.reduce((sum, o, i, all) => (i === all.length - 1 ? (sum + o.v) / all.length : sum + o.v), 0),
  'a reduce without initial value': (r) => r.reduce((best, o, i, all) => (o.v > best.v ? all[i] : best)),
  'one after the other': (r) => r.filter((o, i, all) => all.indexOf(o) === i).map((o, i, all) => all.length - i).filter((n, i, all) => n !== all[0]),
  'sort behind it': (r) => r.filter((o, i, all) => o !== all[0]).sort((a, b) => b.v - a.v),
  'slice behind it': (r) => r.map((o, i, all) => all[all.length - 1 - i].id).slice(-2),
  'a pattern': (r) => r.map((o, i, [first, { id }]) => [o === first, id]),
  'a default': (r) => r.map((o, i, all = []) => all.length),
  'assigned to if it is there': (r) => r.map((o, i, all) => { all &&= o.id; return all }),
  'captured by a closure': (r) => r.filter((o, i, all) => [0, 1].some((at) => all[at] === o)),
  'later records changed': (r) => r.map((o, i, all) => { if (all[i + 1]) all[i + 1].v += o.v; return o }),
  'one record changed by all': (r) => r.map((o, i, all) => { all[0].n = i; return all[0] }),
  'one record given and changed behind': (r) => r.map((o, i, all) => all[0]).map((o) => { o.n = (o.n ?? 0) + 1; return o.n }),
  'an element replaced': (r) => r.map((o, i, all) => { if (i === 0) all[1] = { id: 'new' }; return o.id }),
  'appended to': (r) => r.filter((o, i, all) => all.push(o) > 0),
  'the array itself': (r) => r.map((o, i, all) => (i === 0 ? all : all.length)),
  'its text': (r) => r.map((o, i, all) => JSON.stringify(all).length)
}

/** A reduce is a function already. */
const runSync = (built, bytes) => (typeof built === 'function' ? built(bytes) : built.runSync(bytes)).toString()

/** What plain arrays give. */
const plain = (chain) => JSON.stringify(chain(structuredClone(rows))) ?? 'null'

test('documents: what the Array methods give', () => {
  for (const [title, chain] of Object.entries(CHAINS)) {
    assert.equal(runSync(chain(records(NATIVE)), JSON.stringify(rows)), plain(chain), title)
  }
})

test('lines: what runs in V8 gives', () => {
  const bytes = rows.map((row) => JSON.stringify(row)).join('\n')
  for (const output of ['ndjson', 'json']) {
    for (const [title, chain] of Object.entries(CHAINS)) {
      const run = (options) => runSync(chain(records({ input: 'ndjson', output, ...options })), bytes)
      assert.equal(run(NATIVE), inV8(() => run({})), `${title} to ${output}`)
    }
  }
})

test('errors name the record, whose order is that of V8', () => {
  const chains = [
    (r) => r.map((o, i, all) => { if (o.tags.length === all[0].v) throw new RangeError(`at ${all.length}`); return o }),
    (r) => r.map((o, i, all) => (i === 2 ? all[9].id : o)).filter((o, i, all) => all[1].nothing.at),
    (r) => r.filter((o, i, all) => all.length > 3).map((o) => o.tags.length)
  ]
  const told = ({ error: { code, name, message, record, stage } }) => ({ code, name, message, record, stage })
  for (const chain of chains) {
    const run = (options) => outcome(() => chain(records(options)).runSync(JSON.stringify(rows)))
    assert.deepEqual(told(run(NATIVE)), told(inV8(() => run({}))))
  }
  const lines = (options) => outcome(() => chains[2](records({ input: 'ndjson', ...options })).runSync(rows.map((row) => JSON.stringify(row)).join('\n')))
  assert.deepEqual(told(lines({})), told(inV8(() => lines({}))))
})

test('a gap in the array belongs to V8', () => {
  const chain = (r) => r.map((o, i, all) => { if (i === 0) all.length = 2; return o.id })
  assert.equal(outcome(() => chain(records(NATIVE)).runSync(JSON.stringify(rows))).error.code, 'ERR_JSONMILL_UNSUPPORTED')
  assert.equal(chain(records()).runSync(JSON.stringify(rows)).toString(), plain(chain))
})

test('slices of input', async () => {
  const chain = CHAINS['the first of each id'](records(NATIVE))
  const bytes = Buffer.from(JSON.stringify(rows))
  assert.equal((await chain.run(bytes)).toString(), plain(CHAINS['the first of each id']))
})
