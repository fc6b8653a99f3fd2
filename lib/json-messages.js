'use strict'

/** What the versions of V8 that are known say about `{x`. */
const KNOWN = new Map([
  ["Expected property name or '}' in JSON at position 1", 'positioned'],
  ["Expected property name or '}' in JSON at position 1 (line 1 column 2)", 'located'],
])

let known

/** How this V8 words what is wrong with a text that is no JSON. */
function jsonMessages() {
  try {
    if (known === undefined) JSON.parse('{x')
  } catch (error) {
    known = KNOWN.get(error.message)
  }
  return (known ??= 'other')
}

module.exports = { jsonMessages }
