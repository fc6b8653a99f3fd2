'use strict'

const { frame } = require('../code-frame.js')
const { unsupportedError } = require('../errors.js')
const { namesOf } = require('../free-names.js')
const { rebuild } = require('../rebuild.js')

/**
 * The function that V8 calls for a stage. It is the user's own function, closure and all, unless a free name of its source is bound by
 * env or bindings: then the source is rebuilt over the same snapshot that the engine would use, and never run on its closure, which
 * may hold another value by now.
 */
function callbackFor({ callback, source, env, bindings, bound, index, kind }) {
  const values = bound === undefined ? { ...bindings?.view, ...env?.view } : { ...bindings.view }
  if (source === undefined || Object.keys(values).length === 0) return { run: callback }
  try {
    bindings?.makeFunctions()
    env?.makeFunctions()
  } catch (cause) {
    throw unsupportedError({
      message: `${kind} (stage ${index}): a function that it captured cannot be rebuilt in V8: ${cause.message}`,
      stage: index,
      line: 1,
      column: 1,
      codeFrame: frame(source, 1, 1),
      help: 'allow code generation, or hand over functions that need no bind()',
      diagnostics: []
    })
  }
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

module.exports = { callbackFor }
