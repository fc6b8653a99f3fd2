import assert from 'node:assert/strict'
import { test } from 'node:test'
import { app } from './app.mjs'

const post = async (url, payload) => {
  const response = await app().inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } })
  return [response.statusCode, response.json()]
}

test('a body is checked and changed as by Fastify itself', async () => {
  assert.deepEqual(await post('/orders', '{"id":"7","tags":"new","extra":1}'), [200, { id: 7, tags: ['new'], qty: 1 }])
  const [status, { message }] = await post('/orders', '{"qty":2}')
  assert.deepEqual([status, message], [400, "body must have required property 'id'"])
})

test('a body is checked and computed over its bytes', async () => {
  assert.deepEqual(await post('/total', '{"items":[{"price":2.5,"qty":2},{"price":1,"qty":3}]}'), [200, { total: 8 }])
  const [status, { code, violations }] = await post('/total', '{"items":[{"price":"x","qty":2}]}')
  assert.deepEqual([status, code, violations[0].instancePath], [422, 'ERR_JSONMILL_VALIDATION', '/items/0/price'])
  assert.equal((await post('/total', '{"items":[],"__proto__":{}}'))[0], 422)
  assert.equal((await post('/total', '{"items":'))[0], 400)
})
