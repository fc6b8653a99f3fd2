// The layer above the addon, against an addon that records what it is told: slices, cancelling, fallbacks, payloads.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { afterEach, beforeEach, test } from 'node:test'
import { configure, mill, records } from '../index.mjs'
import { inV8, resetMode } from './support/mode.mjs'

const native = createRequire(import.meta.url)('../lib/native.js')
const calls = []
const warnings = []
let answer
let computeFor

const payload = (fields) => new Error(JSON.stringify(fields))

class FakeRun {
  constructor() {
    this.queue = []
    this.computing = false
  }
  copy(bytes) {
    calls.push(['copy', bytes.length])
    this.queue.push(bytes.length)
    this.last = Buffer.from(bytes)
  }
  adopt(bytes) {
    calls.push(['adopt', bytes.length])
    this.queue.push(bytes.length)
  }
  async compute() {
    assert.ok(!this.computing, 'one compute at a time')
    this.computing = true
    calls.push(['compute', this.queue.length])
    this.queue.length = 0
    await computeFor()
    this.computing = false
  }
  async finish() {
    calls.push(['finish'])
    return answer()
  }
  async whole() {
    calls.push(['whole'])
    return answer()
  }
  copied() {
    return this.last
  }
  waiting() {
    return this.queue.length
  }
  cancel() {
    calls.push(['cancel'])
  }
}
const fake = {
  compileStage(spec) {
    const stage = JSON.parse(spec)
    calls.push(['compile', stage])
    if (stage.source.includes('await')) {
      const diagnostic = { message: '`await` is not supported', line: 1, column: 14, codeFrame: '> 1 | …', help: 'await it before the pipeline' }
      throw payload({ code: 'ERR_JSONMILL_UNSUPPORTED', ...diagnostic, diagnostics: [diagnostic] })
    }
    return { stage }
  },
  NativePlan: class {
    constructor(options, stages) {
      // how this V8 words errors of JSON.parse is a fact of the machine
      const { jsonMessages, ...settings } = JSON.parse(options)
      calls.push(['plan', settings, stages.length])
    }
    explain() {
      return 'native plan'
    }
    runSync(bytes) {
      calls.push(['runSync', Buffer.from(bytes).toString()])
      return answer()
    }
    direct() {
      return (bytes) => this.runSync(bytes)
    }
    start() {
      return new FakeRun()
    }
  }
}

process.on('warning', (warning) => warning.name === 'JsonMillWarning' && warnings.push(warning))
const nextTurn = () => new Promise(setImmediate)
const told = (name) => calls.filter((call) => call[0] === name)

beforeEach(() => {
  delete process.env.JSONMILL_MODE
  resetMode()
  calls.length = 0
  warnings.length = 0
  answer = () => Buffer.from('native')
  computeFor = nextTurn
  native.loadBy(() => fake)
})
afterEach(() => native.loadBy(() => assert.fail('no test is running')))

test('a stage compiles when it is added, once for all pipelines upon it', () => {
  const base = records({ input: 'ndjson', limits: { maxDepth: 7 } }).filter((r, _, { ids }) => ids.has(r.id), { ids: new Set(['a']) })
  assert.deepEqual(told('compile')[0][1], {
    kind: 'filter',
    index: 0,
    source: '(r, _, { ids }) => ids.has(r.id)',
    env: ['o', 'ids', ['s', 'a']],
    bindings: null,
    third: 'env'
  })
  const one = base.map(String)
  base.map((r) => r.b)
  assert.deepEqual(told('compile').map(([, stage]) => [stage.index, stage.third, stage.source]).slice(1), [
    [1, 'array', '(value) => String(value)'],
    [1, 'array', '(r) => r.b']
  ])
  assert.equal(told('plan').length, 0)
  one.runSync('1')
  one.runSync('2')
  assert.deepEqual(told('plan'), [
    ['plan', { kind: 'records', input: 'ndjson', at: null, params: false, output: 'ndjson', space: '', utf8: 'replace', bom: 'error', limits: { maxDepth: 7 }, onError: 'throw', numbers: 'js' }, 2]
  ])
  assert.equal(one.explain(), 'native plan')
})

