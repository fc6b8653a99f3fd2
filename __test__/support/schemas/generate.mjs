// Random JSON Schemas of all drafts, with the keywords that people write and the ones that meet in surprising ways.
import { NAMES, TEXTS, anyValue } from './values.mjs'

export const DRAFTS = ['2020-12', '2019-09', '7', '6', '4']
const FORMATS = ['email', 'date', 'date-time', 'ipv4', 'ipv6', 'uri', 'uuid', 'time', 'duration', 'json-pointer', 'hostname', 'regex', 'uri-reference']
const PATTERNS = ['^[a-z]+$', '\\d', '^.{2,5}$', '^(a|b)', '^[^@\\s]+@[^@\\s]+$', '^\\p{L}+$', '[0-9]{3,}', '^(?:[a-z]\\d)*$']
const KEY_PATTERNS = ['^x', 'a', '^[a-z]+$', '^[in]']
const MAX_DEPTH = 3

/** What drafts call the same. */
const isModern = (draft) => draft === '2020-12' || draft === '2019-09'
const definitions = (draft) => (isModern(draft) ? '$defs' : 'definitions')

class Generator {
  constructor(random, draft, defaults) {
    this.random = random
    this.draft = draft
    this.defaults = defaults
    this.from6 = draft !== '4'
    this.from7 = isModern(draft) || draft === '7'
    this.modern = isModern(draft)
  }

  root() {
    const schema = this.schema(0)
    if (schema.$ref !== undefined) return this.root()
    schema[definitions(this.draft)] = { n: this.schema(1), m: this.schema(2), tree: this.tree() }
    return schema
  }

  /** A schema that refers to itself. */
  tree() {
    const { random } = this
    const self = { $ref: `#/${definitions(this.draft)}/tree` }
    return { type: 'object', properties: { name: { type: 'string' }, items: { type: 'array', items: self } }, required: random.some(['name', 'items'], 0.4) }
  }

  schema(depth) {
    const { random } = this
    if (depth > MAX_DEPTH) return random.pick([{ type: 'string' }, { type: 'number' }, { type: ['string', 'null'] }, {}, ...(this.from6 ? [true] : [])])
    if (depth > 0 && random.chance(0.1)) return { $ref: `#/${definitions(this.draft)}/${random.pick(['n', 'm', 'tree'])}` }
    const schema = {}
    this.body(schema, depth)
    this.combined(schema, depth)
    if (this.defaults && random.chance(0.3)) schema.default = anyValue(random, 2)
    return schema
  }

  body(schema, depth) {
    const { random } = this
    const kind = depth === 0 ? random.int(6, 11) : random.int(0, 11)
    if (kind <= 1) Object.assign(schema, { type: 'string' }, this.string())
    else if (kind <= 3) Object.assign(schema, { type: random.pick(['number', 'integer']) }, this.number())
    else if (kind === 4) Object.assign(schema, { type: 'array' }, this.array(depth))
    else if (kind === 5) Object.assign(schema, { type: random.pick(['boolean', 'null', 'string']) })
    else if (kind <= 8) Object.assign(schema, { type: 'object' }, this.object(depth))
    else if (kind === 9) schema.enum = this.choices()
    else if (kind === 10) this.mixed(schema)
    else Object.assign(schema, this.string(), this.number(), this.array(depth), this.object(depth))
  }

  choices() {
    const { random } = this
    const all = [random.pick(TEXTS), random.pick(TEXTS), random.int(0, 5), null, ...(random.chance(0.2) ? [{ a: [1] }, [1, 'a']] : [])]
    return [...new Set(all)]
  }

  mixed(schema) {
    const { random } = this
    if (random.chance(0.3) && this.from6) {
      schema.const = random.pick([1, 'a', null, { a: 1 }, [1, 2], 0, false])
      return
    }
    schema.type = random.pick([['string', 'null'], ['number', 'string'], ['object', 'array'], ['integer', 'boolean', 'null']])
    Object.assign(schema, this.string(), this.number())
  }

  string() {
    const { random } = this
    return {
      ...(random.chance(0.5) && { minLength: random.int(0, 4) }),
      ...(random.chance(0.5) && { maxLength: random.int(3, 8) }),
      ...(random.chance(0.4) && { pattern: random.pick(PATTERNS) }),
      ...(random.chance(0.4) && { format: random.pick(FORMATS) })
    }
  }

