// W3: the same export, every record checked against a JSON Schema and rewritten: nested objects, formats, enums, patterns.
export { records, wrap } from './orders.mjs'

export const title = 'W3 orders: every record checked against a schema and rewritten'

const text = (maxLength) => ({ type: 'string', maxLength })
const whole = (minimum) => ({ type: 'integer', minimum })

export const schema = {
  type: 'object',
  required: ['id', 'status', 'createdAt', 'customer', 'items', 'total', 'currency', 'tags', 'note', 'meta'],
  additionalProperties: false,
  properties: {
    id: whole(1),
    status: { enum: ['paid', 'pending', 'cancelled', 'refunded'] },
    createdAt: { type: 'string', format: 'date-time' },
    customer: {
      type: 'object',
      required: ['id', 'name', 'email', 'address'],
      additionalProperties: false,
      properties: {
        id: whole(1),
        name: { type: 'string', minLength: 1, maxLength: 100 },
        email: { type: 'string', pattern: '^[^@\\s]+@[A-Za-z0-9.-]+$' },
        phone: { type: ['string', 'null'], maxLength: 20 },
        address: {
          type: 'object',
          required: ['street', 'city', 'zip', 'country'],
          additionalProperties: false,
          properties: { street: text(100), city: text(60), zip: { type: 'string', pattern: '^\\d{5}$' }, country: { type: 'string', pattern: '^[A-Z]{2}$' } },
        },
      },
    },
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        required: ['sku', 'name', 'qty', 'price'],
        additionalProperties: false,
        properties: {
          sku: { type: 'string', pattern: '^SKU-\\d{5}$' },
          name: text(80),
          qty: { type: 'integer', minimum: 1, maximum: 1000 },
          price: { type: 'number', minimum: 0 },
          discount: {
            type: 'object',
            required: ['code', 'percent'],
            additionalProperties: false,
            properties: { code: text(20), percent: { type: 'number', minimum: 0, maximum: 100 } },
          },
        },
      },
    },
    total: { type: 'number', minimum: 0 },
    currency: { enum: ['EUR', 'USD', 'JPY', 'BRL'] },
    tags: { type: 'array', maxItems: 10, items: text(20) },
    note: text(500),
    meta: {
      type: 'object',
      required: ['source', 'ip', 'session', 'experiment'],
      properties: { source: { enum: ['web', 'ios', 'android', 'partner'] }, ip: { type: 'string', format: 'ipv4' }, session: text(16), experiment: { type: 'boolean' } },
    },
  },
}
