// verify(): native against V8 on the same input. The addon here is plain JavaScript that can be told to be wrong.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { afterEach, beforeEach, test } from 'node:test'
import { configure, mill, records } from '../index.mjs'

const native = createRequire(import.meta.url)('../lib/native.js')
const warnings = []
process.on('warning', (warning) => warning.name === 'JsonMillWarning' && warnings.push(warning))
const nextTurn = () => new Promise(setImmediate)

let runs = 0
/** Makes the source of a callback wrong. */
let bug = (source) => source
let answer

const apply = (rows, { kind, source, start, end, initial }) => {
  const callback = source === null ? undefined : eval(bug(source))
  if (kind === 'slice') return rows.slice(start ?? 0, end ?? undefined)
  return kind === 'reduce' ? rows.reduce(callback, initial) : rows[kind](callback)
}
class FakePlan {
  constructor(options, stages) {
    this.options = JSON.parse(options)
    this.stages = stages
  }
  explain() {
    return 'native'
  }
  runSync(bytes) {
    runs++
    if (answer) return answer()
    const { kind, output } = this.options
    const parsed = JSON.parse(Buffer.from(bytes).toString())
    if (kind === 'mill') return Buffer.from(JSON.stringify(eval(bug(this.stages[0].source))(parsed)))
    const result = this.stages.reduce(apply, parsed)
    return Buffer.from(output === 'json' || !Array.isArray(result) ? JSON.stringify(result) : result.map((row) => `${JSON.stringify(row)}\n`).join(''))
  }
  direct() {
    return (bytes) => this.runSync(bytes)
  }
  start() {
    const take = (bytes) => (this.bytes = bytes.slice())
    return { adopt: take, copy: take, cancel() {}, copied: () => null, whole: async () => this.runSync(this.bytes) }
  }
}

beforeEach(() => {
  runs = 0
  warnings.length = 0
  answer = undefined
  bug = (source) => source
  native.loadBy(() => ({ compileStage: (spec) => JSON.parse(spec), NativePlan: FakePlan }))
  configure({ mode: 'native', verifySample: 0.01 })
})
afterEach(() => native.loadBy(() => assert.fail('no test is running')))

const pipeline = () => records().filter((r) => r.n > 1).map((r) => ({ id: r.n, double: r.n * 2 })).map((r) => [r.id, r.double])
const input = '[{"n":1},{"n":2},{"n":3},{"n":4}]'

test('the same bytes are equal', () => {
  assert.deepEqual(pipeline().verify(input), { equal: true, native: true })
  assert.deepEqual(mill((x) => x.a).verify(Buffer.from('{"a":1}')), { equal: true, native: true })
})

test('a difference names the stage, the record and both values', () => {
  bug = (source) => source.replace('r.n * 2', '(r.n === 3 ? 7 : r.n * 2)')
  assert.deepEqual(pipeline().verify(input), {
    equal: false,
    native: true,
    difference: { record: 2, stage: 1, offset: 10, native: '{"id":3,"double":7}', v8: '{"id":3,"double":6}' }
  })
  bug = (source) => source.replace('r.n > 1', 'r.n > 2')
  assert.deepEqual(pipeline().verify(input).difference, { record: 1, stage: 0, offset: 2, native: '{"n":3}', v8: '{"n":2}' })
  const sum = records().map((r) => r.n).reduce((a, n) => a + n, 0)
  bug = (source) => source.replace('a + n', 'a - n')
  assert.deepEqual(sum.verify(input).difference, { stage: 1, offset: 0, native: '-10', v8: '10' })
  bug = (source) => source.replace('x.a', 'x.b')
  assert.deepEqual(mill((x) => ({ y: x.a })).verify('{"a":1,"b":2}').difference, { record: 0, stage: 0, offset: 5, native: '{"y":2}', v8: '{"y":1}' })
})

test('long values are cut around the place', () => {
  bug = (source) => source.replace("'x'", "'y'")
  const { native, v8, offset } = mill((s) => s.replace('-', 'x')).verify(JSON.stringify(`${'a'.repeat(5000)}-${'b'.repeat(5000)}`)).difference
  assert.equal(offset, 5001)
  assert.equal(native, `…${'a'.repeat(40)}y${'b'.repeat(79)}…`)
  assert.equal(v8, `…${'a'.repeat(40)}x${'b'.repeat(79)}…`)
})

