'use strict'

/** Only sloppy functions have these own properties; arrows and methods do not tell, and modules and classes are strict. */
function isSloppy(callback) {
  return Object.hasOwn(callback, 'caller') && Object.hasOwn(callback, 'arguments')
}

/** The function of a text, made anew over names of its own: its closure stays behind. */
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

module.exports = { rebuild }
