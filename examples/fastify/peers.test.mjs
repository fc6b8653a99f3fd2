// Schemas of other libraries: TypeBox types are JSON Schema, zod and ArkType say theirs, valibot has a converter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from '@sinclair/typebox'
import { toJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'
import { compileSchema, records } from '../../index.mjs'

const peers = {
  TypeBox: Type.Object({ id: Type.Integer({ minimum: 1 }), name: Type.String(), tags: Type.Optional(Type.Array(Type.String())) }),
  zod: z.object({ id: z.int().min(1), name: z.string(), tags: z.array(z.string()).optional() }),
  ArkType: type({ id: 'number.integer >= 1', name: 'string', 'tags?': 'string[]' }),
  valibot: toJsonSchema(v.object({ id: v.pipe(v.number(), v.integer(), v.minValue(1)), name: v.string(), tags: v.optional(v.array(v.string())) }))
}

for (const [name, schema] of Object.entries(peers)) {
  test(`a schema of ${name}`, () => {
    const names = records({ input: 'ndjson', onError: 'reject' }).validate(schema).map((user) => user.name.toUpperCase())
    const { output, rejected } = names.reportSync('{"id":1,"name":"a"}\n{"id":0,"name":"b"}\n{"id":2,"name":"c","tags":["x"]}\n{"id":3,"name":"d","tags":[1]}')
    assert.equal(output.toString(), '"A"\n"C"\n')
    assert.deepEqual(rejected.map(({ error }) => error.violations[0].instancePath), ['/id', '/tags/0'])
    assert.equal(compileSchema(schema).validateBytes('{"id":1,"name":"a"}').valid, true)
  })
}

test('what JSON Schema cannot say is an error that names it', () => {
  const transformed = z.object({ n: z.string().transform(Number) })
  assert.throws(() => records().validate(z.object({ at: z.date() })), { code: 'ERR_JSONMILL_OPTION', message: /zod cannot say it as JSON Schema: .*Date/ })
  assert.equal(compileSchema(transformed).validateBytes('{"n":1}').valid, false)
})
