'use strict'

const { escapeKey } = require('./pointer.js')

/** Names by which objects made carelessly reach a prototype: `__proto__`, and `constructor` where that has a `prototype`. */
function isProtoKey(object, key) {
  if (key === '__proto__') return true
  if (key !== 'constructor') return false
  const inner = object[key]
  return typeof inner === 'object' && inner !== null && Object.hasOwn(inner, 'prototype')
}

/** The places of such keys in a JSON value, in the order of the text; `remove` takes them out. Not recursive: data may nest deeply. */
function protoKeys(root, remove) {
  const found = []
  const open = [[root, '']]
  while (open.length > 0) {
    const [value, path] = open.pop()
    if (typeof value !== 'object' || value === null) continue
    const inner = []
    for (const key of Object.keys(value)) {
      if (!Array.isArray(value) && isProtoKey(value, key)) {
        found.push({ key, path })
        if (remove) delete value[key]
        else return found
      } else {
        inner.push([value[key], `${path}/${escapeKey(key)}`])
      }
    }
    open.push(...inner.reverse())
  }
  return found
}

/** What `protoKeys: 'error'` finds wrong with a value: a list of violations. */
function protoViolations(root) {
  return protoKeys(root, false).map(({ key, path }) => ({
    instancePath: path,
    schemaPath: '#/protoKeys',
    keyword: 'protoKeys',
    params: { propertyName: key },
    message: `must NOT have the property '${key}'`
  }))
}

module.exports = { protoKeys, protoViolations }
