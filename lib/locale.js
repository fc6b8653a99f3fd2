'use strict'

/** Languages with rules of their own for upper and lower case. */
const OWN_RULES = /^(?:tr|az|lt|el)\b/

/** Whether compiled code made from such text depends on a process locale whose case rules only V8 has. */
const needsLocale = (text) => /toLocale(?:Lower|Upper)Case/.test(text) && OWN_RULES.test(Intl.DateTimeFormat().resolvedOptions().locale)

module.exports = { needsLocale }
