'use strict'

const { mode } = require('./mode.js')
const { addon, reasonForV8 } = require('./native.js')

const SHOWN = 60

/** A stage on one line. */
function brief({ kind, callback, range, source }) {
  if (range !== undefined) return `${kind}(${range.start ?? 0}${range.end === undefined ? '' : `, ${range.end}`})`
  if (callback === undefined) return kind
  const text = (source ?? '[native code]').replace(/\s+/g, ' ')
  return `${kind}  ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`
}

/** Why a pipeline runs in V8. */
function whyV8({ stages, reason }) {
  const refused = stages.filter((stage) => stage.reason).length
  if (mode() === 'js' || (refused === 0 && reason === undefined)) return reasonForV8()
  return reason ?? `${refused} of ${stages.length} stages cannot be compiled exactly`
}

/** How one stage runs: natively for the first `native` of them. */
function how({ index, reason, handle }, native) {
  if (index < native) return ['native']
  if (reason === undefined) return handle === undefined || addon() === null ? [] : ['V8: it compiles, but its records are JavaScript values by then']
  const { message, line, column, help } = reason
  const at = line === undefined ? '' : ` (line ${line}, column ${column})`
  return [`V8: ${message}${at}`, ...(help ? [`help: ${help}`] : [])]
}

/** The plan of a pipeline that runs in V8, or natively only up to a stage: where each stage runs, and why. */
function explainV8(plan) {
  const { settings, stages } = plan
  const at = settings.at ? ` at ${settings.at}` : ''
  const head = settings.kind === 'mill' ? 'mill' : `records  input ${settings.input}${at}, output ${settings.output}`
  const beginning = addon() !== null ? plan.nativeBeginning() : undefined
  const native = beginning?.stages.length ?? 0
  const lines = [head, native === 0 ? `runs in V8: ${whyV8(plan)}` : `runs natively before stage ${native}, then in V8: ${whyV8(plan)}`]
  for (const stage of stages) {
    lines.push(`  stage ${stage.index}  ${brief(stage)}`, ...how(stage, native).map((line) => `    ${line}`))
  }
  const text = `${lines.join('\n')}\n`
  return native === 0 ? text : `${text}native part:\n${beginning.explain().trimEnd().replace(/^/gm, '  ')}\n`
}

module.exports = { explainV8, whyV8 }
