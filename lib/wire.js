'use strict'

/**
 * The text form in which values cross to the engine and back. JSON's own values stand for themselves, everything else is an array
 * that begins with a tag:
 *
 *     ["a", …] array   ["hole"] its gap   ["o", k, v, …] object   ["m", k, v, …] Map   ["s", …] Set   ["d", ms | null] Date
 *     ["r", source, flags] RegExp   ["u"] undefined   ["n", "NaN" | "Infinity" | "-Infinity" | "-0"]   ["f", source, bindings] function
 *     ["b", "Math.max"] a built-in function   ["x", why, …] known to V8 alone   ["ref", i] the i-th composite value in order of first appearance
 *
 * Only from the engine: ["z", k, v, …] object without a prototype   ["j", value] a composite that stands there as plain JSON
 */

/** Makes JavaScript values of wire forms. Those that one decoder makes may share objects. Functions do not come back. */
function decoder() {
  const seen = []
  const fill = (target, add) => {
    seen.push(target)
    add(target)
    return target
  }
  const entries = (form, put) => {
    for (let i = 1; i < form.length; i += 2) put(form[i], form[i + 1])
  }
  const from = (form) => {
    if (!Array.isArray(form)) return form
    switch (form[0]) {
      case 'a':
        return fill([], (array) => {
          array.length = form.length - 1
          for (let i = 1; i < form.length; i++) {
            if (!Array.isArray(form[i]) || form[i][0] !== 'hole') array[i - 1] = from(form[i])
          }
        })
      case 'o':
      case 'z':
        return fill(form[0] === 'o' ? {} : Object.create(null), (object) =>
          entries(form, (key, value) =>
            // not by assignment: a key `__proto__` must stay a key
            Object.defineProperty(object, key, { value: from(value), enumerable: true, writable: true, configurable: true })
          )
        )
      case 'm':
        return fill(new Map(), (map) => entries(form, (key, value) => map.set(from(key), from(value))))
      case 's':
        return fill(new Set(), (set) => form.slice(1).forEach((member) => set.add(from(member))))
      case 'd':
        return fill(new Date(form[1] ?? NaN), () => {})
      case 'r':
        return fill(new RegExp(form[1], form[2]), () => {})
      case 'j':
        return fill(form[1], () => {})
      case 'n':
        return Number(form[1])
      case 'ref':
        return seen[form[1]]
      default:
        return undefined
    }
  }
  return from
}

/** One value: what a compiled callback threw. */
function decode(wire) {
  return decoder()(wire)
}

module.exports = { decode, decoder }
