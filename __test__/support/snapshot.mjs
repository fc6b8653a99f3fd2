// Texts for a reviewer: what jsonmill says, kept in testdata/snapshots. JSONMILL_UPDATE=1 writes them anew.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'

const fileOf = (name) => new URL(`../../testdata/snapshots/${name}.txt`, import.meta.url)

/** `sections` are `[title, text]`. */
export function matchSnapshot(name, sections) {
  const text = sections.map(([title, body]) => `=== ${title}\n${body.trimEnd()}\n`).join('\n')
  if (process.env.JSONMILL_UPDATE === '1') writeFileSync(fileOf(name), text)
  assert.equal(text, readFileSync(fileOf(name), 'utf8'), `${name}.txt is another: JSONMILL_UPDATE=1 node --test writes it anew, then look at the difference`)
}
