'use strict'

const { types } = require('node:util')

/**
 * A writable copy of a snapshot's view. The first accumulator of a reduce is written to by most callbacks; a copy for each run keeps one
 * run's sums out of the next. What a snapshot takes as it is (functions, class instances) stays what it is.
 */
function fresh(view) {
  const copies = new Map() // shared objects stay shared, cycles end
  const open = (value, copy) => {
    copies.set(value, copy)
    return copy
  }
  const from = (value) => {
    if (typeof value !== 'object' || value === null || types.isProxy(value)) return value
    if (copies.has(value)) return copies.get(value)
    if (Array.isArray(value)) return members(value, open(value, new Array(value.length)))
    if (types.isMap(value)) {
      const copy = open(value, new Map())
      for (const [key, item] of Map.prototype.entries.call(value)) copy.set(from(key), from(item))
      return copy
    }
    if (types.isSet(value)) {
      const copy = open(value, new Set())
      for (const member of Set.prototype.values.call(value)) copy.add(from(member))
      return copy
    }
    if (types.isDate(value)) return open(value, new Date(value))
    if (types.isRegExp(value)) return open(value, new RegExp(value))
    const prototype = Object.getPrototypeOf(value)
    if (prototype !== Object.prototype && prototype !== null) return value
    return members(value, open(value, Object.create(prototype)))
  }
  const members = (value, copy) => {
    for (const key of Reflect.ownKeys(value)) {
      if (key === 'length' && Array.isArray(value)) continue
      // not by assignment: a key `__proto__` must stay a key
      Object.defineProperty(copy, key, { value: from(value[key]), enumerable: true, configurable: true, writable: true })
    }
    return copy
  }
  return from(view)
}

module.exports = { fresh }
