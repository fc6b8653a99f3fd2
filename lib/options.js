'use strict'

const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')
const { parsePointer } = require('./pointer.js')
const { csvOptions } = require('./csv-options.js')
const { suggest } = require('./suggest.js')

const LIMITS = ['maxDepth', 'maxRecordBytes', 'maxOutputBytes', 'maxMemory', 'maxSteps']

/** At most this many units of `space` count, as in JSON.stringify. */
const SPACE_UNITS = 10

/** One check per option: (value, label, read) → the value kept. `undefined` always means the default. */
const oneOf =
  (...allowed) =>
  (value, label) => {
    if (allowed.includes(value)) return value
    const list = allowed.map((name) => `'${name}'`)
    const expected = `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`
    const meant = typeof value === 'string' ? suggest(value, allowed) : undefined
    throw optionError(`${label} must be ${expected}, got ${describe(value)}${meant ? `: did you mean '${meant}'?` : ''}`)
  }

/** The indent text that JSON.stringify makes of its third argument. */
function space(value, label) {
  if (typeof value === 'number') return ' '.repeat(Math.max(0, Math.min(SPACE_UNITS, Math.trunc(value) || 0)))
  if (typeof value === 'string') return value.slice(0, SPACE_UNITS)
  throw optionError(`${label} must be a number or a string, got ${describe(value)}`)
}

function bindings(value, label) {
  if (isObject(value)) return value
  throw optionError(`${label} must be an object of names and values, got ${describe(value)}`)
}

function folder(value, label) {
  if (typeof value === 'string' && value !== '') return value
  throw optionError(`${label} must be the path of a folder, got ${describe(value)}`)
}

function count(value, label) {
  if (Number.isSafeInteger(value) && value > 0) return value
  throw optionError(`${label} must be a whole number from 1 to ${Number.MAX_SAFE_INTEGER}, got ${describe(value)}`)
}

function limits(value, label) {
  return read(value, label, Object.fromEntries(LIMITS.map((name) => [name, count])))
}

function pointer(value, label) {
  if (typeof value === 'string' && parsePointer(value) !== undefined) return value
  const meant = typeof value === 'string' && !value.startsWith('/') ? `: did you mean ${describe(`/${value}`)}?` : ''
  throw optionError(`${label} must be a JSON Pointer such as '/data/items', got ${describe(value)}${meant}`)
}

function signal(value, label) {
  if (isObject(value) && typeof value.aborted === 'boolean' && typeof value.addEventListener === 'function') return value
  throw optionError(`${label} must be an AbortSignal, got ${describe(value)}`)
}

function share(value, label) {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value
  throw optionError(`${label} must be a number from 0 to 1, got ${describe(value)}`)
}

function callback(value, label) {
  if (typeof value === 'function') return value
  throw optionError(`${label} must be a function, got ${describe(value)}`)
}

function flag(value, label) {
  if (typeof value === 'boolean') return value
  throw optionError(`${label} must be true or false, got ${describe(value)}`)
}

/** true, false or one of these words. */
function flagOr(...words) {
  return (value, label) => {
    if (typeof value === 'boolean' || words.includes(value)) return value
    const list = words.map((word) => `'${word}'`).join(' or ')
    throw optionError(`${label} must be true, false or ${list}, got ${describe(value)}`)
  }
}

function countFrom0(value, label) {
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw optionError(`${label} must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, got ${describe(value)}`)
}

function schemas(value, label) {
  if (isObject(value)) return value
  throw optionError(`${label} must be an object of URIs and schemas, got ${describe(value)}`)
}

/** A schema may be of many kinds; which one is found out where it is compiled. */
const schema = (value) => value

const kind = oneOf('text', 'infer', 'number', 'boolean', 'json')

function kinds(value, label) {
  if (!isObject(value)) return oneOf('text', 'infer')(value, label)
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name, kind(of, `${label}.${name}`)]))
}

function columns(value, label) {
  if (Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === 'string' && name.isWellFormed()) && new Set(value).size === value.length) return [...value]
  throw optionError(`${label} must be an array of different names, got ${describe(value)}`)
}

