'use strict'

const { frame } = require('../code-frame.js')
const { unsupportedError } = require('../errors.js')
const { namesOf } = require('../free-names.js')

/**
 * The function that V8 calls for a stage. It is the user's own function, closure and all, unless a free name of its source is bound by
 * env or bindings: then the source is rebuilt over the same snapshot that the engine would use, and never run on its closure, which
 * may hold another value by now.
 */
function callbackFor({ callback, source, env, bindings, index, kind }) {
  const values = { ...bindings?.view, ...env?.view }
  if (source === undefined || Object.keys(values).length === 0) return { run: callback }
  const { referenced } = namesOf(source)
  const names = Object.keys(values).filter((name) => referenced.has(name))
  if (names.length === 0) return { run: callback }
  try {
    return { run: rebuild(callback, source, names, names.map((name) => values[name])), rebuiltOver: names }
  } catch (cause) {
    throw unsupportedError({
      message: `${kind} (stage ${index}) cannot be rebuilt in V8 over ${names.join(', ')}: ${cause.message}`,
      stage: index,
      line: 1,
      column: 1,
      codeFrame: frame(source, 1, 1),
      help: 'use the third parameter, which needs no code generation: (record, index, { name }) => …, { name }',
      diagnostics: []
    })
  }
}

/** Only sloppy functions have these own properties; arrows and methods do not tell, and modules and classes are strict. */
function isSloppy(callback) {
  return Object.hasOwn(callback, 'caller') && Object.hasOwn(callback, 'arguments')
}

function rebuild(callback, source, names, values) {
  const strict = isSloppy(callback) ? '' : '"use strict"; '
  const make = (expression) => new Function(...names, `${strict}return ${expression}`)(...values)
  try {
    return make(`(${source}\n)`)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // method shorthand is no expression by itself
    return Object.values(make(`({ ${source}\n})`))[0]
  }
}

module.exports = { callbackFor }
