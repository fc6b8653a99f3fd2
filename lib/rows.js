'use strict'

const { addObjects } = require('./columns.js')
const { errorOf, limitError } = require('./errors.js')
const { decoder } = require('./wire.js')

const LF = 0x0a
/** Begins an array; a line about a batch begins with `{`. */
const ARRAY = 0x5b

/** Text of a batch, which is Latin-1: V8 copies that. Only a single value can be so long. */
function textOf(buffer, from, to) {
  try {
    return buffer.latin1Slice(from, to)
  } catch (error) {
    if (error.code === 'ERR_STRING_TOO_LONG') throw limitError({ message: "a result is longer than V8's longest string" })
    throw error
  }
}

/**
 * What native code wrote as rows, batch by batch, as JavaScript values: `origins` are the numbers of the input records that the rows
 * came from, `bursts` places and numbers of rows that one record became. Throws where the run failed, behind the rows of the records before.
 * Where the rows are columns, there are a `form` and their number.
 */
function* batches(buffer) {
  for (let at = 0; at < buffer.length; ) {
    const line = buffer.indexOf(LF, at)
    if (buffer[at] === ARRAY) {
      yield { rows: JSON.parse(textOf(buffer, at, line)) }
      at = line + 1
      continue
    }
    const header = JSON.parse(buffer.utf8Slice(at, line))
    if (header.error !== undefined) throw errorOf(header.error)
    const end = line + 1 + header.bytes
    yield { ...header, from: line + 1, rows: header.rows ?? rebuilt(JSON.parse(textOf(buffer, line + 1, end)), header.tagged) }
    at = end + 1
  }
}

/** Rows that JSON cannot say are tagged; those of one group share objects. */
function rebuilt(rows, tagged) {
  for (let i = 0; i < tagged.length; i += 2) {
    const decode = decoder()
    const end = tagged[i] + tagged[i + 1]
    for (let row = tagged[i]; row < end; row++) rows[row] = decode(rows[row])
  }
  return rows
}

/** All results of a run whose output is objects, as a generator that pauses behind each batch. V8 gives them as an array. */
function* stepsToValues(output) {
  if (Array.isArray(output)) return output
  let values = []
  for (const batch of batches(output)) {
    addTo(values, batch, output)
    if (batch.whole) values = [values]
    yield
  }
  return values
}

function addTo(values, batch, output) {
  if (batch.form !== undefined) addObjects(values, batch, textOf, output, batch.from)
  else for (const row of batch.rows) values.push(row)
}

/** Adds the results of a piece of a run to `values`. Where the run failed it throws behind those of the records before. */
function* stepsInto(values, output) {
  for (const batch of batches(output)) {
    addTo(values, batch, output)
    yield
  }
}

/** All of them at once. */
function valuesOf(output) {
  // few of them are the text of one array
  if (output[0] === ARRAY && Buffer.isBuffer(output) && output.indexOf(LF) === output.length - 1) {
    return JSON.parse(textOf(output, 0, output.length))
  }
  const steps = stepsToValues(output)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

module.exports = { batches, stepsInto, stepsToValues, valuesOf }
