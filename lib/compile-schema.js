'use strict'

const { applied, apply } = require('./changes.js')
const { validationError } = require('./errors.js')
const { inputOf } = require('./input.js')
const { parsePointer } = require('./pointer.js')
const { Validator, schemaSpec, textOf } = require('./schema.js')

/**
 * A schema by itself: `schema(value)` as ajv's validate functions, `.validateBytes(buffer)` for JSON text in one native call, and
 * `~standard` for everything that takes a Standard Schema.
 */
function compileSchema(schema, options) {
  const validator = new Validator(schemaSpec(schema, options, 'compileSchema(schema)'), 'compileSchema(schema)')
  const resultOf = (violations) => ({ valid: violations.length === 0, errors: violations })

  /** Changes what the options want changed in the value itself, as ajv does. */
  const judge = (value) => {
    const { violations, changes } = validator.found(value)
    apply(value, changes)
    return violations
  }
  const validate = (value) => resultOf(judge(value))
  /** ajv's calling convention, which Fastify's validatorCompiler expects: true, or false and `errors`. */
  const compiled = (value) => {
    const violations = judge(value)
    compiled.errors = violations.length === 0 ? null : violations
    return violations.length === 0
  }
  compiled.errors = null
  return Object.defineProperties(compiled, {
    schema: { value: schema, enumerable: true },
    validate: { value: validate, enumerable: true },
    validateBytes: { value: (bytes) => bytesResult(validator, inputOf(bytes).stableBytes(), resultOf), enumerable: true },
    assertBytes: { value: (bytes) => assertValid(validator.foundIn(inputOf(bytes).stableBytes()).violations), enumerable: true },
    '~standard': { value: standard(validator), enumerable: true }
  })
}

/** Where the options change values, `output` is the JSON text as they leave it. */
function bytesResult(validator, bytes, resultOf) {
  const { violations, changes } = validator.foundIn(bytes)
  const result = resultOf(violations)
  if (validator.changes) result.output = changes.length === 0 ? bytes : Buffer.from(textOf(apply(JSON.parse(bytes.toString()), changes)))
  return result
}

/** https://standardschema.dev */
function standard(validator) {
  return {
    version: 1,
    vendor: 'jsonmill',
    validate(value) {
      const { violations, changes } = validator.found(value)
      return violations.length === 0 ? { value: applied(value, changes) } : { issues: violations.map((one) => issueOf(one, value)) }
    }
  }
}

/** Keys of arrays are numbers, as in the paths of other libraries. */
function issueOf({ message, instancePath }, root) {
  let at = root
  const path = parsePointer(instancePath).map((key) => {
    const step = Array.isArray(at) ? Number(key) : key
    at = at?.[step]
    return step
  })
  return { message, path }
}

function assertValid(violations) {
  if (violations.length === 0) return
  const [{ instancePath, message, offset }] = violations
  throw validationError({ message: `${instancePath && `${instancePath} `}${message} (byte ${offset})`, record: 0, offset, violations })
}

module.exports = { compileSchema }
