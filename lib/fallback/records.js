'use strict'

const { parseDocument, parseLines } = require('./parse.js')
const { Output, stringify, writingError } = require('./write.js')

/** How many records pass between two looks at the clock. */
const BATCH = 64

/**
 * A record pipeline in V8, as a generator that pauses now and then: an asynchronous run lets the event loop turn at those places, a
 * synchronous one goes on. Documents take the stages one after the other, as chained Array methods do; lines pass one by one, unless a
 * callback wants to see the whole array.
 */
function* runRecords({ settings, stages }, input) {
  for (const stage of stages) stage.rewind()
  const isLines = settings.input === 'ndjson'
  if (isLines && !stages.some((stage) => stage.inV8().wantsArray)) return yield* lineByLine(settings, stages, input)
  const rows = []
  let failure
  if (isLines) {
    // reported in input order: a bad line hides nothing that goes wrong before it
    try {
      for (const value of parseLines(input, settings)) rows.push(value)
    } catch (error) {
      failure = error
    }
  }
  return stageByStage(settings, stages, isLines ? rows : parseDocument(input, settings), failure)
}

function call(stage, run, record, index, records, origin) {
  try {
    return stage.env === undefined ? run(record, index, records) : run(record, index, stage.env.view)
  } catch (thrown) {
    throw stage.failure(thrown, origin)
  }
}

function* lineByLine(settings, stages, input) {
  const sink = sinkFor(settings, stages)
  const steps = stages.map((stage) => ({ stage, run: stage.inV8().run, index: 0 }))
  let origin = -1
  for (let value of parseLines(input, settings)) {
    origin++
    let kept = true
    for (const step of steps) {
      const result = call(step.stage, step.run, value, step.index++, undefined, origin)
      if (step.stage.kind === 'map') value = result
      else if (!result) {
        kept = false
        break
      }
    }
    if (kept) sink.add(value, origin)
    if (origin % BATCH === BATCH - 1) yield
  }
  return sink.finish()
}

/** Chained Array methods. `failure` is one that lies behind the rows; with lines the failure that lies first in the input counts. */
function stageByStage(settings, stages, rows, failure) {
  const inInputOrder = settings.input === 'ndjson'
  let origins // of each row, once a filter has removed some
  for (const stage of stages) {
    const { run } = stage.inV8()
    const out = []
    const from = []
    const length = rows.length
    try {
      for (let i = 0; i < length; i++) {
        if (!(i in rows)) {
          // a callback that sees the array may have deleted from it: Array methods skip holes, map keeps them
          if (stage.kind === 'map') out.length = i + 1
          continue
        }
        const record = rows[i]
        const origin = origins === undefined ? i : origins[i]
        const result = call(stage, run, record, i, rows, origin)
        if (stage.kind === 'map') out[i] = result
        else if (result) {
          out.push(record)
          from.push(origin)
        }
      }
    } catch (error) {
      if (!inInputOrder) throw error
      failure = error
    }
    if (stage.kind === 'filter') origins = from
    rows = out
  }
  const sink = sinkFor(settings, stages)
  for (let i = 0; i < rows.length; i++) sink.add(rows[i], origins === undefined ? i : origins[i])
  if (failure) throw failure
  return sink.finish(rows)
}

/** Where results go: lines at once, an array when it is complete. */
function sinkFor(settings, stages) {
  const output = new Output(settings)
  const last = stages.at(-1)
  const where = (record) => ({ record, stage: last?.index, codeFrame: last?.codeFrame })
  if (settings.output !== 'json') {
    return {
      add: (value, origin) => output.addLine(value, settings.output, where(origin)),
      finish: () => output.finish()
    }
  }
  const rows = []
  const origins = []
  return {
    add(value, origin) {
      rows.push(value)
      origins.push(origin)
    },
    finish(array = rows) {
      output.add(stringifyArray(array, settings.space, (i) => where(origins[i])))
      return output.finish()
    }
  }
}

function stringifyArray(rows, space, where) {
  try {
    return JSON.stringify(rows, null, space)
  } catch (thrown) {
    // once more one by one, to name the record
    rows.forEach((row, i) => stringify(row, space, where(i)))
    throw writingError(thrown, {})
  }
}

module.exports = { runRecords }
