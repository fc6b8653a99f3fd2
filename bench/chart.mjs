// A bar chart as SVG text, without a library: one group a case, one bar an engine, lengths in MB/s.

const COLORS = { 'plain JS': '#9aa0a6', 'jsonmill sync': '#d9480f', 'jsonmill run': '#1971c2' }
const LEFT = 150
const WIDTH = 820
const BAR = 18
const GAP = 14

const escape = (text) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)

/** The chart of one record of results, see run.mjs. */
export function barChart({ date, commit, host, node, cases }) {
  const rows = cases.map(({ workload, size, bytes, engines }) => ({
    label: `${workload}, ${size}`,
    bars: engines.map(({ engine, median }) => ({ engine, speed: bytes / median / 1e3 })),
  }))
  const fastest = Math.max(...rows.flatMap(({ bars }) => bars.map(({ speed }) => speed)))
  const scale = (WIDTH - LEFT - 130) / fastest
  const parts = []
  let y = 58
  for (const { label, bars } of rows) {
    parts.push(`<text x="${LEFT - 10}" y="${y + (bars.length * BAR) / 2 + 5}" text-anchor="end" font-weight="600">${escape(label)}</text>`)
    const plain = bars[0].speed
    for (const { engine, speed } of bars) {
      const width = Math.max(1, speed * scale).toFixed(1)
      parts.push(
        `<rect x="${LEFT}" y="${y}" width="${width}" height="${BAR - 3}" fill="${COLORS[engine] ?? '#2b8a3e'}"/>`,
        `<text x="${LEFT + Number(width) + 6}" y="${y + BAR - 6}">${speed.toFixed(0)} MB/s${speed === plain ? '' : `, ${(speed / plain).toFixed(1)}×`}</text>`,
      )
      y += BAR
    }
    y += GAP
  }
  const legend = Object.entries(COLORS).map(
    ([engine, color], i) => `<rect x="${LEFT + i * 140}" y="30" width="12" height="12" fill="${color}"/><text x="${LEFT + 18 + i * 140}" y="41">${engine}</text>`,
  )
  const caption = `${host.cpu}, ${host.threads} threads, ${host.platform}, Node ${node}, ${date.slice(0, 10)}, commit ${commit}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 24}" font-family="system-ui, sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${LEFT}" y="18" font-size="14" font-weight="600">jsonmill and plain JavaScript: MB of JSON a second, longer is better</text>
${legend.join('\n')}
${parts.join('\n')}
<text x="${LEFT}" y="${y + 10}" fill="#666666">${escape(caption)}</text>
</svg>
`
}
