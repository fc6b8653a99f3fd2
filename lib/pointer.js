'use strict'

/**
 * JSON Pointer (RFC 6901): `/orders/0/items` names a value inside a document, `~1` stands for `/` and `~0` for `~` in a key. The empty
 * text names the whole document.
 */

const WELL_FORMED = /^(?:\/(?:[^~/]|~[01])*)*$/
/** Indices have no leading zeros, so that each element has one name. */
const INDEX = /^(?:0|[1-9]\d*)$/

/** The keys on the way, or undefined for a text that is no pointer. */
function parsePointer(text) {
  if (!WELL_FORMED.test(text)) return undefined
  return text
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** One step down: only own members and elements count, nothing a prototype has. */
function step(value, key) {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value) && !INDEX.test(key)) return undefined
  return Object.hasOwn(value, key) ? value[key] : undefined
}

/** The value of a parsed document that a pointer names, or undefined: JSON has no such value. */
function valueAt(document, keys) {
  return keys.reduce(step, document)
}

/** A key as a segment of a pointer. */
function escapeKey(key) {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

module.exports = { escapeKey, parsePointer, valueAt }
