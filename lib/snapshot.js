'use strict'

const { types } = require('node:util')
const { boundOver, standIn } = require('./bind.js')
const { builtinName } = require('./builtins.js')
const { classOf, withArticle } = require('./describe.js')
const { optionError } = require('./errors.js')
const { namesOf } = require('./free-names.js')
const { helperSource } = require('./helpers.js')
const { sourceOf } = require('./source.js')

/** Deeper values than this are no constants of a callback but an accident. */
const MAX_DEPTH = 500

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u
const DATE_SETTERS = Object.getOwnPropertyNames(Date.prototype).filter((name) => name.startsWith('set'))
const MAP_SETTERS = ['set', 'delete', 'clear']
/** What other objects inherit. */
const INHERITED = Object.getOwnPropertyNames(Object.prototype)
const SET_SETTERS = ['add', 'delete', 'clear']

/**
 * Values given to a callback, taken once: `wire` for the engine and `view`, a deep read-only copy, for V8. Both say the same, so that
 * a callback gives one answer wherever it runs, whatever the application does to the originals later. `problem` names the first value
 * that has no wire form; such a stage runs in V8, where class instances and the like are passed as they are. In a module such values
 * stand in the wire form as known to V8 alone: only a callback that uses them runs there.
 * @returns {{ wire: unknown, view: object, problem?: string, rewind(): void }}
 */
