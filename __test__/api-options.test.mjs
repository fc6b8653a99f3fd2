// Options: every mistake is refused with the option's name, and each option is read once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configure, mill, records } from '../index.mjs'

const refuses = (call, message) => assert.throws(call, { name: 'TypeError', code: 'ERR_JSONMILL_OPTION', message })

test('unknown names come with a suggestion', () => {
  refuses(() => records({ inptu: 'json' }), /^options\.inptu is not an option: did you mean options\.input\?$/)
  refuses(() => mill((x) => x, { spce: 2 }), /did you mean options\.space\?/)
  refuses(() => mill((x) => x, { input: 'ndjson' }), /^options\.input is not an option: known are /)
  refuses(() => records({ limits: { maxDept: 3 } }), /^options\.limits\.maxDept is not an option: did you mean options\.limits\.maxDepth\?$/)
  refuses(() => records().runSync('[]', { signal: 1 }), /^options\.signal is not an option: known are params, timeoutMs$/)
  refuses(() => configure({ mod: 'js' }), /^settings\.mod is not an option: did you mean settings\.mode\?$/)
})

test('wrong values name what was expected and what came', () => {
  refuses(() => records({ space: {} }), /^options\.space must be a number or a string, got an object$/)
  refuses(() => records({ input: 'njson' }), /^options\.input must be 'json', 'ndjson', 'values' or 'csv', got "njson": did you mean 'ndjson'\?$/)
  refuses(() => records({ output: 3 }), /^options\.output must be 'json', 'ndjson', 'lines' or 'csv', got 3$/)
  refuses(() => records({ bom: null }), /^options\.bom must be 'error' or 'strip', got null$/)
  refuses(() => records({ limits: { maxDepth: 0 } }), /^options\.limits\.maxDepth must be a whole number from 1 /)
  refuses(() => records({ limits: { maxDepth: 1.5 } }), /got 1\.5$/)
  refuses(() => records({ bindings: [] }), /^options\.bindings must be an object of names and values, got an array$/)
  refuses(() => records({ space: 2, output: 'ndjson' }), /^options\.space is for output 'json'/)
  refuses(() => records({ at: 'data/items' }), /^options\.at must be a JSON Pointer such as '\/data\/items', got "data\/items": did you mean "\/data\/items"\?$/)
  for (const at of ['/a~', '/a~2', 3, ['a']]) refuses(() => records({ at }), /^options\.at must be a JSON Pointer/)
  for (const input of ['ndjson', 'values']) refuses(() => records({ input, at: '/a' }), /^options\.at is for input 'json'/)
  refuses(() => records().slice('1'), /^slice\(start\): start must be a number, got "1"$/)
  refuses(() => records().slice(0, null), /^slice\(start, end\): end must be a number, got null$/)
  refuses(() => configure(), /^settings must be an object, got undefined$/)
  refuses(() => configure({ mode: 'auto' }), /^settings\.mode must be 'native', 'js' or 'verify', got "auto"$/)
  for (const verifySample of [-0.1, 1.1, NaN, '1']) refuses(() => configure({ verifySample }), /^settings\.verifySample must be a number from 0 to 1, got /)
  refuses(() => configure({ onMismatch: {} }), /^settings\.onMismatch must be a function, got an object$/)
})

test('every entry refuses odd arguments by name', () => {
  const odd = [null, 1, 'x', true, 10n, Symbol('s'), [], () => {}, new Date(0), /x/]
  for (const value of odd) {
    if (typeof value !== 'function') {
      refuses(() => mill(value), /^mill\(transform\): transform must be a function, got /)
      refuses(() => records().filter(value), /^filter\(callback\): callback must be a function, got /)
      for (const kind of ['map', 'flatMap', 'reduce']) refuses(() => records()[kind](value), new RegExp(`^${kind}\\(callback\\): callback must be a function, got `))
      refuses(() => records().sort(value), /^sort\(comparator\): comparator must be a function, got /)
      refuses(() => records().distinct(value), /^distinct\(key\): key must be a function, got /)
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      refuses(() => mill((x) => x, value), /^options must be an object, got /)
      refuses(() => records(value), /^options must be an object, got /)
    }
    if (typeof value !== 'string') {
      refuses(() => mill((x) => x)(value), /^input must be a Buffer, Uint8Array, ArrayBuffer or string, got /)
      refuses(() => records().runSync(value), /^input must be /)
    }
  }
  refuses(() => records().runSync(), /^input must be .* got undefined$/)
  refuses(() => mill((x) => x)(Promise.resolve('{}')), /got a Promise: await it first$/)
  refuses(() => mill((x) => x)({ a: 1 }), /jsonmill reads JSON text, not parsed values$/)
})

test('run rejects, it never throws', async () => {
  for (const options of [3, { sgnal: 1 }, { signal: {} }, { transfer: 1 }]) {
    await assert.rejects(records().run('[]', options), { code: 'ERR_JSONMILL_OPTION' })
  }
  await assert.rejects(mill((x) => x).run(5), { code: 'ERR_JSONMILL_OPTION', message: /^input must be/ })
})

test('each option is read once', () => {
  const reads = {}
  const options = new Proxy(
    { input: 'ndjson', output: 'json', space: 1, utf8: 'strict', bom: 'strip', unsupported: 'js' },
    {
      get(target, name) {
        reads[name] = (reads[name] ?? 0) + 1
        return target[name]
      }
    }
  )
  records(options).map((x) => x).runSync('1')
  assert.ok(Object.values(reads).every((count) => count === 1), JSON.stringify(reads))
})

test('a getter that throws is the caller\'s own error', () => {
  const mine = new Error('mine')
  assert.throws(() => records({ get input() { throw mine } }), mine)
})