function delimiter(value, label) {
  if (typeof value === 'string' && /^[\t\x20!#-~]$/.test(value)) return value
  throw optionError(`${label} must be one ASCII character other than a quote or a line break, got ${describe(value)}`)
}

const CSV = { columns, header: flag, delimiter, eol: oneOf('\r\n', '\n'), bom: flag, formulas: oneOf('keep', 'escape'), kinds }

function csv(value, label) {
  return read(value, label, CSV)
}

const MILL = {
  unsupported: oneOf('js', 'throw'),
  bindings,
  space,
  numbers: oneOf('js', 'exact'),
  utf8: oneOf('replace', 'strict'),
  bom: oneOf('error', 'strip'),
  limits,
  schema,
  schemaOptions: (value) => value,
  protoKeys: oneOf('keep', 'error', 'remove'),
  errorValues: oneOf('show', 'mask', 'omit')
}
const RECORDS = { ...MILL, input: oneOf('json', 'ndjson', 'values', 'csv'), at: pointer, output: oneOf('json', 'ndjson', 'lines', 'csv'), csv, params: flag, onError: oneOf('throw', 'drop', 'reject'), maxErrors: countFrom0, maxErrorRate: share, spill: folder }
const SCHEMA = {
  draft: oneOf('4', '6', '7', '2019-09', '2020-12'),
  schemas,
  formats: flag,
  allErrors: flag,
  useDefaults: flagOr('empty'),
  coerceTypes: flagOr('array'),
  removeAdditional: flagOr('all', 'failing')
}
/** Any value: what it may be depends on the pipeline. */
const params = (value) => value
const SYNC = { params, timeoutMs: count }
const ASYNC = { params, signal, transfer: flag, onReject: callback }
const STREAM = { params, signal, onReject: callback, rejects: (value) => value }
const FILE = { ...STREAM, onProgress: callback, maxInputBytes: count, maxExpansion: count }
const EXPLAIN = { analyze: params, params }
const MODES = ['native', 'js', 'verify']
const CONFIGURE = { threads: count, mode: oneOf(...MODES), verifySample: share, onMismatch: callback }

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads every known option exactly once (an option may be a getter), and refuses names it does not know. */
function read(value, label, checks) {
  if (value === undefined) return {}
  if (!isObject(value)) throw optionError(`${label} must be an object, got ${describe(value)}`)
  const known = Object.keys(checks)
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue
    const meant = suggest(name, known)
    const hint = meant ? `did you mean ${label}.${meant}?` : known.length ? `known are ${known.join(', ')}` : 'there are none'
    throw optionError(`${label}.${name} is not an option: ${hint}`)
  }
  const kept = {}
  for (const name of known) {
    const given = value[name]
    if (given !== undefined) kept[name] = checks[name](given, `${label}.${name}`)
  }
  return kept
}

function withDefaults(kept) {
  return {
    // V8 has no numbers but its own
    unsupported: kept.numbers === 'exact' ? 'throw' : (kept.unsupported ?? (process.env.JSONMILL_UNSUPPORTED === 'throw' ? 'throw' : 'js')),
    bindings: kept.bindings,
    space: kept.space ?? '',
    numbers: kept.numbers ?? 'js',
    utf8: kept.utf8 ?? 'replace',
    bom: kept.bom ?? 'error',
    limits: kept.limits ?? {},
    onError: kept.onError ?? 'throw',
    maxErrors: kept.maxErrors,
    maxErrorRate: kept.maxErrorRate,
    schema: kept.schema,
    schemaOptions: kept.schemaOptions,
    protoKeys: kept.protoKeys,
    errorValues: kept.errorValues
  }
}

function millOptions(options) {
  const kept = read(options, 'options', MILL)
  return { kind: 'mill', ...withDefaults(kept), input: 'json', at: null, output: 'json' }
}

function recordsOptions(options) {
  const kept = read(options, 'options', RECORDS)
  const input = kept.input ?? 'json'
  const output = kept.output ?? (input === 'json' || input === 'csv' ? input : 'ndjson')
  if (kept.space && output !== 'json') {
    throw optionError(`options.space is for output 'json': with output '${output}' each record is one line`)
  }
  if (kept.at !== undefined && input !== 'json') {
    throw optionError(`options.at is for input 'json': with input '${input}' there is no document around the records`)
  }
  return { kind: 'records', ...withDefaults(kept), input, at: kept.at || null, output, csv: csvOptions(kept.csv, { input, output, utf8: kept.utf8 }), params: kept.params === true, spill: kept.spill }
}

/** Options of a schema. */
function schemaOptions(options) {
  return read(options, 'options', SCHEMA)
}

/** The direction of a sortBy. */
function directionOf(value) {
  return value === undefined ? 'asc' : oneOf('asc', 'desc')(value, 'sortBy(key, direction): direction')
}

/** What an Array method makes of a position, https://tc39.es/ecma262/#sec-tointegerorinfinity; a text or an object is a mistake here. */
function position(value, label) {
  if (value === undefined) return undefined
  if (typeof value === 'number') return Math.trunc(value) || 0
  throw optionError(`${label} must be a number, got ${describe(value)}`)
}

/** Options of a call on this thread. An index here means that the function was handed to an array method as it is. */
function syncOptions(options) {
  if (typeof options === 'number') {
    throw optionError(`options must be an object, got ${options}: with array methods write bodies.map((body) => fast(body))`)
  }
  return read(options, 'options', SYNC)
}

function asyncOptions(options) {
  return read(options, 'options', ASYNC)
}

function streamOptions(options) {
  return read(options, 'options', STREAM)
}

function fileOptions(options) {
  return read(options, 'options', FILE)
}

function explainOptions(options) {
  return read(options, 'options', EXPLAIN)
}

function configureOptions(settings) {
  if (settings === undefined) throw optionError('settings must be an object, got undefined')
  return read(settings, 'settings', CONFIGURE)
}

module.exports = { MODES, asyncOptions, configureOptions, directionOf, explainOptions, fileOptions, isObject, millOptions, position, recordsOptions, schemaOptions, streamOptions, syncOptions }
