'use strict'

const { validationError } = require('./errors.js')
const { inputOf } = require('./input.js')
const { parsePointer } = require('./pointer.js')
const { Validator, schemaSpec } = require('./schema.js')

/**
 * A schema by itself: `schema(value)` as ajv's validate functions, `.validateBytes(buffer)` for JSON text in one native call, and
 * `~standard` for everything that takes a Standard Schema.
 */
function compileSchema(schema, options) {
  const validator = new Validator(schemaSpec(schema, options, 'compileSchema(schema)'), 'compileSchema(schema)')
  const resultOf = (violations) => ({ valid: violations.length === 0, errors: violations })

  const validate = (value) => resultOf(validator.check(value))
  /** ajv's calling convention, which Fastify's validatorCompiler expects: true, or false and `errors`. */
  const compiled = (value) => {
    const violations = validator.check(value)
    compiled.errors = violations.length === 0 ? null : violations
    return violations.length === 0
  }
  compiled.errors = null
  return Object.defineProperties(compiled, {
    schema: { value: schema, enumerable: true },
    validate: { value: validate, enumerable: true },
    validateBytes: { value: (bytes) => resultOf(validator.checkText(inputOf(bytes).stableBytes())), enumerable: true },
    assertBytes: { value: (bytes) => assertValid(validator.checkText(inputOf(bytes).stableBytes())), enumerable: true },
    '~standard': { value: standard(validator), enumerable: true }
  })
}

/** https://standardschema.dev */
function standard(validator) {
  return {
    version: 1,
    vendor: 'jsonmill',
    validate(value) {
      const violations = validator.check(value)
      return violations.length === 0 ? { value } : { issues: violations.map((one) => issueOf(one, value)) }
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
