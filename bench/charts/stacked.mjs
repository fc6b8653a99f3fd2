// Stacked bars of shares, one a row.
import { legend, rect, svg, text } from './svg.mjs'

const [WIDTH, LEFT, BAR] = [860, 120, 26]
const PARTS = { scan: '#1971c2', walk: '#0c8599', 'hand over': '#66a80f', evaluate: '#f08c00', write: '#d9480f', memory: '#9c36b5', other: '#adb5bd' }

/** `rows`: `{ name, shares: { part: 0…1 } }`. */
export function stacked(title, rows) {
  const names = legend(Object.entries(PARTS), WIDTH, 46)
  const parts = []
  let y = names.bottom + 4
  for (const { name, shares } of rows) {
    parts.push(text(LEFT - 10, y + 17, name, 'text-anchor="end" font-weight="600"'))
    let x = LEFT
    for (const [part, color] of Object.entries(PARTS)) {
      const width = (shares[part] ?? 0) * (WIDTH - LEFT - 20)
      parts.push(rect(x, y, width, BAR - 4, color, `${part}: ${(100 * shares[part]).toFixed(0)}%`))
      if (width > 34) parts.push(text(x + width / 2, y + 15, `${(100 * shares[part]).toFixed(0)}%`, 'text-anchor="middle" fill="#ffffff" font-size="11"'))
      x += width
    }
    y += BAR
  }
  return svg(WIDTH, y + 8, title, [...names.parts, ...parts])
}
