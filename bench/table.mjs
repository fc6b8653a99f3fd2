/** Rows of one shape as aligned text; numbers and ratios to the right, the first column to the left. */
export function table(rows) {
  const columns = Object.keys(rows[0])
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))]
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i].length)))
  const lines = cells.map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '))
  return [lines[0], widths.map((width) => '─'.repeat(width)).join('───'), ...lines.slice(1)].join('\n')
}
