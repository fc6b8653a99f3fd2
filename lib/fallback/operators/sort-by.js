'use strict'

const { types } = require('node:util')
const { Operator } = require('./operator.js')

/** The kinds of keys in their order; what is missing comes last in either direction. */
const NUMBER = 1
const TEXT = 2
const BOOLEAN = 3
const MISSING = 4

const time = (date) => Date.prototype.getTime.call(date)

function ofNumber(value) {
  return Number.isNaN(value) ? { kind: MISSING } : { kind: NUMBER, value }
}

/** A key and its kind. */
function orderOf(key) {
  switch (typeof key) {
    case 'number':
      return ofNumber(key)
    case 'string':
      return { kind: TEXT, value: key }
    case 'boolean':
      return { kind: BOOLEAN, value: key }
    case 'undefined':
      return { kind: MISSING }
    case 'object':
      if (key === null) return { kind: MISSING }
      if (types.isDate(key)) return ofNumber(time(key))
  }
  const what = Array.isArray(key) ? 'an array' : typeof key === 'object' ? 'an object' : `a ${typeof key}`
  throw new TypeError(`sortBy takes numbers, strings, booleans, dates, null and undefined as keys, not ${what}`)
}

/** Orders records by a key that is read once of each; equal ones stay as they came. */
class SortBy extends Operator {
  held = []

  push(record, origin) {
    // no array as third argument: a key belongs to its record alone
    this.array = undefined
    const key = this.call(record, origin)
    try {
      this.held.push({ ...orderOf(key), record, origin })
    } catch (thrown) {
      throw this.stage.failure(thrown, origin)
    }
  }

  end() {
    const { held, next } = this
    const sign = this.stage.descending ? -1 : 1
    held.sort((a, b) => {
      if (a.kind !== b.kind) return a.kind === MISSING ? 1 : b.kind === MISSING ? -1 : sign * (a.kind - b.kind)
      return a.value < b.value ? -sign : b.value < a.value ? sign : 0
    })
    for (const { record, origin } of held) {
      next.push(record, origin)
      next.settle()
    }
    this.held = []
  }
}

module.exports = { SortBy }
