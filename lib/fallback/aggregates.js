'use strict'

const { ExactSum } = require('./exact-sum.js')

function kindOf(value) {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  const type = typeof value
  return type === 'undefined' ? type : `${type === 'object' ? 'an' : 'a'} ${type}`
}

function mistaken(name, wanted, value) {
  return new TypeError(`${name} takes ${wanted}, null and undefined, not ${kindOf(value)}`)
}

/** The numbers of a group; null and undefined are passed over. */
class OfNumbers {
  constructor({ name, share }) {
    this.name = name
    this.share = share
  }

  check(value) {
    if (typeof value !== 'number' && value !== null && value !== undefined) throw mistaken(this.name, 'numbers', value)
  }
}

class Sum extends OfNumbers {
  sum = new ExactSum()

  add(value) {
    if (typeof value === 'number') this.sum.add(value)
  }

  result() {
    return this.sum.over(1)
  }
}

class Avg extends OfNumbers {
  sum = new ExactSum()
  count = 0

  add(value) {
    if (typeof value !== 'number') return
    this.sum.add(value)
    this.count++
  }

  result() {
    return this.count === 0 ? null : this.sum.over(this.count)
  }
}

/** Exact, interpolated linearly between two numbers (type 7 of Hyndman and Fan). */
class Quantile extends OfNumbers {
  numbers = []

  add(value) {
    if (typeof value === 'number') this.numbers.push(value)
  }

  result() {
    if (this.numbers.length === 0) return null
    // -0 before 0, and NaN last
    const numbers = Float64Array.from(this.numbers).sort()
    if (Number.isNaN(numbers.at(-1))) return NaN
    const place = (numbers.length - 1) * this.share
    const below = Math.floor(place)
    const low = numbers[below]
    const part = place - below
    const high = part === 0 ? low : numbers[below + 1]
    return low === high ? low : low + (high - low) * part
  }
}

/** The least of the numbers as Math.min has it, or of the texts as `<` has it. */
class Min {
  value = undefined

  constructor({ name }) {
    this.name = name
  }

  check(value) {
    if (value === null || value === undefined) return
    if (typeof value !== 'number' && typeof value !== 'string') throw mistaken(this.name, 'numbers, strings', value)
    if (this.value !== undefined && typeof value !== typeof this.value) {
      throw new TypeError(`${this.name} takes numbers or strings, not both in one group`)
    }
  }

  add(value) {
    if (value === null || value === undefined) return
    this.value = this.value === undefined ? value : typeof value === 'number' ? this.ofNumbers(this.value, value) : this.ofTexts(this.value, value)
  }

  ofNumbers(a, b) {
    return Math.min(a, b)
  }

  ofTexts(a, b) {
    return b < a ? b : a
  }

  result() {
    return this.value ?? null
  }
}

class Max extends Min {
  ofNumbers(a, b) {
    return Math.max(a, b)
  }

  ofTexts(a, b) {
    return b > a ? b : a
  }
}

/** Those that take any value. */
class OfValues {
  check() {}
}

class Count extends OfValues {
  count = 0

  constructor({ callback }) {
    super()
    this.all = callback === undefined
  }

  add(value) {
    if (this.all || value) this.count++
  }

  result() {
    return this.count
  }
}

class First extends OfValues {
  value = undefined
  isEmpty = true

  add(value) {
    if (this.isEmpty) this.value = value
    this.isEmpty = false
  }

  result() {
    return this.value
  }
}

class Last extends OfValues {
  value = undefined

  add(value) {
    this.value = value
  }

  result() {
    return this.value
  }
}

class Collect extends OfValues {
  values = []

  add(value) {
    this.values.push(value)
  }

  result() {
    return this.values
  }
}

class CountDistinct extends OfValues {
  values = new Set()

  add(value) {
    if (value !== null && value !== undefined) this.values.add(value)
  }

  result() {
    return this.values.size
  }
}

/** The state of each aggregate for one group. */
const STATES = {
  avg: Avg,
  collect: Collect,
  count: Count,
  countDistinct: CountDistinct,
  first: First,
  last: Last,
  max: Max,
  min: Min,
  quantile: Quantile,
  sum: Sum
}

module.exports = { STATES }
