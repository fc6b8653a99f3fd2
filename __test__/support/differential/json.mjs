// Random JSON text: everything JSON.parse accepts and JSON.stringify would never write.
import { Node, list } from './tree.mjs'

/** Fields that callbacks read, with the kind they mostly have. */
export const FIELDS = {
  id: 'number', n: 'number', total: 'number', qty: 'number', 2: 'number',
  name: 'string', s: 'string', status: 'string', email: 'string',
  ok: 'boolean', on: 'boolean',
  o: 'object', customer: 'object',
  items: 'objects', rows: 'objects',
  tags: 'strings', list: 'array', xs: 'numbers',
  any: 'any', v: 'any'
}
const ODD_KEYS = ['10', '2', '1', '0', '007', '-1', '4294967295', '1e3', '__proto__', 'length', '', 'é', 'ключ', '😀', 'a b', 'id', 'name', 'n']
const RISKY_KEYS = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', 'map', 'then']

const NUMBERS = ['0', '-0', '1', '2', '3', '10', '42', '100', '-1', '-7', '0.1', '0.5', '1.5', '2.50', '19.99', '1.0', '1e2', '1E+2', '12e-1', '-0.0', '0e0', '1e400', '-1e400', '1e-400',
  '1e21', '123456789012345680000', '9007199254740993', '9007199254740991', '-9007199254740993', '4294967296', '2147483648', '-2147483649', '1e-7', '0.000001', '1.7976931348623157e308', '5e-324',
  '0.30000000000000004', '100000000000000000000000', '3.0000', '255', '65536', '1000000', '123.456', '-3.5', '2.5', '1.005']
const TEXTS = ['', 'a', 'b', 'x', 'paid', 'open', 'Alice', 'Bob', 'name', 'id', 'n', 'O\'Neil', 'a,b,c', 'a b  c', ' padded ', '\ttab\n', '10', '9', '-1', '1e3', '0x1F', ' 12 ', '3.50', 'NaN', 'Infinity', 'null', 'true', '2', '__proto__',
  'Straße', 'İstanbul', 'ΑΣ', 'ǆ', 'Çelik', 'é', 'é', '😀', 'a😀b', '👩‍👩‍👧', '日本語', '\u2028', '\ufeffbom', '\u00a0nbsp', '\u0085', '\ud83d', '\ude00', 'x\udc00y', '\ud83d\ud83d\ude00', '$&', '$1', '"quoted"', 'back\\slash', '</script>', '\u0000', '\u001f', '\u007f', 'length', 'toString',
  '2024-02-29T12:34:56Z', '2024-07-01T10:00:00', 'Jan 5, 2024', 'ann@example.com', 'BOB@Example.COM', '2024-01-31', 'a-b_c', 'aaa', 'abcabc', 'lorem ipsum dolor sit amet consectetur']

const json = (...parts) => new Node('json', parts)
const hex = (unit) => unit.toString(16).padStart(4, '0')
const SHORT = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

export class JsonSource {
  /** `newlines`: whether white space may hold line ends. `tidy`: text as JSON.stringify writes it. */
  constructor(random, { newlines = true } = {}) {
    this.random = random
    this.spaces = newlines ? [' ', '  ', '\n', '\r\n', '\t', '\n    '] : [' ', '  ', '\t', '\r']
    this.tidy = random.chance(0.4)
    this.odd = random.chance(0.5) ? 0.15 : 0
    /** How often a value is of another kind than its field mostly has. */
    this.mixed = random.pick([0, 0, 0.03, 0.1])
  }

  space() {
    return !this.tidy && this.random.chance(0.12) ? this.random.pick(this.spaces) : ''
  }

