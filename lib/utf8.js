'use strict'

const { isUtf8 } = require('node:buffer')

/** Longest piece that is checked byte by byte to find the exact place. */
const PIECE = 64

/** Offset of the first byte sequence that is no UTF-8, or -1. */
function firstInvalid(bytes, from = 0, to = bytes.byteLength) {
  const valid = (start, end) => isUtf8(bytes.subarray(start, end))
  if (valid(from, to)) return -1
  // Halve as long as the piece is big: a cut is moved to the start of a character, or it would itself make a piece invalid.
  let low = from
  let high = to
  while (high - low > PIECE) {
    const middle = startOfCharacter(bytes, low, low + ((high - low) >> 1))
    if (middle === low) break
    if (valid(low, middle)) low = middle
    else high = middle
  }
  while (low < high) {
    const length = [1, 2, 3, 4].find((size) => low + size <= high && valid(low, low + size))
    if (length === undefined) return low
    low += length
  }
  return low
}

function startOfCharacter(bytes, low, at) {
  for (let back = 0; back < 4 && at - back > low; back++) {
    if ((bytes[at - back] & 0xc0) !== 0x80) return at - back
  }
  return at
}

module.exports = { firstInvalid }
