'use strict'

const AROUND = 2
const WIDTH = 110

/** The lines around a place of a callback's source with a caret under it; without a place, its first lines. */
function frame(source, line, column) {
  const lines = source.split('\n')
  const from = line === undefined ? 1 : Math.max(1, line - AROUND)
  const to = Math.min(lines.length, line === undefined ? 1 + AROUND : line + AROUND)
  const margin = String(to).length
  const out = []
  for (let number = from; number <= to; number++) {
    const text = lines[number - 1].replace(/\r$/, '')
    const shown = text.length > WIDTH ? `${text.slice(0, WIDTH)}…` : text
    const marked = number === line
    out.push(`${marked ? '>' : ' '} ${String(number).padStart(margin)} | ${shown}`.trimEnd())
    if (marked && column <= WIDTH) out.push(`  ${' '.repeat(margin)} | ${' '.repeat(column - 1)}^`)
  }
  return out.join('\n')
}

module.exports = { frame }
