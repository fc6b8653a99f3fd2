// ajv, which the expected violations are taken from. A development dependency: null where it is not installed.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

function load() {
  try {
    return {
      '2020-12': require('ajv/dist/2020').default,
      '2019-09': require('ajv/dist/2019').default,
      7: require('ajv').default,
      6: require('ajv').default,
      4: require('ajv-draft-04').default,
      formats: require('ajv-formats').default
    }
  } catch {
    return null
  }
}

export const ajv = load()

/** ajv's function for a schema, or undefined where it refuses the schema. */
export function ajvFor(draft, schema, options = {}) {
  const instance = new ajv[draft]({ strict: false, logger: false, addUsedSchema: false, ...options })
  ajv.formats(instance)
  try {
    return instance.compile(schema)
  } catch {
    return undefined
  }
}

/** What people's formatters read of a violation. */
export const brief = ({ keyword, instancePath, params }) => JSON.stringify([keyword, instancePath, params])