test('values cross in their wire form', () => {
  const shared = { x: 1 }
  const bindings = { u: undefined, n: NaN, z: -0, i: -Infinity, h: [, 1], m: new Map([['k', shared]]), d: new Date(5), bad: new Date(NaN), r: /a\/b/gi, s: shared, f: (x) => x, b: Math.max, t: ''.trim }
  mill((x) => x, { bindings })
  assert.deepEqual(told('compile')[0][1].bindings, [
    'o', 'u', ['u'], 'n', ['n', 'NaN'], 'z', ['n', '-0'], 'i', ['n', '-Infinity'], 'h', ['a', ['hole'], 1],
    'm', ['m', 'k', ['o', 'x', 1]], 'd', ['d', 5], 'bad', ['d', null], 'r', ['r', 'a\\/b', 'gi'], 's', ['ref', 3],
    'f', ['f', '(x) => x', null], 'b', ['b', 'Math.max'], 't', ['b', 'String.prototype.trim']
  ])
})

test('what does not compile runs in V8, with one warning', async () => {
  const make = () => records().map(async (x) => await x.only)
  assert.equal(make().runSync('[{}]').toString(), '[{}]')
  make()
  await nextTurn()
  assert.equal(warnings.length, 1)
  assert.equal(warnings[0].code, 'JSONMILL_FALLBACK')
  assert.match(warnings[0].message, /^map \(stage 0\) runs in V8: `await` is not supported \(line 1, column 14\)\n\n> 1 \| …\n\nhelp: await it before/)
  assert.match(make().explain(), /runs in V8: 1 of 1 stages/)
})

test('with unsupported: throw it is an error at once', () => {
  const strict = records({ unsupported: 'throw' })
  assert.throws(() => strict.filter((x) => x).map(async (x) => await x), (error) => {
    assert.deepEqual([error.name, error.code, error.stage, error.line, error.column], ['Error', 'ERR_JSONMILL_UNSUPPORTED', 1, 1, 14])
    assert.deepEqual([error.codeFrame, error.help, error.diagnostics.length], ['> 1 | …', 'await it before the pipeline', 1])
    assert.match(error.message, /^`await` is not supported\n\n> 1 \| …\n\nhelp: /)
    return true
  })
  const refused = (callback, message) => assert.throws(() => strict.map(callback), { code: 'ERR_JSONMILL_UNSUPPORTED', message, line: 1, column: 1 })
  refused(((x) => x).bind(null), /is a bound function: its source cannot be read/)
  refused(Symbol, /./)
  refused(String.prototype.trim, /^trim is a native function[^]*record\.trim\(\)/)
  process.env.JSONMILL_UNSUPPORTED = 'throw'
  try {
    assert.throws(() => mill(async (x) => await x), { code: 'ERR_JSONMILL_UNSUPPORTED' })
  } finally {
    delete process.env.JSONMILL_UNSUPPORTED
  }
})

test('a run that the engine cannot finish exactly is repeated in V8', async () => {
  answer = () => {
    throw payload({ code: 'BAIL', message: 'write to a primitive' })
  }
  const p = records().map((x) => x + 1)
  assert.equal(p.runSync('[1]').toString(), '[2]')
  const input = Buffer.from('[1,2]')
  const later = p.run(input)
  input.fill(0)
  assert.equal((await later).toString(), '[2,3]')
  assert.match(p.explain(), /last repeated in V8: write to a primitive/)
  await nextTurn()
  assert.equal(warnings.length, 1)
  assert.throws(() => records({ unsupported: 'throw' }).map((x) => x).runSync('[]'), { code: 'ERR_JSONMILL_UNSUPPORTED', message: 'write to a primitive' })
})

test('payloads become public errors', async () => {
  const place = { record: 3, offset: 20, line: 2, column: 4 }
  const cases = [
    [{ code: 'ERR_JSONMILL_PARSE', message: 'm', ...place, snippet: 's' }, SyntaxError, place],
    [{ code: 'ERR_JSONMILL_CALLBACK', name: 'TypeError', message: 'm', record: 3, stage: 1, codeFrame: 'f' }, TypeError, { record: 3, stage: 1, codeFrame: 'f' }],
    [{ code: 'ERR_JSONMILL_CALLBACK', message: 'x', thrown: ['o', 'a', ['u'], '__proto__', ['m', 1, ['ref', 0]]], record: 0 }, Error, { record: 0 }],
    [{ code: 'ERR_JSONMILL_OPTION', message: 'm', record: 3 }, TypeError, { record: 3 }],
    [{ code: 'ERR_JSONMILL_LIMIT', message: 'm', record: 3 }, RangeError, { record: 3 }],
    [{ code: 'ERR_JSONMILL_DEPTH', message: 'm', offset: 3 }, RangeError, { offset: 3 }],
    [{ code: 'ERR_JSONMILL_INTERNAL', message: 'm' }, Error, {}]
  ]
  for (const [fields, kind, shown] of cases) {
    answer = () => {
      throw payload(fields)
    }
    const check = (error) => {
      assert.equal(error.constructor, kind)
      assert.equal(error.message, fields.message)
      assert.deepEqual({ ...error }, { code: fields.code, ...shown })
      if (fields.thrown) assert.equal(Object.getOwnPropertyDescriptor(error.cause, '__proto__').value.get(1), error.cause)
      return true
    }
    assert.throws(() => mill((x) => x)('1'), check)
    await assert.rejects(mill((x) => x).run('1'), check)
  }
  answer = () => {
    throw new Error('not a payload')
  }
  assert.throws(() => mill((x) => x)('1'), { code: 'ERR_JSONMILL_INTERNAL', message: /not a payload/ })
})

