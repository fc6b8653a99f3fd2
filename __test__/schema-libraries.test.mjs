// Schemas as libraries make them: TypeBox types are JSON Schema, zod gives its own by ~standard.jsonSchema.
import { Type as OldType } from '@sinclair/typebox'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { z } from 'zod'
import { compileSchema, records } from '../index.mjs'

const SCHEMAS = {
  typebox: Type.Object({ id: Type.Integer({ minimum: 0 }), name: Type.String(), tags: Type.Optional(Type.Array(Type.String({ maxLength: 3 }))) }),
  '@sinclair/typebox': OldType.Object({ id: OldType.Integer({ minimum: 0 }), name: OldType.String(), tags: OldType.Optional(OldType.Array(OldType.String({ maxLength: 3 }))) }),
  zod: z.object({ id: z.int().min(0), name: z.string(), tags: z.array(z.string().max(3)).optional() })
}
const LINES = ['{"id":1,"name":"a"}', '{"id":-1,"name":"a"}', '{"id":1}', '{"id":1,"name":"a","tags":["abcd"]}', '{"id":1.5,"name":"a"}', '{"id":2,"name":"b","tags":["x"]}']
const VALID = [0, 5]

for (const [library, schema] of Object.entries(SCHEMAS)) {
  test(`records are checked against a schema of ${library}`, () => {
    const pipeline = records({ input: 'ndjson', onError: 'drop' }).validate(schema)
    assert.equal(pipeline.runSync(LINES.join('\n')).toString(), VALID.map((i) => `${LINES[i]}\n`).join(''))
    assert.match(pipeline.explain(), /JSON Schema over bytes/)
    const check = compileSchema(schema)
    assert.deepEqual(LINES.map((line) => check(JSON.parse(line))), LINES.map((_, i) => VALID.includes(i)))
  })
}

test('what zod cannot say as JSON Schema is told', () => {
  const schema = z.object({ id: z.string().transform(Number) })
  assert.throws(() => records().validate(z.object({ at: z.date() })), { code: 'ERR_JSONMILL_OPTION', message: /zod cannot say it as JSON Schema/ })
  assert.doesNotThrow(() => records().validate(schema.pick({})))
})
