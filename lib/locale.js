'use strict'

/** Languages with rules of their own for upper and lower case. */
const OWN_CASE = /^(?:tr|az|lt|el)\b/
/** Locales with CLDR's root order as it is. */
const ROOT_ORDER = /^(?:(?:en|de|it|nl|pt)(?:-[A-Z]{2})?|fr(?:-(?!CA)[A-Z]{2})?)$/
/** The version of ICU that the compiled order was compared with, character by character. */
const KNOWN_ICU = /^78\./
/** What that comparison covered, and what it gives by `orderOf`. */
const COMPARED = [
  [0, 0x52f],
  [0x590, 0x6ff],
  [0x900, 0x97f],
  [0xe00, 0xe7f],
  [0x1e00, 0x23ff],
  [0x2500, 0x27bf],
  [0x3041, 0x30ff],
  [0xff00, 0xffef]
]
const KNOWN_ORDER = -27981475

let orders
let formats

/** The locales of this process, which stay what they were at its start. */
const orderLocale = () => (orders ??= Intl.Collator().resolvedOptions().locale)
const formatLocale = () => (formats ??= Intl.NumberFormat().resolvedOptions().locale)

/** A number that stands for the order in which this Node sorts single characters. */
function orderOf() {
  const compare = new Intl.Collator('en').compare
  const characters = COMPARED.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCharCode(from + i)))
  return characters.sort(compare).reduce((hash, character, i, all) => {
    const tie = i > 0 && compare(all[i - 1], character) === 0 ? 1 : 0
    return (Math.imul(hash, 31) + character.charCodeAt(0) * 2 + tie) | 0
  }, 0)
}

let known

/** Whether this Node sorts as compiled code does. Other versions of ICU are asked once. */
const isKnownOrder = () => (known ??= KNOWN_ICU.test(process.versions.icu) || orderOf() === KNOWN_ORDER)

/** Other methods than those that the text names may be called. */
const calledByName = (text) => /\]\s*(?:\?\.)?\s*\(|\.(?:call|apply)\b|Reflect/.test(text)

let plainSpaces

/** Some versions of ICU write a narrow space before AM. */
const hasKnownTimes = () => (plainSpaces ??= new Date(0).toLocaleTimeString('en-US', { timeZone: 'UTC' }) === '12:00:00 AM')

/** Why code made from such text would give other results than this process's locale does, or undefined. */
function localeProblem(text) {
  const any = calledByName(text) && formatLocale() !== 'en-US'
  if ((any || /toLocale(?:Lower|Upper)Case/.test(text)) && OWN_CASE.test(formatLocale())) return "case mapping by this process's locale"
  if (any || /localeCompare|Collator/.test(text)) {
    if (!ROOT_ORDER.test(orderLocale())) return "the order of this process's locale"
    if (!isKnownOrder()) return "the order of this Node's version of ICU"
  }
  if (any || /toLocale(?:Date|Time)?String|NumberFormat|DateTimeFormat/.test(text)) {
    if (formatLocale() !== 'en-US') return "formats of this process's locale"
    if (/Date|\["d",/.test(text) && !hasKnownTimes()) return "formats of this Node's version of ICU"
  }
  return undefined
}

module.exports = { KNOWN_ORDER, localeProblem, orderOf }
