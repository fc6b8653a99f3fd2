// timeoutMs: a call on this thread ends in an error once it has taken so long, as far as that can be.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mill, records } from '../index.mjs'
import { inV8 } from './support/mode.mjs'

const limit = { code: 'ERR_JSONMILL_LIMIT', name: 'RangeError', message: /timeoutMs \(20\)/ }
const options = { timeoutMs: 20 }
const array = `[${Array(20_000).fill('{"n":2000}').join()}]`
const long = (o) => {
  let sum = 0
  for (let i = 0; i < 1e9; i++) sum += i
  return sum + o.n
}
const middling = (o) => {
  let sum = 0
  for (let i = 0; i < o.n; i++) sum += i
  return sum
}

function timed(call) {
  const begun = performance.now()
  assert.throws(call, limit)
  const took = performance.now() - begun
  assert.ok(took > 15 && took < 1500, `it took ${took} ms`)
}

test('one long callback is interrupted natively', { skip: process.env.JSONMILL_MODE === 'js' }, () => {
  timed(() => mill(long)('{"n":1}', options))
  timed(() => mill(long).toValueSync('{"n":1}', options))
  timed(() => records().map(long).runSync('[{"n":1}]', options))
})

test('many records are interrupted, natively and in V8', () => {
  const plan = records().map(middling)
  timed(() => plan.runSync(array.replaceAll('2000', '2000000'), options))
  timed(() => plan.toArraySync(array.replaceAll('2000', '2000000'), options))
  timed(() => plan.reportSync(array.replaceAll('2000', '2000000'), options))
  const lines = array.slice(1, -1).replaceAll(',', '\n').replaceAll('2000', '200000')
  timed(() => inV8(() => records({ input: 'ndjson' }).map(middling).runSync(lines, options)))
  if (process.env.JSONMILL_MODE === 'js') return
  timed(() => mill(middling).eachSync(Array(1000).fill('{"n":2000000}'), options))
})

test('what is done in time is not touched', () => {
  const plan = records().map((o) => o.n + 1)
  const enough = { timeoutMs: 60_000 }
  assert.equal(plan.runSync('[{"n":1}]', enough).toString(), '[2]')
  assert.deepEqual(plan.toArraySync('[{"n":1}]', enough), [2])
  assert.equal(mill((o) => o.n)('{"n":7}', enough).toString(), '7')
  assert.equal(mill((o) => o.n).eachSync(['{"n":7}'], enough)[0].output.toString(), '7')
  assert.throws(() => plan.runSync('[{]', enough), { code: 'ERR_JSONMILL_PARSE', offset: 2 })
  assert.throws(() => records().map((o) => o.a.b).runSync('[{}]', enough), { code: 'ERR_JSONMILL_CALLBACK', record: 0 })
  assert.deepEqual(plan.verify('[{"n":1}]', enough).equal, true)
  const big = `[${Array(300_000).fill('{"n":1}').join()}]`
  assert.ok(plan.runSync(big, enough).equals(plan.runSync(big)))
  assert.equal(inV8(() => plan.runSync('[{"n":1}]', enough)).toString(), '[2]')
})

test('it is a whole number', () => {
  for (const timeoutMs of [0, -1, 1.5, '5', NaN]) {
    assert.throws(() => mill((o) => o)('1', { timeoutMs }), { code: 'ERR_JSONMILL_OPTION' })
  }
  assert.throws(() => records().stream({ timeoutMs: 5 }), { code: 'ERR_JSONMILL_OPTION' })
})
