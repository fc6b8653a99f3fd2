// Random callbacks. Kinds guide what is written, so that most programs get somewhere, and are ignored now and then on purpose.
import { FIELDS } from './json.mjs'
import { list, loose, operand, piece, statement, tight } from './tree.mjs'

const ELEMENT = { objects: 'object', strings: 'string', numbers: 'number', array: 'any' }
const ARRAYS = Object.keys(ELEMENT)
const KINDS = ['string', 'number', 'boolean', 'object', 'any', ...ARRAYS]
const LOCALS = ['x', 'y', 'z', 'acc', 'item', 'value', 'key', 'total', 'name', 'list']
const NAMES = ['a', 'b', 'id', 'name', 'n', 'label', 'total', '2', '10', "'a b'", 'length', '__proto__']

const LITERALS = {
  string: ["''", "'a'", "'b'", "'paid'", "'name'", "','", "' '", "'10'", "'😀'", "'\\ud83d'", "'ß'", "'x-y'", "'$&'", '`t`', "'id'", "'length'", "'\\n'"],
  number: ['0', '1', '2', '3', '10', '0.5', '-1', '100', '1e21', '1e-7', 'NaN', 'Infinity', '-0', '0x1f', '2.5', '4294967296', '1_000'],
  boolean: ['true', 'false'],
  object: ['{}'],
  any: ['null', 'undefined', '0', "''", '[]', '{}', 'void 0']
}

export class CallbackSource {
  constructor(random, env = {}) {
    this.random = random
    /** Names that the callback sees from outside, with their kinds. */
    this.env = env
    this.scopes = []
    this.count = 0
    this.calm = random.chance(0.6) // fewer surprises: such programs run longer before they fail
  }

  // ── names ────────────────────────────────────────────────────────────────────────────────────────────────────

  declare(kind, constant = true) {
    const scope = this.scopes.at(-1)
    // shadowing is rare: a declaration that reads the name it shadows throws
    const taken = this.random.chance(0.05) ? scope : this.scopes.flat()
    const free = LOCALS.filter((name) => !taken.some((variable) => variable.name === name))
    const name = free.length > 0 ? this.random.pick(free) : this.fresh()
    scope.push({ name, kind, constant })
    return name
  }

  fresh() {
    this.count++
    return `v${this.count}`
  }

  visible() {
    const seen = new Set()
    const found = []
    for (const variable of this.scopes.flat().reverse()) {
      if (!seen.has(variable.name)) found.push(variable)
      seen.add(variable.name)
    }
    return found
  }

  variables(kind) {
    return this.visible().filter((variable) => kind === 'any' || variable.kind === kind || (kind === 'array' && variable.kind in ELEMENT))
  }

  within(make) {
    this.scopes.push([])
    const made = make()
    this.scopes.pop()
    return made
  }

  // ── expressions ──────────────────────────────────────────────────────────────────────────────────────────────

  expression(kind, depth) {
    const { random } = this
    if (kind !== 'any' && random.chance(this.calm ? 0.03 : 0.12)) kind = random.pick(KINDS)
    if (depth <= 0 || random.chance(0.12)) return this.leaf(kind)
    if (random.chance(0.1)) return this.choice(kind, depth)
    switch (kind) {
      case 'string': return this.string(depth)
      case 'number': return this.number(depth)
      case 'boolean': return this.boolean(depth)
      case 'object': return this.object(depth)
      case 'any': return this.any(depth)
      default: return this.array(kind, depth)
    }
  }

