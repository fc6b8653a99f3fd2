// Horizontal bars: how many times as fast as plain JS each engine is, a group a workload, with a line at 1×. The scale is logarithmic.
import { COLORS, legend, line, rect, svg, text } from './svg.mjs'

const WIDTH = 860
const LEFT = 190
const BAR = 13
const SMALLEST = 0.01

/** `groups`: `{ label, bars: [{ engine, ratio, note }] }`. */
export function bars(title, groups) {
  const engines = [...new Set(groups.flatMap(({ bars }) => bars.map(({ engine }) => engine)))]
  const names = legend(engines.map((engine) => [engine, COLORS[engine]]), WIDTH, 46)
  const ratios = groups.flatMap(({ bars }) => bars.map(({ ratio }) => ratio))
  const [low, high] = [Math.log10(Math.max(SMALLEST, Math.min(0.5, ...ratios)) / 1.2), Math.log10(Math.max(2, ...ratios) * 1.2)]
  const x = (ratio) => LEFT + ((Math.log10(Math.max(SMALLEST, ratio)) - low) / (high - low)) * (WIDTH - LEFT - 70)
  const parts = []
  let y = names.bottom + 8
  const top = y
  for (const { label, bars } of groups) {
    parts.push(text(LEFT - 10, y + (bars.length * BAR) / 2 + 4, label, 'text-anchor="end" font-weight="600"'))
    for (const { engine, ratio, note = '' } of bars) {
      const said = ratio < 0.095 ? Number(ratio.toPrecision(1)) : ratio.toFixed(ratio < 10 ? 1 : 0)
      parts.push(rect(Math.min(x(1), x(ratio)), y, Math.abs(x(ratio) - x(1)), BAR - 2, COLORS[engine], `${engine}: ${said}×`))
      parts.push(text(Math.max(x(ratio), x(1)) + 5, y + BAR - 3, `${said}×${note}`, 'font-size="10"'))
      y += BAR
    }
    y += 10
  }
  const marks = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30].filter((at) => Math.log10(at) > low && Math.log10(at) < high)
  const grid = marks.map((at) => line(x(at), top - 6, x(at), y - 4, at === 1 ? 'stroke="#000000"' : 'stroke="#dee2e6"') + text(x(at), y + 10, `${at}×`, 'text-anchor="middle" fill="#666666"'))
  return svg(WIDTH, y + 20, title, [...names.parts, ...grid, ...parts])
}
