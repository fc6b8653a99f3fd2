// What cannot be compiled exactly: a diagnostic of its own under unsupported: 'throw', otherwise V8's answer with a warning.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { isJsonMillError, records } from '../index.mjs'
import { matchSnapshot } from './support/snapshot.mjs'
import { outcome } from './support/v8.mjs'

process.removeAllListeners('warning') // Node prints them; the test looks at them

const minimum = 3
const known = new Map([['a', 1]])
const lookup = (name) => known.get(name)
let count = 0
function double(record) {
  return record.n * 2
}

const CALLBACKS = {
  'an empty callback': () => {},
  'an empty callback with a comment': (record) => {
    // later
  },
  'a method shorthand that needs its object': { isPaid(record) { return record.s === this.paid } }.isPaid,
  'a getter': Object.getOwnPropertyDescriptor({ get first() { return 1 } }, 'first').get,
  'an async function': async (record) => record.n,
  'a generator': function* (record) { yield record.n },
  'a class': class Row { constructor(record) { this.record = record } },
  'a native function': Map.prototype.get.call(new Map([[0, Reflect.ownKeys]]), 0),
  'a built-in method': String.prototype.trim,
  'a bound function': double.bind(null),
  'a free variable': (record) => record.n > minimum,
  'three free names': (record) => [known.has(record.s), lookup(record.s), record.n - minimum],
  'a write to a free variable': (record) => ++count + record.n,
  'this': function (record) { return this === undefined || record.n },
  'arguments': function () { return arguments.length },
  'new.target': function (record) { return [new.target, record.n] },
  'a rest parameter': (...all) => all.length,
  'console': (record) => console.assert(record) ?? record.n,
  'the environment': (record) => process.env.NODE_ENV_OF_NOBODY ?? record.n,
  'the time': (record) => typeof Date.now() + record.n,
  'chance': (record) => Math.random() < 2 && record.n,
  'a BigInt': (record) => String(10n) + record.n,
  'a tagged template': (record) => String.raw`${record.s}\n`,
  'import()': (record) => typeof import('node:os').catch(() => {}) + record.n,
  'an async function inside': (record) => [record].map(async (one) => one).length,
  'a generator inside': (record) => { function* numbers() { yield record.n } return [...numbers()] },
  'a class inside': (record) => new (class { n = record.n })(),
  'a getter inside': (record) => ({ get n() { return record.n } }),
  'a prototype in a literal': (record) => ({ __proto__: null, n: record.n }),
  'an assignment to its own name': function own(record) { if (record.n > 1e9) own = record; return record.n },
  'a long line': (record) => ({ id: record.id, name: record.name, numbers: [record.n].map((n) => n * 2).filter((n) => n > 1), found: lookup(record.s), more: record.more }),
  'several lines': (record) => {
    const bonus = record.n > 2 ? 10 : 0
    return {
      s: record.s,
      n: record.n + bonus + minimum
    }
  }
}

const rows = [{ n: 1, s: 'a' }, { n: 5, s: 'paid' }]
const bytes = Buffer.from(JSON.stringify(rows))

test('each has its own diagnostic', () => {
  const said = Object.entries(CALLBACKS).map(([title, callback]) => {
    const { error } = outcome(() => records({ unsupported: 'throw' }).map(callback))
    assert.ok(isJsonMillError(error), `${title} compiles, or fails with ${error}`)
    const { name, code, stage, line, column, codeFrame, help, message } = error
    assert.deepEqual({ name, code, stage }, { name: 'Error', code: 'ERR_JSONMILL_UNSUPPORTED', stage: 0 }, title)
    assert.ok(line >= 1 && column >= 1, title)
    assert.ok(message.includes(codeFrame) && message.endsWith(`help: ${help}`), title)
    return [title, message]
  })
  matchSnapshot('diagnostics', said)
})

test("V8's answer otherwise, with one warning", async () => {
  for (const [title, callback] of Object.entries(CALLBACKS)) {
    const warned = once(process, 'warning')
    const pipeline = records().map(callback)
    const [{ name, code, message }] = await warned
    assert.deepEqual({ name, code }, { name: 'JsonMillWarning', code: 'JSONMILL_FALLBACK' }, title)
    assert.match(message, /^map \(stage 0\) runs in V8: /, title)
    count = 0
    const expected = outcome(() => JSON.stringify(rows.map((record, index) => callback(record, index, rows))))
    count = 0
    const got = outcome(() => pipeline.runSync(bytes).toString())
    if (expected.error) assert.deepEqual([got.error.name, got.error.message], [expected.error.name, expected.error.message], title)
    else assert.equal(got.value, expected.value, title)
  }
})

test('counters of coverage tools and name helpers of bundlers are no obstacle', () => {
  const instrumented = [
    '(record) => { cov_1x2y().f[0]++; cov_1x2y().s[1]++; return record.n > 1; }',
    '(record) => (cov_1x2y().f[0]++, cov_1x2y().s[1]++, record.n > 1)',
    '(record) => { cov_1x2y().f[0]++; cov_1x2y().s[1]++; if (record.n > 1) { cov_1x2y().b[0][0]++; cov_1x2y().s[2]++; return record.s; } else { cov_1x2y().b[0][1]++; } cov_1x2y().s[3]++; return record.n > 0 ? (cov_1x2y().b[1][0]++, 1) : (cov_1x2y().b[1][1]++, 2); }',
    '(record) => { const shout = /* @__PURE__ */ __name((text) => text.toUpperCase(), "shout"); return shout(record.s); }'
  ]
  for (const source of instrumented) {
    const callback = new Function('cov_1x2y', '__name', `return ${source}`)(() => ({ f: [0], s: [0, 0, 0, 0], b: [[0, 0], [0, 0]] }), (value) => value)
    const pipeline = records({ unsupported: 'throw' }).map(callback)
    assert.equal(pipeline.runSync(bytes).toString(), JSON.stringify(rows.map((record) => callback(record))), source)
  }
})