  leaf(kind) {
    const { random } = this
    const path = random.chance(0.75) ? this.path(kind) : undefined
    if (path) return path
    const local = this.variables(kind)
    if (local.length > 0 && random.chance(0.7)) return tight`${random.pick(local).name}`
    if (kind in ELEMENT) return random.chance(0.5) ? tight`[]` : tight`[${this.leaf(ELEMENT[kind])}, ${this.leaf(ELEMENT[kind])}]`
    const text = random.pick(LITERALS[kind])
    return /^['`[]/.test(text) || /^\w*[a-zA-Z]$/.test(text) ? tight`${text}` : loose`${text}`
  }

  /** A field of something that is in scope, of the wanted kind. */
  path(kind) {
    const { random } = this
    const bases = this.visible().filter((variable) => variable.kind === 'object' || variable.kind === 'objects')
    if (bases.length === 0) return undefined
    const base = random.pick(bases)
    const names = Object.keys(FIELDS).filter((name) => kind === 'any' || FIELDS[name] === kind || (kind === 'array' && FIELDS[name] in ELEMENT))
    if (names.length === 0) return undefined
    let at = tight`${base.name}`
    if (base.kind === 'objects') at = tight`${at}[${random.pick(['0', '1', 'i'].filter((text) => text !== 'i' || this.visible().some(({ name }) => name === 'i')))}]`
    if (random.chance(0.25)) at = this.member(at, random.pick(['o', 'customer']))
    return this.member(at, random.pick(names))
  }

  member(object, name) {
    const { random } = this
    const chain = random.chance(this.calm ? 0.65 : 0.35) ? '?.' : ''
    if (!/^[a-z]\w*$/.test(name)) return tight`${operand(object)}${chain}[${/^\d+$/.test(name) ? name : `'${name}'`}]`
    if (random.chance(0.06)) return tight`${operand(object)}${chain}['${name}']`
    return tight`${operand(object)}${chain || '.'}${name}`
  }

  /** Forms that take the kind of their parts. */
  choice(kind, depth) {
    const part = () => this.expression(kind, depth - 1)
    switch (this.random.int(5)) {
      case 0: return loose`${operand(part())} ?? ${operand(part())}`
      case 1: return loose`${operand(part())} || ${operand(part())}`
      case 2: return loose`${operand(part())} && ${operand(part())}`
      default: return loose`${operand(this.boolean(depth - 1))} ? ${operand(part())} : ${operand(part())}`
    }
  }

  any(depth) {
    const { random } = this
    if (random.chance(0.15)) {
      const base = this.expression(random.pick(['object', 'any', 'array', 'string']), depth - 1)
      return this.index(base, depth)
    }
    return this.expression(random.pick(KINDS), depth)
  }

  index(base, depth) {
    const { random } = this
    const chain = random.chance(this.calm ? 0.7 : 0.4) ? '?.' : ''
    const key = random.weighted([
      [3, () => tight`${random.pick(['0', '1', '2', '-1', '1.5', "'0'", "'length'", "'id'"])}`],
      [2, () => this.expression('number', depth - 1)],
      [3, () => this.expression('string', depth - 1)],
      [1, () => this.expression('any', depth - 1)]
    ])()
    return tight`${operand(base)}${chain}[${key}]`
  }

  string(depth) {
    const { random } = this
    const part = (kind) => this.expression(kind, depth - 1)
    const text = () => operand(part('string'))
    const dot = () => (random.chance(this.calm ? 0.5 : 0.25) ? '?.' : '.')
    const small = () => (random.chance(0.7) ? tight`${random.pick(['0', '1', '2', '3', '-1', '-2', '5', '1.5', 'NaN', 'undefined'])}` : part('number'))
    return random.weighted([
      [5, () => tight`\`${random.pick(['', 'x ', '#'])}\${${part('any')}}${random.pick(['', ' ', '-'])}\${${part(random.pick(KINDS))}}\``],
      [4, () => loose`${text()} + ${operand(part(random.pick(['string', 'any', 'number'])))}`],
      [2, () => loose`${operand(part('any'))} + ${text()}`],
      [3, () => tight`String(${part('any')})`],
      [1, () => loose`typeof ${operand(part('any'))}`],
      [6, () => tight`${text()}${dot()}${random.pick(['toLowerCase', 'toUpperCase', 'trim', 'trimStart', 'trimEnd', 'toString', 'valueOf'])}()`],
      [4, () => tight`${text()}${dot()}${random.pick(['slice', 'substring', 'substr'])}(${list(random.times(1 + random.int(2), small))})`],
      [2, () => tight`${text()}${dot()}${random.pick(['charAt', 'at'])}(${small()})`],
      [1, () => tight`${text()}${dot()}repeat(${random.pick(['0', '1', '2', '3', "'2'", '1.9', '-1', 'NaN', 'null'])})`],
      [2, () => tight`${text()}${dot()}${random.pick(['padStart', 'padEnd'])}(${random.pick(['0', '3', '8', "'5'", '6.7'])}${random.pick(['', ", '0'", ", 'ab'", ", '😀'", ', 1'])})`],
      [2, () => tight`${text()}${dot()}${random.pick(['replace', 'replaceAll'])}(${part('string')}, ${part('string')})`],
      [1, () => tight`${text()}${dot()}concat(${list(random.times(1 + random.int(2), () => part('any')))})`],
      [1, () => tight`${text()}${dot()}split(${part('string')})[${random.pick(['0', '1'])}]`],
      [4, () => tight`${operand(part(random.pick(ARRAYS)))}${dot()}join(${list(random.chance(0.8) ? [part('string')] : [])})`],
      [1, () => tight`${operand(part('number'))}.toString(${random.pick(['', '10', '2', '16', '36'])})`],
      [1, () => tight`${operand(part('number'))}.${random.pick(['toFixed', 'toPrecision', 'toExponential'])}(${random.pick(['', '1', '2', '4', '-1'])})`],
      [1, () => tight`${operand(part('any'))}${dot()}toString()`],
      [1, () => tight`String.${random.pick(['fromCharCode', 'fromCodePoint'])}(${list(random.times(1 + random.int(2), () => part('number')))})`],
      [1, () => tight`${text()}${dot()}${random.pick(['toWellFormed', 'isWellFormed', 'normalize', 'toLocaleLowerCase'])}()`],
      [2, () => tight`Object.keys(${part('object')})[${random.pick(['0', '1'])}]`],
      [2, () => this.index(part('string'), depth)]
    ])()
  }

  number(depth) {
    const { random } = this
    const part = (kind) => this.expression(kind, depth - 1)
    const num = () => operand(part(random.chance(0.85) ? 'number' : 'any'))
    const dot = () => (random.chance(this.calm ? 0.5 : 0.25) ? '?.' : '.')
    return random.weighted([
      [9, () => loose`${num()} ${random.pick(['+', '-', '*', '/', '%', '+', '-', '*'])} ${num()}`],
      [1, () => loose`${num()} ** ${random.pick(['2', '3', '0.5', '-1', '0'])}`],
      [2, () => loose`${num()} ${random.pick(['|', '&', '^', '<<', '>>', '>>>'])} ${num()}`],
      [2, () => loose`${random.pick(['+', '-', '~', '- -', '+'])}${num()}`],
      [3, () => tight`Number(${part('any')})`],
      [2, () => tight`parseInt(${part('any')}${random.pick(['', ', 10', ', 16', ', 2', ', 36', ', 1', ', 0'])})`],
      [2, () => tight`parseFloat(${part('any')})`],
      [4, () => tight`${operand(part(random.pick(['string', ...ARRAYS])))}${dot()}length`],
      [4, () => tight`Math.${random.pick(['floor', 'ceil', 'round', 'trunc', 'abs', 'sign', 'sqrt', 'cbrt', 'fround', 'clz32', 'log', 'log2', 'log10', 'exp', 'sin', 'cos', 'atan', 'tanh'])}(${num()})`],
      [3, () => tight`Math.${random.pick(['min', 'max', 'hypot'])}(${list(random.times(random.int(4), () => part('number')))})`],
      [1, () => tight`Math.${random.pick(['min', 'max'])}(...${part('numbers')})`],
      [1, () => tight`Math.${random.pick(['pow', 'atan2', 'imul'])}(${num()}, ${num()})`],
      [2, () => tight`${operand(part('string'))}${dot()}${random.pick(['indexOf', 'lastIndexOf'])}(${part('string')}${random.pick(['', '', ', 1', ', -1'])})`],
      [2, () => tight`${operand(part('string'))}${dot()}${random.pick(['charCodeAt', 'codePointAt'])}(${random.pick(['', '0', '1', '-1'])})`],
      [2, () => tight`${operand(part(random.pick(ARRAYS)))}${dot()}${random.pick(['indexOf', 'lastIndexOf'])}(${part('any')})`],
      [1, () => this.withCallback('array', depth, random.pick(['findIndex', 'findLastIndex']), 'boolean')],
      [4, () => this.reduce('number', depth)],
      [1, () => tight`Math.PI`],
      [1, () => tight`Number.${random.pick(['MAX_SAFE_INTEGER', 'EPSILON', 'MIN_VALUE'])}`]
    ])()
  }

  boolean(depth) {
    const { random } = this
    const part = (kind) => this.expression(kind, depth - 1)
    const dot = () => (random.chance(this.calm ? 0.5 : 0.25) ? '?.' : '.')
    const same = () => {
      const kind = random.pick(['string', 'number', 'any', 'any'])
      return [operand(part(kind)), operand(part(random.chance(0.7) ? kind : 'any'))]
    }
    return random.weighted([
      [6, () => { const [a, b] = same(); return loose`${a} ${random.pick(['===', '!=='])} ${b}` }],
      [2, () => { const [a, b] = same(); return loose`${a} ${random.pick(['==', '!='])} ${b}` }],
      [6, () => { const [a, b] = same(); return loose`${a} ${random.pick(['<', '<=', '>', '>='])} ${b}` }],
      [1, () => loose`${operand(part('any'))} ${random.pick(['==', '!=', '===', '!=='])} ${random.pick(['null', 'undefined'])}`],
      [3, () => loose`!${operand(part('any'))}`],
      [2, () => loose`${operand(part('any'))} ${random.pick(['&&', '||'])} ${operand(part('boolean'))}`],
      [2, () => tight`Boolean(${part('any')})`],
      [4, () => tight`${operand(part('string'))}${dot()}${random.pick(['includes', 'startsWith', 'endsWith'])}(${part(random.chance(0.9) ? 'string' : 'any')}${random.pick(['', '', ', 1'])})`],
      [2, () => tight`${operand(part(random.pick(ARRAYS)))}${dot()}includes(${part('any')})`],
      [4, () => this.withCallback(random.pick(ARRAYS), depth, random.pick(['some', 'every']), 'any')],
      [2, () => tight`Array.isArray(${part('any')})`],
      [1, () => tight`Number.${random.pick(['isInteger', 'isFinite', 'isNaN', 'isSafeInteger'])}(${part('any')})`],
      [1, () => tight`${random.pick(['isNaN', 'isFinite'])}(${part('any')})`],
      [2, () => loose`${operand(part('string'))} in ${operand(part(random.pick(['object', 'object', 'array', 'any'])))}`],
      [1, () => loose`typeof ${operand(part('any'))} === '${random.pick(['string', 'number', 'object', 'undefined', 'boolean'])}'`],
      [1, () => tight`Object.${random.pick(['hasOwn', 'is'])}(${part('object')}, ${part('string')})`],
      [1, () => tight`${operand(part('object'))}${dot()}hasOwnProperty(${part('string')})`]
    ])()
  }

  object(depth) {
    const { random } = this
    const part = (kind) => this.expression(kind, depth - 1)
    return random.weighted([
      [10, () => this.objectLiteral(depth)],
      [3, () => this.withCallback('objects', depth, random.pick(['find', 'findLast']), 'any')],
      [2, () => this.reduce('object', depth)],
      [1, () => tight`Object.assign({}, ${list(random.times(1 + random.int(2), () => part('object')))})`],
      [2, () => tight`Object.fromEntries(Object.entries(${part('object')}).${random.pick(['map', 'filter'])}(([k, v]) => ${this.withNames({ k: 'string', v: 'any' }, () => tight`[${this.expression('string', depth - 2)}, ${this.expression('any', depth - 2)}]`)}))`],
      [1, () => tight`Object(${part('any')})`]
    ])()
  }

  objectLiteral(depth) {
    const { random } = this
    const property = () => {
      const value = () => this.expression('any', depth - 1)
      return random.weighted([
        [8, () => piece`${random.pick(NAMES)}: ${value()}`],
        [2, () => piece`...${operand(this.expression(random.pick(['object', 'object', 'any', 'array', 'string']), depth - 1))}`],
        [2, () => piece`[${this.expression(random.pick(['string', 'string', 'number', 'any']), depth - 1)}]: ${value()}`],
        [2, () => {
          const names = this.visible()
          return names.length > 0 ? piece`${random.pick(names).name}` : piece`a: 1`
        }]
      ])()
    }
    return tight`{ ${list(random.times(random.int(5), property))} }`
  }

  array(kind, depth) {
    const { random } = this
    const element = ELEMENT[kind]
    const part = (wanted) => this.expression(wanted, depth - 1)
    const dot = () => (random.chance(this.calm ? 0.5 : 0.25) ? '?.' : '.')
    const from = () => operand(part(kind))
    const small = () => tight`${random.pick(['0', '1', '2', '-1', '-2', '1.5', 'undefined', 'NaN'])}`
    const forms = [
      [4, () => tight`[${list(random.times(random.int(4), () => (random.chance(0.25) ? piece`...${operand(part(random.pick([...ARRAYS, 'string'])))}` : part(element))))}]`],
      [6, () => this.withCallback(random.pick(ARRAYS), depth, 'map', element)],
      [5, () => this.withCallback(kind, depth, 'filter', 'any')],
      [3, () => tight`${from()}${dot()}slice(${list(random.times(random.int(3), small))})`],
      [2, () => tight`${from()}${dot()}concat(${list(random.times(1 + random.int(2), () => part(random.pick([kind, element]))))})`],
      [1, () => tight`${from()}${dot()}flat(${random.pick(['', '1', '2', '0', 'Infinity'])})`],
      [2, () => this.withCallback(random.pick(ARRAYS), depth, 'flatMap', random.pick([kind, element]))],
      [1, () => tight`[...${from()}].${random.pick(['reverse', 'sort', 'toReversed', 'toSorted'])}()`],
      [1, () => tight`[...${from()}].sort((a, b) => ${this.withNames({ a: element, b: element }, () => this.comparison(element, depth - 1))})`],
      [1, () => tight`Array.from(${part(random.pick([kind, 'string', 'any']))})`],
      [2, () => tight`Object.values(${part(random.pick(['object', 'object', 'any']))})`],
      [1, () => this.reduce(kind, depth)]
    ]
    if (kind === 'strings' || kind === 'array') {
      forms.push([3, () => tight`${operand(part('string'))}${dot()}split(${list(random.chance(0.9) ? [part('string')] : [])}${random.pick(['', '', ''])})`])
      forms.push([3, () => tight`Object.keys(${part(random.pick(['object', 'object', 'any']))})`])
      forms.push([1, () => tight`[...${operand(part('string'))}]`])
    }
    if (kind === 'array') {
      forms.push([2, () => tight`Object.entries(${part(random.pick(['object', 'object', 'any']))})`])
      forms.push([1, () => this.mutated(depth)])
    }
    return random.weighted(forms)()
  }

  /** A local list that grows: the value is the list, or what the method returns. */
  mutated(depth) {
    const { random } = this
    const method = random.pick(['push', 'unshift', 'splice', 'pop', 'shift', 'reverse', 'fill', 'copyWithin', 'forEach'])
    const values = method === 'forEach' ? [loose`(v, k) => l.push(k)`] : method === 'pop' || method === 'shift' || method === 'reverse' ? [] : method === 'splice' || method === 'copyWithin' ? [tight`1`, tight`0`, this.expression('number', depth - 2)] : random.times(1 + random.int(2), () => this.expression('any', depth - 2))
    return tight`((l) => { const back = l.${method}(${list(values)}); return ${random.pick(['l', '[back, l]'])} })([...${operand(this.expression('array', depth - 1))}])`
  }

  comparison(kind, depth) {
    const { random } = this
    const [a, b] = [operand(this.expression(random.pick(['number', 'any', kind]), depth - 1)), operand(this.expression(random.pick(['number', 'any', kind]), depth - 1))]
    return random.weighted([
      [3, () => loose`a - b`],
      [2, () => loose`(a?.n ?? 0) - (b?.n ?? 0)`],
      [2, () => loose`a < b ? -1 : a > b ? 1 : 0`],
      [1, () => loose`a > b ? 1 : -1`],
      [1, () => loose`a > b`],
      [1, () => loose`${a} - ${b}`]
    ])()
  }

  /** `names` hold in what `make` makes. */
  withNames(names, make) {
    return this.within(() => {
      for (const [name, kind] of Object.entries(names)) this.scopes.at(-1).push({ name, kind, constant: false })
      return make()
    })
  }

  withCallback(kind, depth, method, result) {
    const { random } = this
    const from = operand(this.expression(kind, depth - 1))
    const dot = random.chance(this.calm ? 0.5 : 0.25) ? '?.' : '.'
    if (random.chance(0.06)) return tight`${from}${dot}${method}(${random.pick(['Boolean', 'String', 'Number', 'Array.isArray', 'parseInt', 'undefined', 'Math.abs', 'Object.keys'])})`
    return tight`${from}${dot}${method}(${this.fn([ELEMENT[kind], 'number'], result, depth - 1)})`
  }

  reduce(kind, depth) {
    const { random } = this
    const elements = random.pick(ARRAYS)
    const from = operand(this.expression(elements, depth - 1))
    const dot = random.chance(this.calm ? 0.5 : 0.25) ? '?.' : '.'
    const method = random.chance(0.85) ? 'reduce' : 'reduceRight'
    const fn = this.fn([kind, ELEMENT[elements], 'number'], kind, depth - 1)
    const initial = random.chance(0.85) ? [this.leaf(kind)] : []
    return tight`${from}${dot}${method}(${list([fn, ...initial])})`
  }

  // ── functions and statements ─────────────────────────────────────────────────────────────────────────────────

  /** A function of parameters of these kinds. */
  fn(kinds, result, depth, { names = [] } = {}) {
    const { random } = this
    return this.within(() => {
      const count = names.length || random.weighted([[1, 0], [6, 1], [2, 2], [1, 3]])
      const parameters = kinds.slice(0, count).map((kind, i) => this.pattern(kind, depth, names[i]))
      if (random.chance(0.03) && names.length === 0) parameters.push(piece`...${this.declare('array')}`)
      const roll = random.next()
      if (roll < 0.1) return loose`function (${list(parameters)}) ${this.statements(result, depth)}`
      if (roll < 0.35) return loose`(${list(parameters)}) => ${this.statements(result, depth)}`
      const body = this.expression(result, depth)
      return loose`(${list(parameters)}) => ${this.asBody(body)}`
    })
  }

  /** An object literal at the start of an arrow's body needs parentheses. */
  asBody(body) {
    return tight`(${body})`
  }

  pattern(kind, depth, name) {
    const { random } = this
    const roll = random.next()
    if (kind === 'object' && roll < 0.3) return this.objectPattern(depth)
    if (kind in ELEMENT && roll < 0.3) return this.arrayPattern(kind, depth)
    if (name !== undefined) {
      this.scopes.at(-1).push({ name, kind, constant: false })
      return piece`${name}`
    }
    const declared = this.declare(kind, false)
    return random.chance(0.04) ? piece`${declared} = ${this.leaf(kind)}` : piece`${declared}`
  }

  objectPattern(depth) {
    const { random } = this
    const names = [...new Set(random.times(1 + random.int(3), () => random.pick(Object.keys(FIELDS))))]
    const parts = names.map((name) => {
      const kind = FIELDS[name]
      const fallback = random.chance(this.calm ? 0.35 : 0.15) ? piece` = ${this.leaf(kind)}` : piece``
      if (depth > 0 && kind === 'object' && random.chance(0.3)) return piece`${name}: ${this.objectPattern(depth - 1)}${random.chance(0.6) ? ' = {}' : ''}`
      if (depth > 0 && kind in ELEMENT && random.chance(0.3)) return piece`${name}: ${this.arrayPattern(kind, depth - 1)}${random.chance(0.6) ? ' = []' : ''}`
      if (/^\d/.test(name) || random.chance(0.3) || this.scopes.at(-1).some((variable) => variable.name === name)) return piece`${name}: ${this.declare(kind, false)}${fallback}`
      this.scopes.at(-1).push({ name, kind, constant: false })
      return piece`${name}${fallback}`
    })
    if (random.chance(0.06)) parts.push(piece`[${this.leaf('string')}]: ${this.declare('any', false)}`)
    if (random.chance(0.2)) parts.push(piece`...${this.declare('object', false)}`)
    return piece`{ ${list(parts)} }`
  }

  arrayPattern(kind, depth) {
    const { random } = this
    const element = ELEMENT[kind]
    const parts = random.times(1 + random.int(2), () => {
      if (random.chance(0.12)) return piece``
      if (depth > 0 && element === 'object' && random.chance(0.3)) return piece`${this.objectPattern(depth - 1)}${random.chance(0.6) ? ' = {}' : ''}`
      return piece`${this.declare(element, false)}${random.chance(0.25) ? piece` = ${this.leaf(element)}` : piece``}`
    })
    if (random.chance(0.3)) parts.push(piece`...${this.declare(kind, false)}`)
    return piece`[${list(parts)}]`
  }

  block(result, depth) {
    return this.within(() => this.statements(result, depth))
  }

  statements(result, depth) {
    const { random } = this
    const statements = random.times(random.int(4), () => this.statement(result, depth - 1))
    if (random.chance(0.93)) statements.push(statement`return ${this.expression(result, depth)}`)
    return piece`{ ${list(statements, '; ')} }`
  }

  statement(result, depth) {
    const { random } = this
    const inner = () => this.block(result, depth - 1)
    const open = this.visible().filter((variable) => variable.constant === false)
    return random.weighted([
      [6, () => this.declaration(depth)],
      [open.length > 0 ? 3 : 0, () => {
        const { name, kind } = random.pick(open)
        const plain = kind === 'number' || kind === 'string'
        return statement`${name} ${plain ? random.pick(['=', '+=', '=', '-=', '??=', '||=']) : random.pick(['=', '??=', '&&='])} ${this.expression(kind, depth)}`
      }],
      [4, () => statement`if (${this.boolean(depth)}) ${random.chance(0.5) ? inner() : statement`return ${this.expression(result, depth)}`}`],
      [1, () => statement`if (${this.boolean(depth)}) ${inner()} else ${inner()}`],
      [1, () => this.loop(depth)],
      [1, () => {
        const objects = this.variables('object').filter((variable) => !(variable.name in this.env))
        if (objects.length === 0) return this.declaration(depth)
        const { name } = random.pick(objects)
        return statement`${name}.${random.pick(['a', 'n', 'id', 'extra'])} ${random.pick(['=', '=', '+=', '??='])} ${this.expression('any', depth)}`
      }]
    ])()
  }

  declaration(depth) {
    const { random } = this
    const kind = random.pick(KINDS)
    const value = this.expression(kind, depth)
    if (kind === 'object' && random.chance(0.4)) return statement`const ${this.objectPattern(1)} = ${operand(value)}`
    if (kind in ELEMENT && random.chance(0.3)) return statement`const ${this.arrayPattern(kind, 1)} = ${operand(value)}`
    if (random.chance(0.05)) {
      const name = this.fresh() // of the whole function, so no other may have it
      this.scopes.at(-1).push({ name, kind, constant: false })
      return statement`var ${name} = ${value}`
    }
    const constant = random.chance(0.6)
    return statement`${constant ? 'const' : 'let'} ${this.declare(kind, constant)} = ${value}`
  }

  loop(depth) {
    const { random } = this
    const kind = random.pick(ARRAYS)
    const from = this.expression(kind, depth - 1)
    return this.within(() => {
      const name = this.declare(ELEMENT[kind])
      const body = this.block('any', depth - 1)
      return random.weighted([
        [4, () => statement`for (const ${name} of ${operand(from)}) ${body}`],
        [1, () => statement`for (const ${name} in ${operand(from)}) ${body}`],
        [1, () => statement`for (let ${name} = 0; ${name} < 3; ${name}++) ${body}`]
      ])()
    })
  }
}
