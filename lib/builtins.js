'use strict'

/** Built-in functions that look at their first argument only, however many an array method passes. */
const UNARY = new Set(
  `String Boolean Number parseFloat isNaN isFinite encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape
   Array.isArray Object.keys Object.values Object.entries Object.fromEntries
   Number.isInteger Number.isSafeInteger Number.isFinite Number.isNaN
   Math.abs Math.ceil Math.floor Math.round Math.trunc Math.sign Math.sqrt Math.cbrt Math.fround Math.clz32 Math.exp Math.expm1
   Math.log Math.log2 Math.log10 Math.log1p Math.sin Math.cos Math.tan Math.asin Math.acos Math.atan Math.sinh Math.cosh Math.tanh
   Math.asinh Math.acosh Math.atanh JSON.parse JSON.stringify Date.parse`.split(/\s+/)
)
// JSON.parse and JSON.stringify take more, but ignore an index, an array and a plain object in those places.

/** Built-in functions that look at the first two. */
const BINARY = new Set(['parseInt', 'Object.is', 'Object.hasOwn', 'Math.pow', 'Math.imul', 'Math.atan2'])

const NAMESPACES = ['Array', 'Date', 'JSON', 'Math', 'Number', 'Object', 'String']
const FUNCTIONS = `Array Boolean Date Number Object String decodeURI decodeURIComponent encodeURI encodeURIComponent escape isFinite isNaN
  parseFloat parseInt unescape`.split(/\s+/)
const PROTOTYPES = ['Array', 'Date', 'Number', 'Object', 'RegExp', 'String']

/** Every built-in by identity. Made when this file loads, before an application has a chance to patch them. */
const names = new Map()

function name(holder, key, dotted) {
  const value = Object.getOwnPropertyDescriptor(holder, key)?.value
  // the first name wins: Number.parseFloat is parseFloat
  if (typeof value === 'function' && key !== 'constructor' && !names.has(value)) names.set(value, dotted)
}

for (const key of FUNCTIONS) name(globalThis, key, key)
for (const space of NAMESPACES) {
  for (const key of Object.getOwnPropertyNames(globalThis[space])) name(globalThis[space], key, `${space}.${key}`)
}
for (const space of PROTOTYPES) {
  const prototype = globalThis[space].prototype
  for (const key of Object.getOwnPropertyNames(prototype)) name(prototype, key, `${space}.prototype.${key}`)
}

/** `Math.max`, `String.prototype.trim`, or undefined for a function that is no known built-in. */
function builtinName(value) {
  return names.get(value)
}

/** What each kind of stage calls a callback with, where it is not (value, index, array). */
const PARAMETERS = { mill: 'value', sort: 'value, other', reduce: 'result, value, index, array' }

/** Source of a callback that does what handing the built-in itself to a stage does, or undefined for methods. */
function builtinSource(dotted, kind) {
  if (dotted.includes('.prototype.')) return undefined
  const parameters = PARAMETERS[kind]
  if (parameters !== undefined) return `(${parameters}) => ${dotted}(${parameters})`
  if (UNARY.has(dotted)) return `(value) => ${dotted}(value)`
  if (BINARY.has(dotted)) return `(value, index) => ${dotted}(value, index)`
  return `(value, index, array) => ${dotted}(value, index, array)`
}

module.exports = { builtinName, builtinSource }
