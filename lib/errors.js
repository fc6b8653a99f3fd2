'use strict'

const { types } = require('node:util')
const { decode } = require('./wire.js')

/** Errors are told by this brand and by `code`, never by class: two copies of the package in one process stay compatible. */
const BRAND = Symbol.for('jsonmill.error')

/** The classes a compiled callback can throw. */
const BUILTIN_ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError }

/** Is it one of ours? Narrows to the union of all error types, which in turn narrows on `code`. */
function isJsonMillError(value) {
  return typeof value === 'object' && value !== null && value[BRAND] === true
}

function define(error, name, value, enumerable) {
  if (value === undefined) return
  Object.defineProperty(error, name, { value, enumerable, writable: true, configurable: true })
}

/** Marks `error` as ours; `shown` is what loggers print, `hidden` what they do not (input data, long text). */
function brand(error, code, shown = {}, hidden = {}) {
  define(error, BRAND, true, false)
  define(error, 'code', code, true)
  for (const name of Object.keys(shown)) define(error, name, shown[name], true)
  for (const name of Object.keys(hidden)) define(error, name, hidden[name], false)
  return error
}

/** The snippet holds input data, so it is not enumerable: a logger that prints errors does not leak records. */
function parseError({ message, record, offset, line, column, snippet, help }) {
  return brand(new SyntaxError(message), 'ERR_JSONMILL_PARSE', { record, offset, line, column, help }, { snippet })
}

/** Diagnosis, code frame and mend in one message: it is read in a terminal, mostly at start-up. */
function unsupportedError({ message, stage, line, column, codeFrame, help, diagnostics }) {
  const text = [message, codeFrame, help && `help: ${help}`].filter(Boolean).join('\n\n')
  return brand(new Error(text), 'ERR_JSONMILL_UNSUPPORTED', { stage, line, column }, { codeFrame, help, diagnostics })
}

/** Violations name places and rules, never values: they may be logged. */
function validationError({ message, record, stage, offset, line, column, violations }) {
  return brand(new Error(message), 'ERR_JSONMILL_VALIDATION', { record, stage, offset, line, column, violations })
}

function optionError(message, shown) {
  return brand(new TypeError(message), 'ERR_JSONMILL_OPTION', shown)
}

function limitError({ message, record, stage, offset, line, column, help }) {
  return brand(new RangeError(message), 'ERR_JSONMILL_LIMIT', { record, stage, offset, line, column, help })
}

function depthError({ message, record, stage, offset, line, column, help }) {
  return brand(new RangeError(message), 'ERR_JSONMILL_DEPTH', { record, stage, offset, line, column, help })
}

function internalError(message, cause) {
  return brand(new Error(message, cause === undefined ? undefined : { cause }), 'ERR_JSONMILL_INTERNAL')
}

function nativeLoadError(message, cause) {
  return brand(new Error(message, { cause }), 'ERR_JSONMILL_NATIVE_LOAD')
}

/** String(value) for any value; a value can refuse to be one. */
function textOf(value) {
  try {
    return String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}

/** Whether the thrown error itself may carry our properties: a code of its own (Node's errors have one) is never overwritten. */
function canCarry(error) {
  return Object.isExtensible(error) && !Object.hasOwn(error, 'code')
}

/** The same class, message and stack in a new object, the thrown one as its cause. */
function twin(thrown) {
  const error = new Error()
  Object.defineProperties(error, Object.getOwnPropertyDescriptors(thrown))
  Object.setPrototypeOf(error, Object.getPrototypeOf(thrown))
  define(error, 'cause', thrown, false)
  return error
}

/** Whether it is an error: one of V8's, or one of the DOM as `atob` and `structuredClone` throw them. A twin of those has no name. */
function isError(thrown) {
  return types.isNativeError(thrown) || (thrown instanceof DOMException && canCarry(thrown))
}

/** What a callback threw in V8, made public: the very error where possible, so that class, message and stack are V8's. */
function callbackError(thrown, { record, stage, codeFrame, help }) {
  const error = !isError(thrown)
    ? new Error(textOf(thrown), { cause: thrown })
    : canCarry(thrown)
      ? thrown
      : twin(thrown)
  return brand(error, 'ERR_JSONMILL_CALLBACK', { record, stage, codeFrame, help })
}

/** What JSON.parse of this version of V8 throws for a text. */
function refusalOf({ refusedJson, message }) {
  try {
    JSON.parse(refusedJson)
  } catch (error) {
    return error
  }
  return new SyntaxError(message)
}

/** What a compiled callback threw: V8's class is named by the engine, a thrown value comes over the wire. */
function compiledCallbackError(payload) {
  let error
  if (payload.thrown !== undefined) {
    const cause = decode(payload.thrown)
    error = new Error(payload.message ?? textOf(cause), { cause })
  } else if (payload.refusedJson !== undefined) {
    error = refusalOf(payload)
  } else if (Object.hasOwn(BUILTIN_ERRORS, payload.name)) {
    error = new BUILTIN_ERRORS[payload.name](payload.message)
  } else {
    error = new Error(payload.message)
    define(error, 'name', payload.name, false)
  }
  const { record, stage, offset, codeFrame, help } = payload
  return brand(error, 'ERR_JSONMILL_CALLBACK', { record, stage, offset, codeFrame, help })
}

const FROM_PAYLOAD = {
  ERR_JSONMILL_PARSE: parseError,
  ERR_JSONMILL_CALLBACK: compiledCallbackError,
  ERR_JSONMILL_UNSUPPORTED: unsupportedError,
  ERR_JSONMILL_VALIDATION: validationError,
  ERR_JSONMILL_OPTION: ({ message, record, stage }) => optionError(message, { record, stage }),
  ERR_JSONMILL_LIMIT: limitError,
  ERR_JSONMILL_DEPTH: depthError,
  ERR_JSONMILL_INTERNAL: ({ message }) => internalError(message)
}

/** The JSON payload that the addon puts into its errors' message; an error without one is a bug of the addon. */
function payloadOf(error) {
  try {
    const payload = JSON.parse(error.message)
    if (typeof payload.code === 'string') return payload
  } catch {
    // not a payload: reported below as what it is
  }
  return { code: 'ERR_JSONMILL_INTERNAL', message: `the addon failed without an explanation: ${textOf(error?.message ?? error)}` }
}

/** A payload as the error a user sees. */
function errorOf(payload) {
  const make = FROM_PAYLOAD[payload.code]
  return make ? make(payload) : internalError(`the addon gave an unknown error ${payload.code}: ${payload.message}`)
}

module.exports = {
  callbackError,
  depthError,
  errorOf,
  internalError,
  isJsonMillError,
  limitError,
  nativeLoadError,
  optionError,
  parseError,
  payloadOf,
  unsupportedError,
  validationError
}
