'use strict'

/** Number of typing mistakes between two short names: a letter added, left out, replaced, or swapped with the next. */
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i]
    for (let j = 1; j <= b.length; j++) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      rows[i][j] = Math.min(
        rows[i][j - 1] + 1,
        rows[i - 1][j] + 1,
        rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? rows[i - 2][j - 2] + 1 : Infinity
      )
    }
  }
  return rows[a.length][b.length]
}

/** The known name that a misspelt one most likely means, or undefined. */
function suggest(name, known) {
  if (name.length > 40) return undefined
  const lower = name.toLowerCase()
  const ranked = known
    .map((candidate) => {
      const other = candidate.toLowerCase()
      // the first letter is the one that is rarely wrong: it decides between equals
      return { candidate, edits: distance(lower, other) + (lower[0] === other[0] ? 0 : 0.5) }
    })
    .sort((a, b) => a.edits - b.edits)
  const best = ranked[0]
  return best && best.edits <= Math.max(1.5, best.candidate.length / 3) ? best.candidate : undefined
}

module.exports = { suggest }