  string(value) {
    const { random } = this
    let out = '"'
    const escape = !this.tidy && random.chance(0.2) ? 0.3 : 0
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i)
      const char = value[i]
      const pair = unit >= 0xd800 && unit < 0xdc00 && value.charCodeAt(i + 1) >= 0xdc00 && value.charCodeAt(i + 1) < 0xe000
      if (random.chance(escape)) {
        const code = hex(unit)
        out += char === '/' ? '\\/' : `\\u${random.chance(0.5) ? code.toUpperCase() : code}`
      } else if (pair) {
        out += char + value[++i]
      } else if (unit >= 0xd800 && unit < 0xe000) {
        out += `\\u${hex(unit)}`
      } else if (unit < 0x20 || char === '"' || char === '\\') {
        out += SHORT[char] ?? `\\u${hex(unit)}`
      } else {
        out += char
      }
    }
    return `${out}"`
  }

  text() {
    const { random } = this
    if (random.chance(0.03)) return random.pick(['x', 'é', '"', '\\', '😀', ' ']).repeat(random.int(140)) + random.pick(TEXTS)
    if (random.chance(0.7)) return random.pick(TEXTS)
    return random.times(1 + random.int(3), () => random.pick(TEXTS)).join(random.pick(['', ' ', '-', ',']))
  }

  number() {
    const { random } = this
    if (random.chance(0.5)) return random.pick(NUMBERS)
    if (random.chance(0.7)) return String(random.int(random.pick([4, 20, 1000])))
    return String((random.next() - 0.5) * 10 ** (random.int(40) - 15))
  }

  any(depth) {
    const { random } = this
    const kind = random.weighted([
      [4, 'number'], [4, 'string'], [2, 'boolean'], [2, 'null'],
      [depth > 0 ? 2 : 0, 'object'], [depth > 0 ? 1 : 0, 'array'], [depth > 0 ? 0.5 : 0, 'empty']
    ])
    return this.value(kind, depth)
  }

  value(kind, depth) {
    const { random } = this
    if (kind !== 'any' && random.chance(this.mixed)) return this.any(depth)
    switch (kind) {
      case 'number': return json(this.number())
      case 'string': return json(this.string(this.text()))
      case 'boolean': return json(random.pick(['true', 'false']))
      case 'null': return json('null')
      case 'empty': return json(random.pick(['{}', '[]', '{ }', '[ ]', '""']))
      case 'object': return depth > 0 ? this.object(depth - 1) : json('{}')
      case 'objects': return this.array(depth, () => this.value('object', depth - 1))
      case 'strings': return this.array(depth, () => this.value('string', 0))
      case 'numbers': return this.array(depth, () => this.value('number', 0))
      case 'array': return this.array(depth, () => this.any(depth - 1))
      default: return this.any(depth)
    }
  }

  array(depth, element) {
    if (depth <= 0) return json('[]')
    const count = this.random.weighted([[2, 0], [3, 1], [5, 2], [4, 3], [1, 5], [0.05, 45]])
    return json('[', list(this.random.times(count, () => json(this.space(), element(), this.space())), ','), ']')
  }

  entry(key, value) {
    return json(this.space(), this.string(key), this.space(), ':', this.space(), value, this.space())
  }

  object(depth, keys = this.keys()) {
    const entries = keys.map((key) => this.entry(key, this.value(FIELDS[key] ?? 'any', depth)))
    return json('{', list(entries, ','), this.space(), '}')
  }

  keys() {
    const { random } = this
    const names = Object.keys(FIELDS)
    const keys = random.times(1 + random.int(7), () => random.pick(names))
    // duplicates are wanted only now and then: a set drops those of chance
    const chosen = random.chance(0.85) ? [...new Set(keys)] : keys
    while (random.chance(this.odd)) chosen.splice(random.int(chosen.length + 1), 0, random.pick(ODD_KEYS))
    if (random.chance(this.odd / 30)) chosen.push(random.pick(RISKY_KEYS))
    return chosen
  }

  /** Records that mostly share their fields, as those of one file do. */
  records(count) {
    const { random } = this
    const keys = this.keys().concat(random.chance(0.8) ? ['id', 'name', 'n', 's', 'items', 'tags', 'o'].filter(() => random.chance(0.7)) : [])
    const common = random.chance(0.3) ? Object.keys(FIELDS).filter(() => random.chance(0.95)) : [...new Set(keys)]
    return random.times(count, () => {
      if (random.chance(this.mixed / 2)) return this.any(2)
      if (random.chance(this.mixed * 2)) return this.object(2)
      return this.object(2, random.chance(0.9) ? common : common.filter(() => random.chance(0.8)))
    })
  }

  document() {
    const { random } = this
    if (random.chance(this.mixed / 2)) return this.any(3)
    if (random.chance(0.25)) return json('[', list(this.records(random.int(5)), ','), ']')
    const keys = ['items', 'rows'].filter(() => random.chance(0.7)).concat(this.keys())
    const entries = keys.map((key) =>
      this.entry(key, key === 'items' || key === 'rows' ? json('[', list(this.records(random.int(6)), ','), ']') : this.value(FIELDS[key] ?? 'any', 3))
    )
    return json(this.space(), '{', list(entries, ','), this.space(), '}', this.space())
  }

  rows() {
    const rows = this.records(this.random.weighted([[1, 0], [3, 1], [5, 3], [3, 7], [1, 30]])).map((row) => json(this.space(), row, this.space()))
    return json(this.space(), '[', list(rows, ','), ']', this.space())
  }

  /** A document with rows at a JSON Pointer, mostly. */
  around(at) {
    const { random } = this
    const keys = at.split('/').slice(1).map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')).reverse()
    return keys.reduce((inside, key) => {
      if (key === '1') return json('[', list([this.any(1), inside, this.any(1)], ','), ']')
      const entries = [this.entry(key, inside), ...random.times(random.int(3), () => this.entry(random.pick(['id', 'meta', key]), this.any(2)))]
      if (random.chance(0.3)) entries.reverse()
      return json(this.space(), '{', list(entries, ','), '}', this.space())
    }, this.rows())
  }

  lines() {
    const { random } = this
    const rows = this.records(random.weighted([[1, 0], [3, 1], [5, 3], [3, 7], [1, 30]])).map((row) => json(this.space(), row, this.space()))
    while (random.chance(0.1)) rows.splice(random.int(rows.length + 1), 0, json(random.pick(['', ' ', '\r', '\t '])))
    return json(list(rows, random.pick(['\n', '\n', '\r\n'])), random.pick(['', '\n', '\n\n']))
  }
}

/** Spoils a text: cut, an extra or wrong character, bytes that are no UTF-8. */
export function spoil(random, bytes) {
  const at = random.int(bytes.length + 1)
  switch (random.int(4)) {
    case 0: return bytes.subarray(0, at)
    case 1: return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick([',', ']', '}', '"', '\\', 'x', '0', '{', '\u0001', '\n'])), bytes.subarray(at)])
    case 2: return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
    default: return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick([[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0xe2, 0x82]])), bytes.subarray(at)])
  }
}
