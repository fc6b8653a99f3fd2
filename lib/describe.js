'use strict'

/** A value in a message about an option: what it is, never more than a few characters of what it holds. */
function describe(value) {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'undefined':
      return 'undefined'
    case 'string':
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value)
    case 'boolean':
      return String(value)
    case 'bigint':
      return `${value}n`.slice(0, 40)
    case 'symbol':
      return 'a symbol'
    case 'function':
      return 'a function'
    default:
      return isArray(value) ? 'an array' : withArticle(classOf(value))
  }
}

/** Array.isArray, which throws for a revoked Proxy; that is an object like any other here. */
function isArray(value) {
  try {
    return Array.isArray(value)
  } catch {
    return false
  }
}

/** `Buffer`, `Date`, `User`: the name of a value's class; plain objects are `object`. */
function classOf(value) {
  try {
    const name = Object.getPrototypeOf(value)?.constructor?.name
    return typeof name === 'string' && name !== '' && name !== 'Object' ? name : 'object'
  } catch {
    // a Proxy may refuse; its refusal is no news here
    return 'object'
  }
}

function withArticle(noun) {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`
}

module.exports = { classOf, describe, withArticle }
