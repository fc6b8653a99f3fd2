// What the charts share: SVG as text, without a library.
export const COLORS = {
  'plain JS': '#868e96',
  'jsonmill sync': '#d9480f',
  'jsonmill sync, all cores': '#fd7e14',
  'jsonmill run': '#1971c2',
  'jsonmill sync, Node 24': '#f08c00',
  'plain JS, Node 24': '#495057',
  'plain JS, Node 26': '#343a40',
  'plain JS, Bun': '#c2255c',
  DuckDB: '#e8b500',
  polars: '#0c8599',
  jq: '#5f3dc4',
  'stream-json': '#2b8a3e',
  simdjson: '#a61e4d',
  'ajv + fast-json-stringify': '#66a80f',
  piscina: '#9c36b5',
}

export const escape = (text) => String(text).replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`)

export const text = (x, y, content, more = '') => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more && ` ${more}`}>${escape(content)}</text>`
export const line = (x1, y1, x2, y2, more) => `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" ${more}/>`
export const rect = (x, y, width, height, fill, title) =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(0.5, width).toFixed(1)}" height="${height.toFixed(1)}" fill="${fill}">${title ? `<title>${escape(title)}</title>` : ''}</rect>`

/** A whole picture. */
export const svg = (width, height, title, parts) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${Math.ceil(height)}" viewBox="0 0 ${width} ${Math.ceil(height)}" font-family="system-ui, sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#ffffff"/>
${text(16, 22, title, 'font-size="14" font-weight="600"')}
${parts.join('\n')}
</svg>
`

/** Colored squares with names, wrapped into rows; and where the picture goes on below them. */
export function legend(entries, width, top) {
  const parts = []
  let [x, y] = [16, top]
  for (const [name, color] of entries) {
    const wide = 26 + name.length * 6.6
    if (x + wide > width) [x, y] = [16, y + 18]
    parts.push(rect(x, y - 10, 12, 12, color), text(x + 17, y, name))
    x += wide
  }
  return { parts, bottom: y + 16 }
}