test('a small input is one visit to the worker thread, on private memory', async () => {
  const p = records().map((x) => x)
  await p.run(Buffer.alloc(5000, 0x20))
  assert.deepEqual(calls.slice(-2), [['copy', 5000], ['whole']])
  await p.run(new Uint8Array(new SharedArrayBuffer(9000)))
  assert.deepEqual(calls.slice(-2), [['adopt', 9000], ['whole']])
  await p.run('[]')
  assert.deepEqual(calls.slice(-2), [['copy', 2], ['whole']])
})

test('a large input goes over in slices, never more than eight ahead', async () => {
  let waiting = 0
  computeFor = async () => {
    for (let i = 0; i < 5; i++) await nextTurn()
  }
  const MB = 1 << 20
  await records().run(Buffer.alloc(27 * MB + 5, 0x20))
  assert.deepEqual(told('copy').map(([, size]) => size), [...Array(27).fill(MB), 5])
  for (const [name] of calls) {
    if (name === 'copy') waiting++
    if (name === 'compute') waiting = 0
    assert.ok(waiting <= 8)
  }
  assert.deepEqual(calls.at(-1), ['finish'])
})

test('an abort cancels the native run and rejects at once', async () => {
  computeFor = () => new Promise(() => {})
  const controller = new AbortController()
  const running = records().run(Buffer.alloc(20 << 20, 0x20), { signal: controller.signal })
  await nextTurn()
  controller.abort('stop')
  await assert.rejects(running, (reason) => reason === 'stop')
  assert.equal(told('cancel').length, 1)
})

test('a detached large input cancels the run', async () => {
  const buffer = new ArrayBuffer(20 << 20)
  const running = records().run(buffer)
  structuredClone(buffer, { transfer: [buffer] })
  await assert.rejects(running, { code: 'ERR_JSONMILL_OPTION', message: /detached/ })
  assert.equal(told('cancel').length, 1)
})

test('lone surrogates never reach the addon', () => {
  assert.equal(records().runSync('["\ud800"]').toString(), '["\\ud800"]')
  assert.equal(told('runSync').length, 0)
})

test('the kill switch also turns pipelines that exist', () => {
  const p = mill((x) => x)
  assert.equal(p('1').toString(), 'native')
  inV8(() => {
    assert.equal(p('1').toString(), '1')
    assert.match(p.explain(), /runs in V8: the mode is js/)
  })
  assert.equal(p('1').toString(), 'native')
})

test('an addon that does not load: one warning and V8, or an error in native mode', async () => {
  native.loadBy(() => {
    throw new Error('no binding', { cause: new Error('wrong libc') })
  })
  assert.equal(mill((x) => x)('1').toString(), '1')
  mill((x) => x)
  await nextTurn()
  assert.equal(warnings.length, 1)
  assert.equal(warnings[0].code, 'ERR_JSONMILL_NATIVE_LOAD')
  assert.match(warnings[0].message, /Node-API \d+\n  tried: no binding\n  tried: wrong libc\nfix: .*npm (run build|install)/)
  configure({ mode: 'native' })
  assert.throws(() => mill((x) => x), { code: 'ERR_JSONMILL_NATIVE_LOAD' })
  process.env.JSONMILL_MODE = 'nativ'
  resetMode()
  assert.equal(mill((x) => x)('1').toString(), '1')
  await nextTurn()
  assert.match(warnings.at(-1).message, /JSONMILL_MODE=nativ is unknown/)
})
