// The cases in testdata: V8 answers each anew, and jsonmill answers the same. JSONMILL_UPDATE=1 writes V8's answers down.
// Where versions of V8 differ (`varies`), what is written down is that of Node 20, and others may be left to V8.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseFiles, inputOf, planOf, writeCases } from './support/cases.mjs'
import { answer, compiled, oracle, same } from './support/differential/compare.mjs'

process.removeAllListeners('warning') // those of the cases that are left to V8

// as JSON: a field that is undefined is none
const v8 = (one) => JSON.parse(JSON.stringify(oracle(planOf(one))(inputOf(one))))

if (process.env.JSONMILL_UPDATE === '1') {
  for (const [file, { about, cases }] of caseFiles()) {
    writeCases(file, { about, cases: cases.map((one) => ({ ...one, expected: v8(one) })) })
  }
}

for (const [file, { about, cases }] of caseFiles()) {
  test(`${file}: ${about}`, () => {
    for (const one of cases) {
      const { name, varies } = one
      const expected = varies ? v8(one) : one.expected
      assert.deepEqual(v8(one), expected, `${name}: this Node answers something else`)
      const isOther = JSON.stringify(expected) !== JSON.stringify(one.expected)
      const run = (options) => answer(() => compiled(planOf(one), options).runSync(inputOf(one)))
      const native = run({ unsupported: 'throw' })
      if (one.native === false && !isOther) assert.ok(native.bailed, `${name}: it is native now`)
      const got = native.bailed && (one.native === false || isOther) ? run({}) : native
      assert.ok(same(expected, got), `${name}: ${JSON.stringify({ expected, got }, null, 2)}`)
    }
  })
}