  number() {
    const { random } = this
    return {
      ...(random.chance(0.5) && { minimum: random.int(-3, 3) }),
      ...(random.chance(0.5) && { maximum: random.int(4, 8) }),
      ...(random.chance(0.3) && { multipleOf: random.pick([1, 2, 0.5, 3, 0.25]) }),
      ...(this.from6 && random.chance(0.2) && { exclusiveMinimum: random.int(-3, 3) }),
      ...(this.from6 && random.chance(0.2) && { exclusiveMaximum: random.int(3, 9) })
    }
  }

  array(depth) {
    const { random } = this
    const sub = () => this.schema(depth + 1)
    const array = {
      ...(random.chance(0.3) && { minItems: random.int(0, 2) }),
      ...(random.chance(0.3) && { maxItems: random.int(1, 4) }),
      ...(random.chance(0.3) && { uniqueItems: true }),
      ...(random.chance(0.6) && { items: sub() }),
      ...(this.from6 && random.chance(0.25) && { contains: sub() }),
      ...(this.modern && random.chance(0.15) && { unevaluatedItems: random.pick([false, { type: 'string' }]) })
    }
    if (random.chance(0.3)) Object.assign(array, this.tuple(depth))
    if (array.contains !== undefined && this.modern && random.chance(0.5)) Object.assign(array, { minContains: random.int(1, 2), maxContains: random.int(2, 3) })
    return array
  }

  tuple(depth) {
    const { random } = this
    const first = random.list(1, 3, () => this.schema(depth + 1))
    if (this.draft === '2020-12') return { prefixItems: first, ...(random.chance(0.4) && { items: false }) }
    return { items: first, ...(random.chance(0.5) && { additionalItems: random.pick([false, this.schema(depth + 1)]) }) }
  }

  object(depth) {
    const { random } = this
    const sub = () => this.schema(depth + 1)
    const names = (share) => [...new Set(random.list(1, 3, () => random.pick(NAMES)))].slice(0, share)
    return {
      properties: Object.fromEntries(random.list(0, 5, () => [random.pick(NAMES), sub()])),
      ...(random.chance(0.6) && { required: names(3) }),
      ...(random.chance(0.3) && { additionalProperties: random.chance(0.6) ? false : sub() }),
      ...(random.chance(0.2) && { patternProperties: { [random.pick(KEY_PATTERNS)]: sub() } }),
      ...(random.chance(0.15) && { minProperties: random.int(1, 2) }),
      ...(random.chance(0.15) && { maxProperties: random.int(2, 4) }),
      ...(this.from6 && random.chance(0.15) && { propertyNames: random.pick([{ maxLength: 3 }, { pattern: '^[a-z]+$' }, { enum: ['id', 'name'] }]) }),
      ...(random.chance(0.2) && this.dependents(depth, names)),
      ...(this.modern && random.chance(0.15) && { unevaluatedProperties: random.pick([false, { type: 'string' }]) })
    }
  }

  dependents(depth, names) {
    const { random } = this
    const sub = () => this.schema(depth + 1)
    if (!this.modern) return { dependencies: { [random.pick(NAMES)]: random.chance(0.5) ? names(1) : sub(), [random.pick(NAMES)]: sub() } }
    return random.chance(0.5) ? { dependentRequired: { [random.pick(NAMES)]: names(2) } } : { dependentSchemas: { [random.pick(NAMES)]: sub() } }
  }

  combined(schema, depth) {
    const { random } = this
    const sub = () => this.schema(depth + 1)
    if (random.chance(0.12)) schema.anyOf = [sub(), sub()]
    if (random.chance(0.1)) schema.oneOf = random.chance(0.5) ? [sub(), sub()] : this.variants(depth)
    if (random.chance(0.1)) schema.allOf = [sub(), sub()]
    if (random.chance(0.06)) schema.not = sub()
    if (this.from7 && random.chance(0.12)) Object.assign(schema, { if: sub(), ...(random.chance(0.8) && { then: sub() }), ...(random.chance(0.8) && { else: sub() }) })
  }

  /** Objects told apart by one of their properties. */
  variants(depth) {
    const { random } = this
    const tagged = (tag) => ({
      type: 'object',
      properties: { kind: this.from6 ? { const: tag } : { enum: [tag] }, [random.pick(NAMES)]: this.schema(depth + 1) },
      required: ['kind']
    })
    return ['a', 'abc', 'A1'].slice(0, random.int(2, 3)).map(tagged)
  }
}

/** One random schema of a draft; with `default` keywords, if they are asked for. */
export function randomSchema(random, draft, { defaults = false } = {}) {
  return new Generator(random, draft, defaults).root()
}
