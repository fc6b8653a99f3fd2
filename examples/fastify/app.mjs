// A Fastify app whose bodies jsonmill checks: by value as Fastify's validatorCompiler, and by bytes before any value is made.
import Fastify from 'fastify'
import { compileSchema, mill } from '../../index.mjs'

/** As Fastify's own: defaults put, types coerced, properties that nobody asked for removed. */
const LIKE_FASTIFY = { useDefaults: true, coerceTypes: 'array', removeAdditional: true }

const order = {
  type: 'object',
  properties: { id: { type: 'integer', minimum: 1 }, qty: { type: 'integer', default: 1 }, tags: { type: 'array', items: { type: 'string' } } },
  required: ['id'],
  additionalProperties: false
}

const lines = {
  type: 'object',
  properties: { items: { type: 'array', items: { type: 'object', properties: { price: { type: 'number' }, qty: { type: 'integer' } }, required: ['price', 'qty'] } } },
  required: ['items']
}

/** Checked and computed over the bytes of the body; no JavaScript value is made of it. */
const total = mill((doc) => ({ total: doc.items.reduce((sum, { price, qty }) => sum + price * qty, 0) }), { schema: lines, protoKeys: 'error' })

export function app(options) {
  const fastify = Fastify(options)
  fastify.setValidatorCompiler(({ schema }) => compileSchema(schema, { draft: '7', ...LIKE_FASTIFY }))

  fastify.post('/orders', { schema: { body: order } }, async (request) => request.body)

  // this part of the app gets its bodies as they came
  fastify.register(async (raw) => {
    raw.removeContentTypeParser('application/json')
    raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => done(null, body))
    raw.setErrorHandler((error, request, reply) => {
      const { code, message, violations } = error
      reply.code(code === 'ERR_JSONMILL_VALIDATION' ? 422 : 400).send({ code, message, violations })
    })
    raw.post('/total', async (request, reply) => reply.type('application/json').send(total(request.body)))
  })
  return fastify
}
