'use strict'

const { mode } = require('./mode.js')
const { reasonForV8 } = require('./native.js')

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

/** The plan of a pipeline that runs in V8: its stages, and why each is not native. */
function explainV8(plan) {
  const { settings, stages } = plan
  const at = settings.at ? ` at ${settings.at}` : ''
  const head = settings.kind === 'mill' ? 'mill' : `records  input ${settings.input}${at}, output ${settings.output}`
  const lines = [head, `runs in V8: ${whyV8(plan)}`]
  for (const stage of stages) {
    lines.push(`  stage ${stage.index}  ${brief(stage)}`)
    if (stage.reason) {
      const { message, line, column, help } = stage.reason
      lines.push(`    ${message}${line === undefined ? '' : ` (line ${line}, column ${column})`}`)
      if (help) lines.push(`    help: ${help}`)
    }
  }
  return `${lines.join('\n')}\n`
}

module.exports = { explainV8, whyV8 }
