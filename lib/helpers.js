'use strict'

const { createHash } = require('node:crypto')
const { tokens } = require('./free-names.js')

// Helpers that build tools write for older targets call each other and read globals in ways that only V8 knows. They are known by
// their bodies, and stand in for them: functions that do the same with every value that a callback can have.

/** Longer functions are no helpers. */
const LONGEST = 2000

const ASSIGN = '(target, ...sources) => Object.assign(target, ...sources)'
// the second argument is always an object literal
const ASSIGN_LITERAL = `(target, source) => {
  if (source === undefined || source === null) throw new TypeError('Cannot convert undefined or null to object')
  return Object.assign(target, source)
}`
const REST = `(source, excluded) => {
  const target = {}
  if (source === undefined || source === null) return target
  for (const key of Object.keys(source)) if (excluded.indexOf(key) < 0) target[key] = source[key]
  return target
}`
const DEFINE = '(object, key, value) => { object[key] = value; return object }'
const KEY = '(key) => String(key)'
const TYPE = '(value) => typeof value'
const SPREAD_ARRAY = `(...given) => {
  const [to, from, pack] = given
  let copy
  if (pack || given.length === 2) {
    for (let i = 0, length = from.length; i < length; i++) {
      if (copy || !(i in from)) {
        if (!copy) copy = Array.prototype.slice.call(from, 0, i)
        copy[i] = from[i]
      }
    }
  }
  return to.concat(copy || Array.prototype.slice.call(from))
}`

const LOOK = (value) => `if (${value} === undefined || ${value} === null) {
    const what = ${value} === null ? 'object null' : 'undefined'
    throw new TypeError(what + ' is not iterable (cannot read property Symbol(Symbol.iterator))')
  }
  const iterable = /^\\[object (?:Array|String|Map|Set|.+ Iterator)\\]$/.test(Object.prototype.toString.call(${value}))`
const HOW = 'In order to be iterable, non-array objects must have a [Symbol.iterator]() method.'
const READ = `(value, count) => {
  ${LOOK('value')}
  if (!iterable) return value
  const taken = []
  if (count === 0) return taken
  for (const item of value) {
    taken.push(item)
    if (taken.length === count) break
  }
  return taken
}`
const VALUES = `(values) => {
  ${LOOK('values')}
  let at = 0
  if (!iterable) {
    if (!values || typeof values.length !== 'number') throw new TypeError('Object is not iterable.')
    return {
      next: () => {
        if (values && at >= values.length) values = undefined
        return { value: values && values[at++], done: !values }
      }
    }
  }
  const list = Array.isArray(values) ? values : Array.from(values)
  return { next: () => (at < list.length ? { value: list[at++], done: false } : { value: undefined, done: true }) }
}`
const SPREAD = `(value) => {
  if (Array.isArray(value)) return [...value]
  ${LOOK('value')}
  if (!iterable) throw new TypeError('Invalid attempt to spread non-iterable instance.\\n${HOW}')
  return Array.from(value)
}`
const TO_ARRAY = `(value) => {
  if (Array.isArray(value)) return value
  ${LOOK('value')}
  if (!iterable) throw new TypeError('Invalid attempt to destructure non-iterable instance.\\n${HOW}')
  return Array.from(value)
}`
const SLICED = `(value, count) => {
  if (Array.isArray(value)) return value
  const iterable = /^\\[object (?:String|Map|Set|.+ Iterator)\\]$/.test(Object.prototype.toString.call(value))
  if (!iterable) throw new TypeError('Invalid attempt to destructure non-iterable instance.\\n${HOW}')
  const taken = []
  if (count === 0) return taken
  for (const item of value) {
    taken.push(item)
    if (taken.length === count) break
  }
  return taken
}`

/** What each published body stands for, by fingerprint. The bodies themselves are in testdata/build-tools.json. */
const KNOWN = new Map()
const known = (fingerprints, source) => fingerprints.split(/\s+/).forEach((one) => KNOWN.set(one, source))

// _objectSpread, _extends, __spreadValues, _object_spread, _object_spread_props, __assign, _objectSpread2
known(
  `271180305f7835d6 4afe82dd82cc2ace 66e9c79330c59b47 37e8914e2adb2c9f 5d65c1893ac51228
   9e7f2fe29c506727 482b61ac429a82dc 1c5002695c036e15 8095e8d452ec5422 ccecc6c350716e25 24f0d9dda9dd6f33`,
  ASSIGN
)
// __spreadProps
known('fcfdec3da2eeb70e', ASSIGN_LITERAL)
// _objectWithoutProperties, _objectWithoutPropertiesLoose, __objRest, _object_without_properties, _object_without_properties_loose, __rest
known(
  `047b97823e603768 7fab3c85622eadb7 f4b0637049ea53a1 b62f59e837ab3034 d168249afc4709c3 69331af968cbdf0c
   6a300829149ed20f e6442599d044efb2`,
  REST
)
// _defineProperty, _define_property
known(
  `37de18342d901a9b 4df5f2a37e2c645c ac61ddd3799b038d`,
  DEFINE
)
// _toPropertyKey, __restKey
known(
  `af9c0ada56fa79be 769be218b0e48041 189bf6dd50cbb56d 2e85a74c37047eca`,
  KEY
)
// _typeof, _type_of
known(
  `c65edd82eae6f01d 4bc9d8027a198a52 f8b4662e9665c915`,
  TYPE
)
// __spreadArray
known(
  `44951557764a21b0`,
  SPREAD_ARRAY
)
// __read
known(
  `82e1da162aa62582`,
  READ
)
// __values
known(
  `4a954dca16392487`,
  VALUES
)
// _toConsumableArray, _to_consumable_array
known(
  `774414d657e4ddf5 c33c5accaecc3e79 38f12657c706b4d3 be595a2dfb2942d9`,
  SPREAD
)
// _toArray, _to_array
known(
  `c40130c2b22c22ce 82f7ce2e0d0b6335 d54a8c1ca36a62ea 306a44a7093adbf7`,
  TO_ARRAY
)
// _slicedToArray, _sliced_to_array
known(
  `78f0b2aad091fbe3 95242cf292a3fcb0`,
  SLICED
)

/** A text less its white space, comments, short local names (minifiers vary them) and the name it was given. */
function fingerprint(text) {
  const short = new Map()
  const list = tokens(text)
  const parts = list.map(({ kind, text }, i) => {
    if (kind === 'string') return text.replace(/^'(.*)'$/s, '"$1"')
    if (kind !== 'id') return text
    if (i === 1 && list[0].text === 'function') return ''
    const before = list[i - 1]?.text
    if (before === '.' || before === '?.' || !/^_?[a-z]$/.test(text)) return text.replace(/\$\d+$/, '')
    if (!short.has(text)) short.set(text, `$${short.size}`)
    return short.get(text)
  })
  return createHash('sha256').update(parts.join(' ')).digest('hex').slice(0, 16)
}

/** The source of a function that does what a build tool's helper does, or undefined for any other function. */
function helperSource(text) {
  return text.length > LONGEST ? undefined : KNOWN.get(fingerprint(text))
}

module.exports = { fingerprint, helperSource }