function snapshot(root, label) {
  const taken = new Map() // original → { index, view }: shared objects stay shared, cycles end
  const regexes = []
  const functions = []
  let problem
  /** Inside a module: what is wrong with the member being taken. Only those matter that a callback mentions. */
  let flaw
  let inModule = false

  const cannot = (path, what) => {
    if (inModule) flaw ??= `${path} ${what}`
    else problem ??= `${path} ${what}`
    return ['u']
  }

  /** A member as `take` gives it, or one that is known to V8 alone. What it holds was registered and so goes along. */
  const takeMember = (value, path, depth) => {
    if (!inModule) return take(value, path, depth)
    const outer = flaw
    flaw = undefined
    const [part, copy] = take(value, path, depth)
    const wire = flaw === undefined ? part : ['x', flaw, part]
    flaw = outer
    return [wire, copy]
  }

  /** Registers a composite before its parts are visited, as the engine counts them. */
  const open = (value, view) => {
    taken.set(value, { index: taken.size, view })
    return view
  }

  const take = (value, path, depth) => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return [value, value]
      case 'number':
        return [Number.isFinite(value) && !Object.is(value, -0) ? value : ['n', Object.is(value, -0) ? '-0' : String(value)], value]
      case 'undefined':
        return [['u'], undefined]
      case 'bigint':
      case 'symbol':
        return [cannot(path, `is a ${typeof value}`), value]
      case 'function':
        return takeFunction(value, path, depth)
      default:
        return value === null ? [null, null] : takeObject(value, path, depth)
    }
  }

  const takeFunction = (value, path, depth) => {
    const dotted = builtinName(value)
    if (dotted !== undefined) return [['b', dotted], value]
    const known = taken.get(value)
    if (known) return [['ref', known.index], known.view]
    if (depth > MAX_DEPTH) throw optionError(`${path.slice(0, 80)}… is nested deeper than ${MAX_DEPTH} levels`)
    const { fn, text, values } = boundOver(value) ?? unboundFunction(value)
    if (text === undefined) return [cannot(path, 'is a bound or native function'), value]
    const helper = helperSource(text)
    if (helper !== undefined) return [['f', helper, null], open(value, value)]
    if (values === undefined) return [['f', text, null], open(value, value)]
    // in V8 it runs over the same copies as in native code, never on its closure
    let names
    const { stand: view, make } = standIn(fn, text, () => names)
    open(value, view)
    functions.push(make)
    const [wire, copies] = take(values, `${path} over`, depth + 1)
    names = copies
    return [['f', text, wire], view]
  }

  /** A function as it is; one that calls itself by the variable it was defined with is bound over itself. */
  const unboundFunction = (value) => {
    const { text } = sourceOf(value)
    const own = text !== undefined && value.name !== '' && namesOf(text).referenced.has(value.name)
    return { fn: value, text, values: own ? { [value.name]: value } : undefined }
  }

  const takeObject = (value, path, depth) => {
    const known = taken.get(value)
    if (known) return [['ref', known.index], known.view]
    if (depth > MAX_DEPTH) throw optionError(`${path.slice(0, 80)}… is nested deeper than ${MAX_DEPTH} levels`)
    const kind = types.isProxy(value) ? undefined : KINDS.get(Object.getPrototypeOf(value))
    if (kind !== undefined && kind.is(value)) return kind.take(value, path, depth)
    const what = types.isProxy(value) ? 'is a Proxy' : `is ${withArticle(classOf(value))}`
    return [cannot(path, what), open(value, Buffer.isBuffer(value) ? Buffer.from(value) : value)]
  }

  /** Own properties beyond those the wire form has: a callback could read them. */
  const noExtras = (value, path, allowed) => {
    const extra = Reflect.ownKeys(value).find((key) => !allowed(key))
    if (extra !== undefined) cannot(path, `has an own property ${String(extra)}`)
  }

  const takeArray = (value, path, depth) => {
    const view = open(value, new Array(value.length))
    const wire = ['a']
    const isOrdinary = (key) => key === 'length' || (typeof key === 'string' && /^\d+$/.test(key))
    noExtras(value, path, isOrdinary)
    for (const key of Reflect.ownKeys(value)) {
      if (!isOrdinary(key)) view[key] = take(value[key], member(path, key), depth + 1)[1]
    }
    for (let i = 0; i < value.length; i++) {
      if (i in value) [wire[i + 1], view[i]] = take(value[i], `${path}[${i}]`, depth + 1)
      else wire[i + 1] = ['hole']
    }
    return [wire, Object.freeze(view)]
  }

  const takePlain = (value, path, depth) => {
    const plain = Object.getPrototypeOf(value) !== null
    const outer = inModule
    inModule ||= isModule(value)
    const view = open(value, plain ? {} : Object.create(null))
    const wire = ['o']
    // names on a prototype are seen by `value[key]`, so an object without one is another value
    if (!plain && !types.isModuleNamespaceObject(value)) cannot(path, 'has no prototype')
    else if (!plain) {
      for (const key of INHERITED) if (!Object.hasOwn(value, key)) wire.push(key, ['x', `${path}.${key} is not inherited by a module`])
    }
    for (const key of Reflect.ownKeys(value)) {
      const at = member(path, key)
      const { enumerable, get, set } = Object.getOwnPropertyDescriptor(value, key)
      // exports are getters in what compilers make of modules
      if ((get || set) && !inModule) cannot(at, 'is a getter')
      else if (!enumerable && !inModule) cannot(at, 'is not enumerable')
      else if (typeof key === 'symbol' && !inModule) cannot(at, 'has a symbol as its name')
      const [part, copy] = takeMember(value[key], at, depth + 1)
      if (typeof key === 'string') wire.push(key, enumerable || part?.[0] === 'x' ? part : ['x', `${at} is not enumerable`, part])
      Object.defineProperty(view, key, { value: copy, enumerable, configurable: true, writable: true })
    }
    inModule = outer
    return [wire, Object.freeze(view)]
  }

  const takeMap = (value, path, depth) => {
    const view = open(value, new Map())
    const wire = ['m']
    noExtras(value, path, () => false)
    let i = 0
    for (const [key, item] of Map.prototype.entries.call(value)) {
      const [keyWire, keyView] = take(key, `${path}.keys()[${i}]`, depth + 1)
      const [itemWire, itemView] = take(item, `${path}.get(${typeof key === 'string' ? JSON.stringify(key) : `…[${i}]`})`, depth + 1)
      wire.push(keyWire, itemWire)
      view.set(keyView, itemView)
      i++
    }
    return [wire, readOnly(view, MAP_SETTERS, path)]
  }

  const takeSet = (value, path, depth) => {
    const view = open(value, new Set())
    const wire = ['s']
    noExtras(value, path, () => false)
    let i = 0
    for (const member of Set.prototype.values.call(value)) {
      const [part, copy] = take(member, `${path}.values()[${i++}]`, depth + 1)
      wire.push(part)
      view.add(copy)
    }
    return [wire, readOnly(view, SET_SETTERS, path)]
  }

  const takeDate = (value, path) => {
    const time = Date.prototype.getTime.call(value)
    const view = open(value, new Date(time))
    noExtras(value, path, () => false)
    return [['d', Number.isNaN(time) ? null : time], readOnly(view, DATE_SETTERS, path)]
  }

  const takeRegExp = (value, path) => {
    const view = open(value, new RegExp(value.source, value.flags))
    noExtras(value, path, (key) => key === 'lastIndex')
    if (value.lastIndex !== 0) cannot(path, 'has a lastIndex other than 0')
    view.lastIndex = value.lastIndex
    regexes.push([view, value.lastIndex])
    return [['r', value.source, value.flags], view]
  }

  const KINDS = new Map([
    [Array.prototype, { is: Array.isArray, take: takeArray }],
    [Object.prototype, { is: (value) => !types.isExternal(value) && !types.isArgumentsObject(value), take: takePlain }],
    [null, { is: () => true, take: takePlain }],
    [Map.prototype, { is: types.isMap, take: takeMap }],
    [Set.prototype, { is: types.isSet, take: takeSet }],
    [Date.prototype, { is: types.isDate, take: takeDate }],
    [RegExp.prototype, { is: types.isRegExp, take: takeRegExp }]
  ])

  const [wire, view] = take(root, label, 0)
  return {
    wire,
    view,
    problem,
    /** Makes the functions that were bound, for V8; fails where code generation is not allowed. */
    makeFunctions() {
      for (const make of functions) make()
    },
    /** A global RegExp remembers where it stopped; every run begins anew. */
    rewind() {
      for (const [regex, lastIndex] of regexes) regex.lastIndex = lastIndex
    }
  }
}

/** A namespace of `import * as`, or the exports of a module that a compiler made CommonJS of. */
function isModule(value) {
  return types.isModuleNamespaceObject(value) || Object.getOwnPropertyDescriptor(value, '__esModule')?.value === true
}

/** `env.a`, `env["a-b"]`, `env[Symbol(x)]` */
function member(path, key) {
  if (typeof key === 'symbol') return `${path}[${String(key)}]`
  return IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
}

/** Object.freeze does not hold a Map, Set or Date: their writing methods are shadowed. */
function readOnly(view, setters, path) {
  for (const name of setters) {
    Object.defineProperty(view, name, {
      value() {
        throw new TypeError(`Cannot ${name} on ${path}: the values given to a stage are a read-only snapshot`)
      }
    })
  }
  return Object.freeze(view)
}

module.exports = { snapshot }
