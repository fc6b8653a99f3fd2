// Case mapping, order and formats by the process's locale: compiled where the locale has no rules of its own, in V8 where it has.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('../index.js', import.meta.url))
const program = `
  const { records } = require(${JSON.stringify(entry)})
  const rows = records().map((s) => s.toLocaleUpperCase() + s.toLocaleLowerCase())
  process.stdout.write(rows.runSync('["iIıİ","ΑΣ"]'))`

for (const LC_ALL of ['en_US.UTF-8', 'tr_TR.UTF-8', 'el_GR.UTF-8', 'lt_LT.UTF-8']) {
  test(`toLocaleUpperCase under ${LC_ALL}`, () => {
    const run = (source) => execFileSync(process.execPath, ['--no-warnings', '-e', source], { env: { ...process.env, LC_ALL } }).toString()
    const plain = run(`process.stdout.write(JSON.stringify(["iIıİ","ΑΣ"].map((s) => s.toLocaleUpperCase() + s.toLocaleLowerCase())))`)
    assert.equal(run(program), plain)
  })
}

const sorting = `
  const { records } = require(${JSON.stringify(entry)})
  const rows = records().map((s) => [s.localeCompare('z'), (1234.5).toLocaleString(), new Date(0).toLocaleDateString(undefined, { timeZone: 'UTC' })])
  process.stdout.write(rows.runSync('["ä","å","a"]'))`

for (const LC_ALL of ['en_US.UTF-8', 'sv_SE.UTF-8', 'de_DE.UTF-8', 'C']) {
  test(`localeCompare and toLocaleString under ${LC_ALL}`, () => {
    const run = (source) => execFileSync(process.execPath, ['--no-warnings', '-e', source], { env: { ...process.env, LC_ALL } }).toString()
    const callback = /map\((.*)\)$/m.exec(sorting)[1]
    assert.equal(run(sorting), run(`process.stdout.write(JSON.stringify(["ä","å","a"].map(${callback})))`))
  })
}
