'use strict'

const { measured } = require('./statistics.js')

const PERCENT = 100
const KILO = 1000
/** What stands under a stage of a plan in V8 is indented so far. */
const STAGE_INDENT = 4

/** The plan as text; with an input to analyze, what a run over it did stands on each stage. */
function explain(plan, { analyze, params }) {
  const text = plan.explain()
  if (analyze === undefined) return text
  const told = measured({})
  plan.runSync(analyze, { params, told })
  // the run may have found out that V8 has to do it
  return annotated(plan.explain(), told.statistics)
}

function annotated(text, statistics) {
  const { time, stages } = statistics
  const total = time.read + time.scan + time.evaluate + time.write
  const share = (milliseconds) => `${Math.round((milliseconds / (total || 1)) * PERCENT)}%`
  const marks = new Map(stages.map((stage) => [stage.stage, `${stage.in} in, ${stage.out} out, ${shown(stage.milliseconds)} (${share(stage.milliseconds)})`]))
  const lines = text.trimEnd().split('\n').flatMap((line) => {
    const found = /\(stage (\d+)[,)]/.exec(line) ?? /^ *stage (\d+) /.exec(line)
    const mark = found === null ? undefined : marks.get(Number(found[1]))
    if (mark === undefined) return [line]
    marks.delete(Number(found[1]))
    const indent = ' '.repeat(line.includes('└') ? line.search(/[^ └─]/) : STAGE_INDENT)
    return [line, `${indent}▸ ${mark}`]
  })
  const { records, recordsOut, rejected, bytesIn, bytesOut, milliseconds, ran, peakMemory } = statistics
  const where = ran === 'native' ? 'natively' : ran === 'mixed' ? 'natively, then in V8' : 'in V8'
  const held = peakMemory === undefined ? '' : `, ${size(peakMemory)} held`
  lines.push(
    `analyzed: ${records} records in, ${recordsOut} out, ${rejected} rejected, ${size(bytesIn)} in, ${size(bytesOut)} out${held}, ${shown(milliseconds)} ${where}`,
    `time: ${Object.entries(time).map(([name, spent]) => `${name} ${shown(spent)} (${share(spent)})`).join(', ')}`
  )
  return `${lines.join('\n')}\n`
}

function shown(milliseconds) {
  return `${milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms`
}

function size(bytes) {
  if (bytes < KILO) return `${bytes} B`
  return bytes < KILO * KILO ? `${(bytes / KILO).toFixed(1)} kB` : `${(bytes / KILO / KILO).toFixed(1)} MB`
}

module.exports = { explain }
