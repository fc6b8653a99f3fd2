'use strict'

const { describe } = require('./describe.js')
const { optionError } = require('./errors.js')
const { isObject } = require('./options.js')

/** What groupBy makes of the records of a group: made by the builders below, immutable, usable in any number of pipelines. */
class Aggregate {
  constructor(name, callback, share) {
    this.name = name
    this.callback = callback
    this.share = share
    Object.freeze(this)
  }
}

const checked = (callback, label) => {
  if (typeof callback !== 'function') throw optionError(`${label}: callback must be a function, got ${describe(callback)}`)
  return callback
}

/** Aggregates that need a callback. */
const over = (name) => (callback) => new Aggregate(name, checked(callback, `${name}(callback)`))

/** Aggregates that take the record itself where there is none. */
const ofRecords = (name) => (callback) => new Aggregate(name, callback === undefined ? undefined : checked(callback, `${name}(callback)`))

const [sum, avg, min, max, countDistinct] = ['sum', 'avg', 'min', 'max', 'countDistinct'].map(over)
const [count, first, last, collect] = ['count', 'first', 'last', 'collect'].map(ofRecords)

function quantile(share, callback) {
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) {
    throw optionError(`quantile(share, callback): share must be a number from 0 to 1, got ${describe(share)}`)
  }
  return new Aggregate('quantile', checked(callback, 'quantile(share, callback)'), share)
}

/** The members of a group's record: [name, aggregate] in the order in which the object lists them. */
function membersOf(aggregates) {
  const label = 'groupBy(key, aggregates)'
  if (!isObject(aggregates) || aggregates instanceof Aggregate) {
    throw optionError(`${label}: aggregates must be an object of names and aggregates such as { n: count() }, got ${describe(aggregates)}`)
  }
  const members = Object.entries(aggregates)
  for (const [name, aggregate] of members) {
    if (name === 'key' || name === '__proto__') throw optionError(`${label}: '${name}' cannot be the name of an aggregate`)
    if (!(aggregate instanceof Aggregate)) {
      throw optionError(`${label}: ${name} must be an aggregate such as count() or sum(callback), got ${describe(aggregate)}`)
    }
  }
  return members
}

const builders = { avg, collect, count, countDistinct, first, last, max, min, quantile, sum }

module.exports = { builders, membersOf }
