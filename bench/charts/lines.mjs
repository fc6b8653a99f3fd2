// Lines over a logarithmic axis of sizes.
import { COLORS, legend, line, svg, text } from './svg.mjs'

const [WIDTH, HEIGHT, LEFT, TOP] = [860, 300, 70, 90]

const sized = (bytes) => (bytes >= 1e9 ? `${bytes / 1e9} GB` : bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} kB`)

/** `series`: `{ name, color, dashed, points: [[bytes, value]] }`; the values begin at zero. */
export function lines(title, unit, series) {
  const all = series.flatMap(({ points }) => points)
  const bytes = all.map(([at]) => at)
  const [from, to] = [Math.log10(Math.min(...bytes)), Math.log10(Math.max(...bytes))]
  const highest = Math.max(...all.map(([, value]) => value)) * 1.08
  const x = (at) => LEFT + ((Math.log10(at) - from) / (to - from)) * (WIDTH - LEFT - 30)
  const y = (value) => TOP + HEIGHT - (value / highest) * HEIGHT
  const names = legend(series.map(({ name, color }) => [name, color ?? COLORS[name]]), WIDTH, 46)
  const step = 10 ** Math.floor(Math.log10(highest)) / (highest / 10 ** Math.floor(Math.log10(highest)) < 3 ? 4 : 1)
  const grid = []
  for (let value = 0; value < highest; value += step) {
    grid.push(line(LEFT, y(value), WIDTH - 30, y(value), 'stroke="#dee2e6"'), text(LEFT - 8, y(value) + 4, String(Number(value.toPrecision(3))), 'text-anchor="end" fill="#666666"'))
  }
  for (let power = Math.ceil(from - 0.05); power <= to; power++) {
    const at = 10 ** power
    grid.push(line(x(at), TOP, x(at), TOP + HEIGHT, 'stroke="#f1f3f5"'), text(x(at), TOP + HEIGHT + 16, sized(at), 'text-anchor="middle" fill="#666666"'))
  }
  const drawn = series.map(({ name, color = COLORS[name], dashed, points }) => {
    const dots = points.map(([at, value]) => `<circle cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="3" fill="${color}"><title>${sized(Number(at.toPrecision(2)))}: ${value.toPrecision(3)} ${unit}</title></circle>`)
    const path = points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"${dashed ? ' stroke-dasharray="5 4"' : ''}/>${dots.join('')}`
  })
  return svg(WIDTH, TOP + HEIGHT + 30, title, [...names.parts, text(16, TOP - 10, unit, 'fill="#666666"'), ...grid, ...drawn])
}