test('errors are compared by class, message, record and stage', () => {
  const failing = () => records().map((r) => r.a.b)
  const payload = { code: 'ERR_JSONMILL_CALLBACK', name: 'TypeError', message: "Cannot read properties of undefined (reading 'b')", record: 1, stage: 0 }
  const fails = (fields) => () => {
    throw new Error(JSON.stringify({ ...payload, ...fields }))
  }
  const source = '[{"a":{}},{}]'
  answer = fails({})
  assert.deepEqual(failing().verify(source), { equal: true, native: true })
  answer = fails({ message: 'other' })
  assert.deepEqual(failing().verify(source).difference, {
    record: 1,
    stage: 0,
    native: 'TypeError: other',
    v8: "TypeError: Cannot read properties of undefined (reading 'b')"
  })
  answer = fails({ record: 0 })
  assert.equal(failing().verify(source).equal, false)
  answer = () => Buffer.from('[]')
  assert.deepEqual(failing().verify(source).difference, { record: 1, stage: 0, native: '[]', v8: "TypeError: Cannot read properties of undefined (reading 'b')" })
  answer = fails({ code: 'ERR_JSONMILL_PARSE', record: 0, offset: 2, line: 1, column: 3, message: 'worded otherwise' })
  assert.equal(mill((x) => x).verify('[x').equal, false)
  answer = fails({ code: 'ERR_JSONMILL_PARSE', record: 0, offset: 1, line: 1, column: 2, message: 'worded otherwise' })
  assert.equal(mill((x) => x).verify('[x').equal, true)
})

test('what does not run natively at all says so', () => {
  assert.deepEqual(mill((x) => x).verify('"\ud800"'), { equal: true, native: false, reason: 'lone surrogates in a string have no UTF-8 form' })
  answer = () => {
    throw new Error(JSON.stringify({ code: 'BAIL', message: 'odd' }))
  }
  assert.deepEqual(mill((x) => x).verify('1'), { equal: true, native: false, reason: 'odd' })
  assert.throws(() => mill((x) => x, { unsupported: 'throw' }).verify('1'), { code: 'ERR_JSONMILL_UNSUPPORTED' })
  configure({ mode: 'js' })
  assert.deepEqual(mill((x) => x).verify('1'), { equal: true, native: false, reason: 'the mode is js' })
})

test('where only V8 reaches its own limits, native code is right', () => {
  answer = () => Buffer.from('deep')
  const deep = mill((n) => {
    let value = []
    for (let i = 0; i < n; i++) value = [value]
    return value
  })
  assert.deepEqual(deep.verify('100000'), { equal: true, native: true })
})

test('mode verify: a sample of the runs, from the first one on', async () => {
  const found = []
  configure({ mode: 'verify', verifySample: 0.25, onMismatch: (verification) => found.push(verification) })
  let inV8 = 0
  const counting = mill((x) => inV8++ * 0 + x)
  const p = records().map((n) => n + 1)
  for (let i = 0; i < 8; i++) assert.equal(p.runSync('[1]').toString(), '[2]')
  assert.equal(runs, 8)
  assert.deepEqual(found, [])
  bug = () => '(x) => x'
  for (let i = 0; i < 8; i++) counting('0')
  assert.equal(inV8, 2)
})

test('a mismatch gives V8\'s answer, is reported, and ends the native runs of that pipeline', async () => {
  const found = []
  configure({ mode: 'verify', verifySample: 1, onMismatch: (verification) => found.push(verification) })
  bug = (source) => source.replace('r.n * 2', 'r.n * 3')
  for (const run of [(p) => p.runSync(input), (p) => p.run(input), (p) => p.run(Buffer.from(input))]) {
    const p = pipeline()
    found.length = runs = 0
    assert.equal((await run(p)).toString(), '[[2,4],[3,6],[4,8]]')
    assert.equal(found.length, 1)
    assert.deepEqual([found[0].equal, found[0].difference.stage, found[0].difference.record], [false, 1, 1])
    const before = runs
    assert.equal((await run(p)).toString(), '[[2,4],[3,6],[4,8]]')
    assert.equal(runs, before)
    assert.match(p.explain(), /runs in V8: a native run gave another result than V8/)
  }
})

test('without a handler a mismatch is one warning, without data', async () => {
  configure({ mode: 'verify', verifySample: 1, onMismatch: () => { throw new Error('mine') } })
  bug = (source) => source.replace('secret', 'x')
  assert.equal(mill((x) => x.secret)('{"secret":"hush"}').toString(), '"hush"')
  await nextTurn()
  assert.match(warnings.at(-1).message, /^onMismatch failed: mine$/)
  const { status, stderr } = (await import('node:child_process')).spawnSync(
    process.execPath,
    ['-e', `
      const native = require('./lib/native.js')
      native.loadBy(() => ({ compileStage: (spec) => spec, NativePlan: class { direct() { return () => Buffer.from('"no"') } } }))
      const { mill } = require('./index.js')
      for (let i = 0; i < 3; i++) if (mill((x) => x.secret)('{"secret":"hush"}').toString() !== '"hush"') process.exit(1)`],
    { cwd: new URL('..', import.meta.url), env: { ...process.env, JSONMILL_MODE: 'verify' }, encoding: 'utf8' }
  )
  assert.equal(status, 0)
  assert.equal(stderr.match(/JSONMILL_MISMATCH/g).length, 1)
  assert.match(stderr, /another result than V8 \(stage 0\)[^]*x\.secret/)
  assert.ok(!stderr.includes('hush'))
})
