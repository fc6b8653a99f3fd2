'use strict'

const { builtinName, builtinSource } = require('./builtins.js')
const { frame } = require('./code-frame.js')

const toString = Function.prototype.toString

/** `function trim() { [native code] }`: V8's text for everything that has no JavaScript source. */
const NATIVE = /\{\s*\[native code\]\s*\}\s*$/

/**
 * The text of a callback, as the engine and a rebuild in V8 read it. Functions without a source come with the reason: a built-in is
 * known by identity, a bound or any other native function is not.
 * @param {string} [kind] of the stage: it says what the callback is called with
 * @returns {{ text: string | undefined, problem?: { message: string, help: string, line: number, column: number, codeFrame: string } }}
 */
function sourceOf(callback, kind) {
  const text = toString.call(callback)
  if (!NATIVE.test(text)) return { text }
  const dotted = builtinName(callback)
  const stand = dotted === undefined ? undefined : builtinSource(dotted, kind)
  if (stand !== undefined) return { text: stand }
  const at = { line: 1, column: 1, codeFrame: frame(text, 1, 1) }
  const name = typeof callback.name === 'string' ? callback.name : ''
  const label = name || 'this function'
  if (name.startsWith('bound ')) {
    const inner = name.slice('bound '.length) || 'fn'
    return {
      text: undefined,
      problem: {
        message: `${label} is a bound function: its source cannot be read`,
        help: `pass the function that bind() was called on, or wrap it: (record) => ${inner}(record), with its values in env`,
        ...at
      }
    }
  }
  return {
    text: undefined,
    problem: {
      message: `${label} is a native function: it has no JavaScript source`,
      help: dotted
        ? `call the method on the record: (record) => record.${dotted.split('.').at(-1)}()`
        : 'write a JavaScript function that does the same',
      ...at
    }
  }
}

module.exports = { sourceOf }
