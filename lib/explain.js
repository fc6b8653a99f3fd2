'use strict'

const { mode } = require('./mode.js')
const { reasonForV8 } = require('./native.js')

const SHOWN = 60

/** A callback on one line. */
function brief(source) {
  const text = (source ?? '[native code]').replace(/\s+/g, ' ')
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** The plan of a pipeline that runs in V8: its stages, and why each is not native. */
function explainV8({ settings, stages, reason }) {
  const refused = stages.filter((stage) => stage.reason)
  const why = mode() === 'js' || (refused.length === 0 && reason === undefined) ? reasonForV8() : undefined
  const head =
    settings.kind === 'mill' ? 'mill' : `records  input ${settings.input}, output ${settings.output}`
  const lines = [head, `runs in V8: ${why ?? reason ?? `${refused.length} of ${stages.length} stages cannot be compiled exactly`}`]
  for (const stage of stages) {
    lines.push(`  stage ${stage.index}  ${stage.kind}  ${brief(stage.source)}`)
    if (stage.reason) {
      const { message, line, column, help } = stage.reason
      lines.push(`    ${message}${line === undefined ? '' : ` (line ${line}, column ${column})`}`)
      if (help) lines.push(`    help: ${help}`)
    }
  }
  return `${lines.join('\n')}\n`
}

module.exports = { explainV8 }
