'use strict'

const { performance } = require('node:perf_hooks')
const { errorOf, limitError } = require('./errors.js')
const { rowsOf } = require('./fallback/csv/rows.js')
const { endOfValue } = require('./fallback/frame.js')
const { masked } = require('./mask.js')
const { publish, statisticsOf } = require('./statistics.js')

const LF = 0x0a

/** A bad record as it is handed out. Its bytes are input data: not enumerable, so that loggers do not print them. */
function withRaw({ record, offset, line, error }, raw, { errorValues = 'show' }) {
  const given = error instanceof Error ? error : errorOf(error)
  const found = { record, offset, line, error: given }
  if (errorValues === 'show') return Object.defineProperty(found, 'raw', { value: raw })
  return errorValues === 'mask' ? Object.defineProperty(found, 'raw', { value: masked(raw) }) : found
}

/** The same, its bytes being some of `bytes`, which begin at the offset `start` of the input. */
function rejectedOf(one, bytes, settings, start = 0) {
  const at = one.offset - start
  return withRaw(one, Buffer.from(bytes.subarray(at, endOf(bytes, at, settings))), settings)
}

function endOf(bytes, offset, { input, csv }) {
  if (input === 'csv') return offset + (rowsOf(bytes.subarray(offset), csv).next().value?.[1] ?? 0)
  if (input !== 'ndjson') return endOfValue((i) => bytes[i], offset, bytes.length)
  const newline = bytes.indexOf(LF, offset)
  const end = newline < 0 ? bytes.length : newline
  return bytes[end - 1] === 0x0d ? end - 1 : end
}

/** Refuses a run of which too large a share was bad. */
function checkRate({ maxErrorRate }, records, rejected) {
  if (maxErrorRate === undefined || rejected <= maxErrorRate * records) return
  throw limitError({
    message: `${rejected} of ${records} records were bad, more than options.maxErrorRate (${maxErrorRate})`,
    help: 'raise options.maxErrorRate if this is expected'
  })
}

/** After a run: whether too many records were bad, and what is told of them. */
function concluded(plan, input, output, { onReject } = {}) {
  const { settings } = plan
  const { told } = input
  const { records = 0, rejected: count = 0, rejections = [] } = told
  checkRate(settings, records, count)
  const bytes = rejections.length > 0 ? bufferOf(input) : undefined
  told.rejected = rejections.map((one) => rejectedOf(one, bytes, settings))
  const bytesOut = Buffer.isBuffer(output) && settings.output !== 'objects' ? output.length : 0
  told.statistics = statisticsOf(plan, { ...told, rejected: count }, { bytesIn: input.bytes().byteLength, bytesOut })
  if (told.measured && !told.silent) publish(plan, told.statistics)
  if (onReject !== undefined && told.rejected.length > 0) onReject(told.rejected)
  return output
}

/** After a run that failed: who listens hears of it. */
function failed(plan, input, error) {
  const { told } = input
  if (!told.measured || told.silent) return
  const bytesIn = input.bytes().byteLength
  publish(plan, { ...statisticsOf(plan, { ...told, tally: undefined }, { bytesIn, bytesOut: 0 }), milliseconds: performance.now() - told.begun }, error)
}

/** The bytes of an input as a Buffer. */
function bufferOf(input) {
  const view = input.bytes()
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength)
}

module.exports = { bufferOf, checkRate, concluded, failed, rejectedOf, withRaw }
