'use strict'

const { describe } = require('./describe.js')
const { depthError, errorOf, optionError, payloadOf } = require('./errors.js')
const { validatorAddon } = require('./native.js')
const { isObject, schemaOptions } = require('./options.js')

/** What libraries are asked for that can say themselves as JSON Schema: https://standardschema.dev/json-schema */
const TARGET = 'draft-2020-12'

/** A schema of any kind as JSON Schema: an object or a boolean. */
function jsonSchemaOf(schema, label) {
  if (typeof schema === 'boolean') return schema
  const standard = (isObject(schema) || typeof schema === 'function') && schema['~standard']
  const convert = standard?.jsonSchema?.input
  if (typeof convert === 'function') {
    try {
      return convert({ target: TARGET })
    } catch (cause) {
      throw optionError(`${label}: ${standard.vendor ?? 'its library'} cannot say it as JSON Schema: ${cause?.message ?? cause}`)
    }
  }
  if (standard) {
    throw optionError(
      `${label}: a schema of ${standard.vendor ?? 'this library'} that has no ~standard.jsonSchema: hand over its JSON Schema, which most libraries can make`
    )
  }
  if (isObject(schema)) return schema
  throw optionError(`${label} must be a JSON Schema (an object, true or false) or a schema with ~standard.jsonSchema, got ${describe(schema)}`)
}

/** What a validator is made of: JSON text for the engine, and what has to be known of it here. */
function schemaSpec(schema, options, label = 'validate(schema)', protoKeys = 'keep') {
  const kept = schemaOptions(options)
  const { useDefaults, coerceTypes, removeAdditional } = kept
  const asIs = schema === undefined
  const spec = { ...kept, protoKeys, schema: asIs ? true : jsonSchemaOf(schema, label) }
  const changes = Boolean(useDefaults || coerceTypes || removeAdditional)
  try {
    return { text: JSON.stringify(spec), changes, protoKeys, asIs }
  } catch (cause) {
    throw optionError(`${label}: it is no JSON: ${cause.message}`)
  }
}

/** The schema that the options of a pipeline ask for, or undefined. */
function schemaOf({ schema, schemaOptions: options, protoKeys = 'keep' }) {
  if (schema === undefined && options !== undefined) throw optionError('options.schemaOptions is for options.schema, which is missing')
  return schema === undefined && protoKeys === 'keep' ? undefined : schemaSpec(schema, options, 'options.schema', protoKeys)
}

/** JSON of a value as the engine reads it: numbers that JSON has no word for stay none. */
function textOf(value) {
  let unsaid = false
  const text = JSON.stringify(value, (_, part) => {
    unsaid ||= typeof part === 'number' && !Number.isFinite(part)
    return part
  })
  if (!unsaid) return text ?? 'null'
  let mark = '\u0001'
  while (text.includes(JSON.stringify(mark).slice(1, -1))) mark += '\u0001'
  const marked = JSON.stringify(value, (_, part) => (typeof part === 'number' && !Number.isFinite(part) ? mark : part))
  return marked.replaceAll(JSON.stringify(mark), '1e999')
}

/** The same, where the reasons why there is none are public errors. */
function jsonOf(value) {
  try {
    return textOf(value)
  } catch (error) {
    if (error instanceof RangeError) throw depthError({ message: 'a value nests too deeply, or is too long, to be checked' })
    throw optionError(`a value is no JSON: ${error.message}`)
  }
}

/** A schema by itself, outside of a run. It needs the addon: V8 knows no JSON Schema. */
class Validator {
  constructor({ text, changes }, label = 'validate(schema)') {
    this.changes = changes
    try {
      this.native = new (validatorAddon().NativeValidator)(text)
    } catch (error) {
      throw schemaErrorOf(error, label)
    }
  }

  /** What is wrong with a value: a list of violations, empty where nothing is. */
  check(value) {
    return this.found(value).violations
  }

  /** What is wrong with a value, and what the schema's options want changed in it. */
  found(value) {
    return this.foundIn(Buffer.from(jsonOf(value)))
  }

  foundIn(bytes) {
    try {
      if (this.changes) return JSON.parse(this.native.changes(bytes))
      const found = this.native.check(bytes)
      return { violations: found === null ? [] : JSON.parse(found), changes: [] }
    } catch (error) {
      throw errorOf(payloadOf(error))
    }
  }
}

/** What the engine says about a schema, as the public error. */
function schemaErrorOf(error, label) {
  if (typeof error?.code === 'string' && error.code.startsWith('ERR_JSONMILL_')) return error
  const payload = payloadOf(error)
  return payload.code === 'ERR_JSONMILL_OPTION' ? optionError(`${label}: ${payload.message}`) : errorOf(payload)
}

module.exports = { Validator, schemaErrorOf, schemaOf, schemaSpec, textOf }
