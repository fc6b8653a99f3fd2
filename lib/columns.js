'use strict'

/** So many forms are remembered with their functions. */
const MAX_BUILDERS = 256

/** Functions that make objects of columns, by the form of the objects and the kinds of the columns. */
const builders = new Map()

/** Reads numbers that lie in a result as memory. The copy is aligned, and holds on to nothing else. */
function numbers(Type, buffer, at, rows) {
  const from = buffer.byteOffset + at
  return new Type(buffer.buffer.slice(from, from + rows * Type.BYTES_PER_ELEMENT))
}

/** The columns of a batch, as lists and typed arrays. Its text begins at `at`. */
function columnsOf({ rows, text, kinds, undefined: missing }, textOf, buffer, at) {
  const lists = text > 0 ? JSON.parse(textOf(buffer, at, at + text)) : []
  let list = 0
  let next = at + text
  const columns = []
  for (const kind of kinds) {
    if (kind === 't') {
      columns.push(lists[list++])
    } else {
      const Type = kind === 'i' ? Int32Array : Float64Array
      const column = numbers(Type, buffer, next, rows)
      columns.push(kind === 'D' ? Array.from(column, (time) => new Date(time)) : column)
      next += rows * Type.BYTES_PER_ELEMENT
    }
  }
  for (let i = 0; i < missing.length; i += 2) columns[missing[i]][missing[i + 1]] = undefined
  return columns
}

/** An object literal over row `i` of the columns. A computed key is a key even where it says `__proto__`. */
function literal(form) {
  const properties = []
  for (let i = 0; i < form.length; i += 2) {
    const value = Array.isArray(form[i + 1]) ? literal(form[i + 1]) : `c${form[i + 1]}[i]`
    const key = JSON.stringify(form[i])
    properties.push(`${form[i] === '__proto__' ? `[${key}]` : key}: ${value}`)
  }
  return `{ ${properties.join(', ')} }`
}

/** The function for a form as an engineer would write it: V8 makes objects of one hidden class. */
function compiled(form, count) {
  const names = Array.from({ length: count }, (_, i) => `c${i}`)
  const body = `"use strict"\nfor (let i = 0; i < count; i++) rows.push(${literal(form)})`
  return new Function('rows', 'count', ...names, body)
}

/** The same where code may not be made of strings. */
function interpreted(form) {
  const make = (parts, columns, row) => {
    const object = {}
    for (let i = 0; i < parts.length; i += 2) {
      const [key, place] = [parts[i], parts[i + 1]]
      const value = Array.isArray(place) ? make(place, columns, row) : columns[place][row]
      if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
      else object[key] = value
    }
    return object
  }
  return (rows, count, ...columns) => {
    for (let row = 0; row < count; row++) rows.push(make(form, columns, row))
  }
}

function builderOf({ form, kinds }) {
  // a function each for every combination of kinds, so that it sees one type in every column
  const key = kinds + form
  let builder = builders.get(key)
  if (builder === undefined) {
    const parts = JSON.parse(form)
    try {
      builder = compiled(parts, kinds.length)
    } catch (error) {
      if (!(error instanceof EvalError)) throw error
      builder = interpreted(parts)
    }
    if (builders.size >= MAX_BUILDERS) builders.delete(builders.keys().next().value)
    builders.set(key, builder)
  }
  return builder
}

/** Appends the objects of a batch to `rows`. */
function addObjects(rows, batch, textOf, buffer, at) {
  builderOf(batch)(rows, batch.rows, ...columnsOf(batch, textOf, buffer, at))
}

module.exports = { addObjects }
