'use strict'

const { existsSync } = require('node:fs')
const path = require('node:path')
const { pathToFileURL } = require('node:url')
const { configure } = require('../configure.js')
const { mill } = require('../mill.js')
const { records } = require('../records.js')
const { UsageError } = require('./usage.js')

/** What the name of a file says that it holds. */
const KINDS = { '.json': 'json', '.ndjson': 'ndjson', '.jsonl': 'ndjson', '.csv': 'csv', '.tsv': 'csv' }
/** Options that a mill has, too. */
const OF_DOCUMENTS = new Set(['numbers', 'space', 'unsupported', 'bindings', 'bom'])
const TYPESCRIPT = /\.[cm]?ts$/
const PACKED = /\.(gz|zst)$/

const extensionOf = (file) => path.extname(file.replace(PACKED, '')).toLowerCase()
const kindOf = (file) => KINDS[extensionOf(file)]

/** The pipeline or mill of a transform for a source and a target, as the command line wants it. */
async function transformFor(file, { source, target }, values) {
  const { pipeline, default: given } = await load(file)
  if (values.threads !== undefined) configure({ threads: numberOf(values.threads, '--threads') })
  if (isPipeline(given) && pipeline === undefined) return { made: given, kind: kindOf(source ?? '') }
  const callback = pipeline ?? given
  if (typeof callback !== 'function') throw new UsageError(`${file} exports neither a function or pipeline as default, nor a function named pipeline`)
  const input = inputKind(source, values)
  const options = optionsFor(input, { source, target }, values)
  if (pipeline === undefined && input === 'json' && values.at === undefined) {
    if (options.output !== undefined && options.output !== 'json') throw new UsageError(`a transform of a whole document gives JSON, not ${options.output}: say --input, --at, or export a pipeline`)
    const settings = Object.fromEntries(Object.entries(options).filter(([name]) => OF_DOCUMENTS.has(name)))
    return { made: mill(callback, settings), kind: input, plain: callback }
  }
  const start = records(options)
  const csv = { delimiter: options.csv?.delimiter ?? ',' }
  if (pipeline === undefined) return { made: start.map(callback), kind: input, csv, plain: callback }
  const made = pipeline(start)
  if (!isPipeline(made)) throw new UsageError(`pipeline in ${file} must return the records that it was given, with stages`)
  return { made, kind: input, csv }
}

async function load(file) {
  try {
    const loaded = await import(pathToFileURL(path.resolve(file)).href)
    // a CommonJS module is the default export as a whole
    return typeof loaded.default === 'object' && loaded.default !== null && !isPipeline(loaded.default) ? { ...loaded.default, ...loaded } : loaded
  } catch (error) {
    const unknown = error.code === 'ERR_UNKNOWN_FILE_EXTENSION' || error.code === 'ERR_UNKNOWN_MODULE_FORMAT'
    if (TYPESCRIPT.test(file) && (unknown || error instanceof SyntaxError)) {
      throw new UsageError(`Node ${process.versions.node} does not run ${file}: compile it to JavaScript first, or use Node 22.18 or later, which leaves types out`)
    }
    if (error.code === 'ERR_MODULE_NOT_FOUND' && !existsSync(file)) throw new UsageError(`there is no transform ${file}`)
    throw error
  }
}

function isPipeline(value) {
  return typeof value?.explain === 'function' && typeof value.verify === 'function'
}

function inputKind(source, values) {
  const input = values.input ?? (source === undefined ? 'json' : kindOf(source))
  if (input !== undefined) return input
  throw new UsageError(`what ${source === '-' ? 'standard input' : source} holds is not guessed: say --input json, ndjson, values or csv`)
}

function optionsFor(input, { source, target }, values) {
  const output = values.output ?? (target === undefined ? undefined : kindOf(target))
  const writes = output ?? (input === 'values' ? 'ndjson' : input)
  return given({
    input,
    output: output ?? (input === 'values' ? 'ndjson' : undefined),
    at: values.at,
    numbers: values.numbers,
    space: values.space === undefined ? undefined : numberOf(values.space, '--space'),
    csv: input === 'csv' || writes === 'csv' ? csvFor(input, source ?? target, values) : undefined,
    onError: values['on-error'] ?? (values.rejects === undefined ? undefined : 'reject'),
    maxErrors: values['max-errors'] === undefined ? undefined : numberOf(values['max-errors'], '--max-errors'),
    unsupported: values.unsupported,
    bindings: values.bindings === undefined ? undefined : jsonOf(values.bindings, '--bindings'),
    bom: input === 'csv' ? undefined : 'strip',
    params: values.params === undefined ? undefined : true
  })
}

function csvFor(input, file, values) {
  const tabs = extensionOf(file ?? '') === '.tsv' ? '\t' : undefined
  return given({
    delimiter: values.delimiter === '\\t' ? '\t' : (values.delimiter ?? tabs),
    columns: values.columns?.split(','),
    header: values['no-header'] ? false : undefined,
    formulas: values.formulas,
    kinds: input === 'csv' && values.kinds !== undefined ? kindsOf(values.kinds) : undefined
  })
}

function kindsOf(value) {
  if (!value.includes('=')) return value
  return Object.fromEntries(value.split(',').map((pair) => pair.split(/=(?=[^=]*$)/)))
}

function numberOf(value, name) {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) throw new UsageError(`${name} must be a number, got '${value}'`)
  return number
}

function jsonOf(value, name) {
  try {
    return JSON.parse(value)
  } catch (error) {
    throw new UsageError(`${name} must be JSON: ${error.message}`)
  }
}

/** What each run is given. */
function runOptions(values) {
  return values.params === undefined ? {} : { params: jsonOf(values.params, '--params') }
}

const given = (options) => Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))

module.exports = { numberOf, runOptions, transformFor }
