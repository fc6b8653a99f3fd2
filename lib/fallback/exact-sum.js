'use strict'

/** The weight of the lowest bit is two to minus this: the smallest double's. */
const SCALE = 1074
/** More bits than a double keeps, with room for one that says whether anything lies below. */
const LEADING = 64

const double = new Float64Array(1)
const bits = new BigUint64Array(double.buffer)

/** A finite double as a whole number of the smallest double. */
function toBig(number) {
  double[0] = number
  const exponent = Number((bits[0] >> 52n) & 0x7ffn)
  const fraction = bits[0] & 0xfffffffffffffn
  const magnitude = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1)
  return number < 0 ? -magnitude : magnitude
}

/** The double nearest to a fraction of the smallest double, ties to even. */
function toDouble(numerator, count) {
  const isNegative = numerator < 0n
  const magnitude = isNegative ? -numerator : numerator
  // some bits lie below the lowest, for what is subnormal
  const scaled = magnitude << BigInt(LEADING)
  let quotient = scaled / count
  const rest = scaled % count === 0n ? 0n : 1n
  const length = quotient.toString(2).length
  const exponent = length - 1 - SCALE - LEADING
  let result
  if (exponent > 1023) {
    result = Infinity
  } else if (exponent < -1022) {
    const below = BigInt.asUintN(LEADING, quotient)
    quotient >>= BigInt(LEADING)
    const half = 1n << BigInt(LEADING - 1)
    const up = below > half || (below === half && (rest === 1n || (quotient & 1n) === 1n))
    result = Number(quotient + (up ? 1n : 0n)) * Number.MIN_VALUE
  } else {
    const shift = BigInt(length - LEADING)
    const leading = quotient >> shift
    const isExact = rest === 0n && leading << shift === quotient
    // in [1, 2], and then to its place without a loss
    result = (Number(isExact ? leading : leading | 1n) / 2 ** (LEADING - 1)) * 2 ** exponent
  }
  return isNegative ? -result : result
}

/**
 * A sum of doubles, exact until it is asked for: correctly rounded, whatever the order of the numbers. Mostly it is exactly a pair of
 * doubles, the sum so far and what its rounding has left out; where a pair cannot hold it any more, a BigInt does.
 */
class ExactSum {
  high = 0
  low = 0
  big = undefined
  /** The sum of what is not finite. */
  infinite = 0

  add(number) {
    const { high, low } = this
    if (this.big !== undefined) return this.addBig(number)
    const sum = high + number
    const shadow = sum - high
    const left = high - (sum - shadow) + (number - shadow)
    const lowSum = low + left
    const lowShadow = lowSum - low
    const lost = low - (lowSum - lowShadow) + (left - lowShadow)
    const rounded = sum + lowSum
    const roundedShadow = rounded - sum
    const rest = sum - (rounded - roundedShadow) + (lowSum - roundedShadow)
    // what is not finite leaves NaN behind
    if (lost === 0 && rest - rest === 0 && Number.isFinite(rounded)) {
      this.high = rounded
      this.low = rest
      return
    }
    this.big = toBig(high) + toBig(low)
    this.addBig(number)
  }

  addBig(number) {
    if (Number.isFinite(number)) this.big += toBig(number)
    else this.infinite += number
  }

  /** The sum divided by a count from 1, rounded once. */
  over(count) {
    if (this.infinite !== 0) return this.infinite
    if (this.big === undefined && (count === 1 || this.low === 0)) return (this.high + this.low) / count
    const big = this.big ?? toBig(this.high) + toBig(this.low)
    return big === 0n ? 0 : toDouble(big, BigInt(count))
  }
}

module.exports = { ExactSum }
