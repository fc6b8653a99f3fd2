'use strict'

const { Buffer } = require('node:buffer')

const [QUOTE, BACKSLASH, STAR] = ['"', '\\', '*'].map((letter) => letter.charCodeAt(0))
const [BRACE, BRACKET] = ['{', '['].map((letter) => letter.charCodeAt(0))
/** What the grammar is made of; everything else belongs to a value or a key. */
const STRUCTURE = new Set([...'{}[]:, \t\r\n'].map((letter) => letter.charCodeAt(0)))
const SPACES = new Set([...' \t\r\n'].map((letter) => letter.charCodeAt(0)))
const CLOSERS = new Set([...'}]'].map((letter) => letter.charCodeAt(0)))
/** Behind these, in an object, a key stands. */
const BEFORE_KEY = new Set([...'{,'].map((letter) => letter.charCodeAt(0)))

/** JSON text, or what should have been some, with a star for each byte of a value: keys and structure stay. */
function masked(bytes) {
  const out = Buffer.from(bytes)
  const open = []
  let before
  for (let i = 0; i < out.length; i++) {
    const byte = out[i]
    if (byte === QUOTE) {
      const end = closing(out, i + 1)
      if (open.at(-1) !== BRACE || !BEFORE_KEY.has(before)) out.fill(STAR, i + 1, end)
      i = end
    } else if (!STRUCTURE.has(byte)) {
      out[i] = STAR
    } else if (byte === BRACE || byte === BRACKET) {
      open.push(byte)
    } else if (CLOSERS.has(byte)) {
      open.pop()
    }
    if (!SPACES.has(byte)) before = byte
  }
  return out
}

function closing(bytes, from) {
  let i = from
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1
  return Math.min(i, bytes.length)
}

/** A snippet of the input, which may begin anywhere: of it only what the grammar is made of stays. */
function maskedSnippet(snippet) {
  return snippet.replace(/[^{}[\]:,"\s]/gu, '*')
}

module.exports = { masked, maskedSnippet }
