// The cases in testdata: V8 answers each anew, and jsonmill answers the same. JSONMILL_UPDATE=1 writes V8's answers down.
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
      const { name, expected } = one
      assert.deepEqual(v8(one), expected, `${name}: this Node answers something else`)
      const run = (options) => answer(() => compiled(planOf(one), options).runSync(inputOf(one)))
      const native = run({ unsupported: 'throw' })
      if (one.native === false) assert.ok(native.bailed, `${name}: it is native now`)
      const got = native.bailed && one.native === false ? run({}) : native
      assert.ok(same(expected, got), `${name}: ${JSON.stringify({ expected, got }, null, 2)}`)
    }
  })
}
