'use strict'

const { errorOf, limitError } = require('./errors.js')
const { decoder } = require('./wire.js')

const LF = 0x0a

/** Text of a batch. Only a single value can be so long. */
function textOf(buffer, from, to) {
  try {
    return buffer.toString('utf8', from, to)
  } catch (error) {
    if (error.code === 'ERR_STRING_TOO_LONG') throw limitError({ message: "a result is longer than V8's longest string" })
    throw error
  }
}

/**
 * What native code wrote as rows, batch by batch, as JavaScript values: `origins` are the numbers of the input records that the rows
 * came from, `bursts` places and numbers of rows that one record became. Throws where the run failed, behind the rows of the records before.
 */
function* batches(buffer) {
  for (let at = 0; at < buffer.length; ) {
    const line = buffer.indexOf(LF, at)
    const { bytes, origins, bursts, tagged, error } = JSON.parse(textOf(buffer, at, line))
    if (error !== undefined) throw errorOf(error)
    const end = line + 1 + bytes
    yield { rows: rebuilt(JSON.parse(textOf(buffer, line + 1, end)), tagged), origins, bursts }
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

/** All results of a run whose output is objects. V8 gives them as an array. */
function valuesOf(output) {
  if (Array.isArray(output)) return output
  const values = []
  for (const { rows } of batches(output)) for (const row of rows) values.push(row)
  return values
}

module.exports = { batches, valuesOf }
