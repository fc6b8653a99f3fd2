// Random JSON values: any, such as a schema describes, and mutations of them.

export const NAMES = ['id', 'name', 'email', 'a/b', 'tags', 'items', 'qty', 'kind', 'x~y', 'é', '0', 'meta']
export const TEXTS = [
  '', 'a', 'abc', 'foo@bar.com', '2024-01-01', '2024-01-01T00:00:00Z', 'not a date', '127.0.0.1', '::1', '😀😀', 'x'.repeat(210), 'A1', 'http://a.b/c',
  '9b2f1c3e-0000-4000-8000-000000000000', '12:30:00Z', 'P1D', '/a/b', 'example.com', '1', ' 3 ', '0x10', 'true', 'false', '1.5', 'Infinity'
]

export function anyValue(random, depth = 0) {
  const kind = random.int(0, depth > 3 ? 5 : 8)
  if (kind === 0) return null
  if (kind === 1) return random.chance(0.5)
  if (kind === 2) return random.int(-5, 10)
  if (kind === 3) return random.int(-50, 100) / 4
  if (kind <= 5) return random.pick(TEXTS)
  if (kind === 6) return random.list(0, 4, () => anyValue(random, depth + 1))
  return Object.fromEntries(random.list(0, 5, () => [random.pick(NAMES), anyValue(random, depth + 1)]))
}

/** A value that a schema is likely to allow. */
export function sampleOf(random, schema, root = schema, depth = 0) {
  if (typeof schema !== 'object' || depth > 8) return anyValue(random, 3)
  const again = (inner) => sampleOf(random, inner, root, depth + 1)
  if (schema.$ref !== undefined) return again(target(root, schema.$ref))
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return random.pick(schema.enum)
  const branches = schema.oneOf ?? schema.anyOf
  if (branches !== undefined && random.chance(0.6)) return merged(again({ ...schema, oneOf: undefined, anyOf: undefined }), again(random.pick(branches)))
  if (schema.allOf !== undefined && random.chance(0.6)) return merged(again({ ...schema, allOf: undefined }), again(random.pick(schema.allOf)))
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type
  if (type === 'string') return textOf(random, schema)
  if (type === 'number' || type === 'integer') return numberOf(random, schema)
  if (type === 'array') return arrayOf(random, schema, again)
  if (type === 'object' || schema.properties !== undefined) return objectOf(random, schema, again, depth)
  return type === 'null' ? null : anyValue(random, depth)
}

function target(root, reference) {
  const [, place, name] = reference.split('/')
  return name === undefined ? root : (root[place]?.[name] ?? {})
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

const merged = (one, other) => (isObject(one) && isObject(other) ? { ...one, ...other } : other)

function textOf(random, { minLength = 0, maxLength = Infinity }) {
  const fits = TEXTS.filter((text) => text.length >= minLength && text.length <= maxLength)
  return random.pick(fits.length > 0 && random.chance(0.9) ? fits : TEXTS)
}

function numberOf(random, { minimum = -4, maximum = 9 }) {
  return random.chance(0.8) ? random.int(Math.ceil(minimum), Math.floor(maximum)) : random.int(minimum * 4, maximum * 4) / 4
}

function arrayOf(random, { minItems = 0, maxItems = 3, prefixItems, items, additionalItems }, again) {
  const first = prefixItems ?? (Array.isArray(items) ? items : [])
  const rest = Array.isArray(items) ? additionalItems : items
  return random.list(minItems, Math.max(minItems, maxItems), (i) => again(first[i] ?? (rest === false ? {} : rest)))
}

function objectOf(random, { properties = {}, required = [] }, again, depth) {
  const object = {}
  for (const [name, schema] of Object.entries(properties)) {
    if (required === true || required.includes?.(name) || random.chance(0.6)) object[name] = again(schema)
  }
  for (const name of required) if (!(name in object)) object[name] = anyValue(random, depth + 1)
  if (random.chance(0.15)) object[random.pick(NAMES)] = anyValue(random, depth + 1)
  return object
}

/** A value that differs from another one in one place. */
export function mutated(random, value) {
  if (random.chance(0.15) || typeof value !== 'object' || value === null) return anyValue(random, 2)
  const keys = Object.keys(value)
  if (keys.length === 0) return anyValue(random, 2)
  const key = random.pick(keys)
  const copy = Array.isArray(value) ? [...value] : { ...value }
  const how = random.int(0, 3)
  if (Array.isArray(copy) && how === 0) copy.push(copy[0])
  else if (!Array.isArray(copy) && how === 0) delete copy[key]
  else if (!Array.isArray(copy) && how === 1) copy[random.pick(NAMES)] = anyValue(random, 2)
  else copy[key] = mutated(random, copy[key])
  return copy
}
