'use strict'

/** What each change makes of a value: as ajv coerces types. */
const MAKE = {
  string: (value) => (value === null ? '' : `${value}`),
  number: (value) => +value,
  true: () => true,
  false: () => false,
  null: () => null,
  wrapped: (value) => [value],
  unwrapped: ([value]) => value
}

/** Does to a value what a check of its JSON text has found to be changed: a list of [path, what, value of a default]. */
function apply(root, changes) {
  for (const change of changes) applyOne(root, change, (container) => container)
  return root
}

/** The changed value, beside the one that was given: containers on the way to a change are copied. */
function applied(root, changes) {
  const copies = new Set()
  const own = (container) => {
    if (copies.has(container)) return container
    const copy = Array.isArray(container) ? [...container] : copyOf(container)
    copies.add(copy)
    return copy
  }
  if (changes.length === 0) return root
  const copied = own(root)
  for (const change of changes) applyOne(copied, change, own)
  return copied
}

function copyOf(object) {
  const copy = {}
  for (const key of Object.keys(object)) put(copy, key, object[key])
  return copy
}

function applyOne(root, [path, what, value], own) {
  let container = root
  for (const key of path.slice(0, -1)) {
    const inner = own(container[key])
    if (inner !== container[key]) put(container, key, inner)
    container = inner
  }
  const key = path.at(-1)
  if (what === 'removed') delete container[key]
  else put(container, key, what === 'default' ? structuredClone(value) : MAKE[what](container[key]))
}

/** A property of that name, and never a prototype. */
function put(container, key, value) {
  if (key === '__proto__') Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true })
  else container[key] = value
}

module.exports = { applied, apply }
