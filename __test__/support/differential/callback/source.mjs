// Random callbacks. Kinds guide what is written, so that most programs get somewhere, and are ignored now and then on purpose.
import { FIELDS } from '../json.mjs'
import { list, loose, operand, tight } from '../tree.mjs'
import { array } from './array.mjs'
import { boolean } from './boolean.mjs'
import { builtin, MAKERS } from './builtin.mjs'
import { onTheSpot } from './control.mjs'
import { ELEMENT, KINDS, LITERALS, OPAQUE } from './kinds.mjs'
import { number } from './number.mjs'
import { object } from './object.mjs'
import { Scope } from './scope.mjs'
import { string } from './string.mjs'

const WRITERS = { string, number, boolean, object }

export class CallbackSource extends Scope {
  /** `env`: names that env holds, with their kinds. */
  constructor(random, env) {
    super(random)
    this.env = env
    /** Fewer surprises: such programs run longer before they fail. */
    this.calm = random.chance(0.7)
    /** How often an expression is of another kind than its place asks for. */
    this.mixed = this.calm ? random.pick([0.02, 0.02, 0.02, 0.25]) : random.pick([0.05, 0.12, 0.3])
    /** How often an expression is a call of any built-in function. */
    this.builtins = random.pick([0.05, 0.15, 0.3, 0.5])
  }

  expression(kind, depth) {
    const { random } = this
    if (kind !== 'any' && random.chance(this.mixed)) kind = random.pick(KINDS)
    if (depth <= 0 || random.chance(0.12)) return this.leaf(kind)
    if (random.chance(0.1)) return this.choice(kind, depth)
    if (random.chance(this.builtins)) return builtin(this, kind, depth)
    if (kind === 'any') return this.any(depth)
    return kind in WRITERS ? WRITERS[kind](this, depth) : array(this, kind, depth)
  }

  /** `.` or `?.`, before a method or field of something that may be missing. */
  dot() {
    return this.random.chance(this.calm ? 0.96 : 0.3) ? '?.' : '.'
  }

  leaf(kind) {
    const { random } = this
    const path = random.chance(0.75) ? this.path(kind) : undefined
    if (path) return path
    const local = this.variables(kind).filter((variable) => !OPAQUE.includes(variable.kind))
    if (local.length > 0 && random.chance(0.7)) return tight`${random.pick(local).name}`
    if (kind in ELEMENT) return random.chance(0.5) ? tight`[]` : tight`[${this.leaf(ELEMENT[kind])}, ${this.leaf(ELEMENT[kind])}]`
    const text = random.pick(LITERALS[kind])
    return /^['`[]/.test(text) || /^\w*[a-zA-Z]$/.test(text) ? tight`${text}` : loose`${text}`
  }

  /** A field of something in scope, or a name of env, of the wanted kind. */
  path(kind) {
    const { random } = this
    const fits = (found) => kind === 'any' || found === kind || (kind === 'array' && found in ELEMENT)
    const env = this.visible().find((variable) => variable.kind === 'env')
    if (env && random.chance(0.4)) {
      const names = Object.keys(this.env).filter((name) => fits(this.env[name]) && !OPAQUE.includes(this.env[name]))
      if (names.length > 0) return tight`${env.name}.${random.pick(names)}`
    }
    const bases = this.visible().filter((variable) => variable.kind === 'object' || variable.kind === 'objects')
    const names = Object.keys(FIELDS).filter((name) => fits(FIELDS[name]))
    if (bases.length === 0 || names.length === 0) return undefined
    const base = random.pick(bases)
    let at = tight`${base.name}`
    if (base.kind === 'objects') at = tight`${at}[${random.pick(['0', '1'])}]`
    if (random.chance(0.25)) at = this.member(at, random.pick(['o', 'customer']))
    return this.member(at, random.pick(names))
  }

  member(object, name) {
    const { random } = this
    const dot = this.dot()
    const chain = dot === '?.' ? dot : ''
    if (/^\d+$/.test(name)) return tight`${operand(object)}${chain}[${name}]`
    if (random.chance(0.06)) return tight`${operand(object)}${chain}['${name}']`
    return tight`${operand(object)}${dot}${name}`
  }

  /** A name of the kind, a local or one of env, or undefined. */
  named(kind) {
    return this.random.chance(0.6) ? this.collection(kind) : undefined
  }

  /** The set, map, date … of env as an expression, or undefined. */
  collection(kind) {
    const direct = this.visible().filter((variable) => variable.kind === kind)
    if (direct.length > 0) return tight`${this.random.pick(direct).name}`
    const env = this.visible().find((variable) => variable.kind === 'env')
    const name = Object.keys(this.env).find((name) => this.env[name] === kind)
    return env && name ? tight`${env.name}.${name}` : undefined
  }

  /** Forms that take the kind of their parts. */
  choice(kind, depth) {
    const part = () => operand(this.expression(kind, depth - 1))
    switch (this.random.int(6)) {
      case 0: return loose`${part()} ?? ${part()}`
      case 1: return loose`${part()} || ${part()}`
      case 2: return loose`${part()} && ${part()}`
      case 3: return this.random.chance(0.2) ? loose`${part()}, ${part()}` : part().node
      default: return loose`${operand(this.expression('boolean', depth - 1))} ? ${part()} : ${part()}`
    }
  }

  any(depth) {
    const { random } = this
    const map = random.chance(0.3) ? this.collection('map') : undefined
    if (map) return tight`${map}.${random.pick(['get', 'get', 'has'])}(${this.expression('string', depth - 1)})`
    const helper = random.chance(0.3) ? this.collection('function') : undefined
    if (helper) return tight`${helper}(${list(random.times(1 + random.int(2), () => operand(this.expression('any', depth - 1))))})`
    if (random.chance(0.05)) return onTheSpot(this, random.pick(KINDS), depth)
    if (random.chance(0.07)) return MAKERS[random.pick(Object.keys(MAKERS))](this, depth - 1)
    if (random.chance(0.03)) return loose`${operand(this.expression('any', depth - 1))} instanceof ${random.pick(['Object', 'Array', 'Map', 'Set', 'Date', 'RegExp', 'Error', 'TypeError'])}`
    if (random.chance(0.15)) return this.index(this.expression(random.pick(['object', 'any', 'array', 'string']), depth - 1), depth)
    return this.expression(random.pick(KINDS.filter((kind) => kind !== 'any')), depth)
  }

  index(base, depth) {
    const { random } = this
    const chain = this.dot() === '?.' ? '?.' : ''
    const key = random.weighted([
      [3, () => tight`${random.pick(['0', '1', '2', '-1', '1.5', "'0'", "'length'", "'id'"])}`],
      [2, () => this.expression('number', depth - 1)],
      [3, () => this.expression('string', depth - 1)],
      [1, () => this.expression('any', depth - 1)]
    ])()
    return tight`${operand(base)}${chain}[${key}]`
  }
}
