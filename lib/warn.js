'use strict'

const given = new Set()

/** One process warning per distinct message: a service that compiles in a loop does not flood its log. */
function warnOnce(message, code) {
  if (given.has(message)) return
  given.add(message)
  process.emitWarning(message, { type: 'JsonMillWarning', code })
}

module.exports = { warnOnce }
