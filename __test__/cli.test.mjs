// The command line, as a process: what it reads and writes, what it says, what it ends with.
import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'

const BIN = fileURLToPath(new URL('../bin/jsonmill.js', import.meta.url))
const folder = mkdtempSync(path.join(tmpdir(), 'jsonmill-cli-'))
after(() => rmSync(folder, { recursive: true }))

const file = (name, content) => {
  if (content !== undefined) writeFileSync(path.join(folder, name), content)
  return name
}
const read = (name) => readFileSync(path.join(folder, name), 'utf8')

/** Runs a command line to its end. */
function cli(args, { stdin = '', env = {} } = {}) {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [BIN, ...args], { cwd: folder, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr })
    )
    child.stdin.on('error', () => {}) // a command that does not read ends before all is written
    child.stdin.end(stdin)
  })
}

const each = file('each.mjs', 'export default (o) => ({ id: o.id, twice: o.n * 2 })\n')
const pipe = file('pipe.cjs', 'exports.pipeline = (records) => records.filter((o) => o.n > 1).map((o) => ({ id: o.id, n: o.n }))\n')
const doc = file('doc.mjs', 'export default (d) => ({ names: d.users.map((u) => u.name) })\n')
const lines = '{"id":"a","n":1}\n{"id":"b","n":2}\n{"id":"c","n":3}\n'
const ndjson = file('in.ndjson', lines)
const json = file('in.json', '\ufeff{"users":[{"name":"Ann"},{"name":"Bob"}]}')
const csv = file('in.csv', 'id,n\r\na,1\r\n"b, c",2\r\n')
const packed = file('in.jsonl.gz', gzipSync(lines))

test('run: what is read and written is what names say', async () => {
  assert.deepEqual(await cli(['run', each, ndjson, 'out.ndjson']), { code: 0, stdout: '', stderr: '' })
  assert.equal(read('out.ndjson'), '{"id":"a","twice":2}\n{"id":"b","twice":4}\n{"id":"c","twice":6}\n')
  assert.equal((await cli(['run', pipe, packed, 'out.csv.gz'])).code, 0)
  assert.equal(gunzipSync(readFileSync(path.join(folder, 'out.csv.gz'))).toString(), 'id,n\r\nb,2\r\nc,3\r\n')
  assert.equal((await cli(['run', doc, json, 'out.json'])).code, 0)
  assert.equal(read('out.json'), '{"names":["Ann","Bob"]}')
  assert.equal((await cli(['run', pipe, csv, '-', '-o', 'ndjson', '--kinds', 'n=number'])).stdout, '{"id":"b, c","n":2}\n')
  assert.equal((await cli(['run', each, ndjson, packed, '-'])).stdout, read('out.ndjson').repeat(2))
})

test('run: standard input and output', async () => {
  assert.equal((await cli(['run', each, '-', '-', '-i', 'ndjson'], { stdin: lines })).stdout, read('out.ndjson'))
  const { code, stderr } = await cli(['run', each, '-', '-'], { stdin: lines })
  assert.equal(code, 2)
  assert.match(stderr, /standard input holds is not guessed: say --input/)
})

test('run: options', async () => {
  const bad = file('bad.ndjson', `${lines}{oops\n`)
  const { code, stderr } = await cli(['run', each, bad, 'never.ndjson'])
  assert.equal(code, 1)
  assert.match(stderr, /^jsonmill: ERR_JSONMILL_PARSE: SyntaxError: .*record 3/)
  assert.doesNotMatch(stderr, /\n\s+at /)
  assert.equal(existsSync(path.join(folder, 'never.ndjson')), false)
  assert.deepEqual(readdirSync(folder).filter((name) => name.endsWith('.tmp')), [])
  const report = await cli(['run', each, bad, '-', '--on-error', 'drop', '--stats'])
  assert.deepEqual([report.code, report.stdout], [0, read('out.ndjson')])
  const { records, recordsOut, rejected } = JSON.parse(report.stderr.trim().split('\n').at(-1))
  assert.deepEqual([records, recordsOut, rejected], [4, 3, 1])
  const scaled = file('scaled.mjs', 'export const pipeline = (records) => records.map((o, _, { by }) => o.n * by * RATE)\n')
  assert.equal((await cli(['run', scaled, ndjson, '-', '--params', '{"by":10}', '--bindings', '{"RATE":2}'])).stdout, '20\n40\n60\n')
  const at = file('at.json', '{"rows":[{"id":9007199254740993,"n":2.50}]}')
  assert.equal((await cli(['run', pipe, at, '-', '--at', '/rows', ...(process.env.JSONMILL_MODE === 'js' ? [] : ['--numbers', 'exact'])])).code, 0)
})

test('run: a pipeline of its own', async () => {
  const index = JSON.stringify(fileURLToPath(new URL('../index.js', import.meta.url)))
  const own = file('own.cjs', `const { records } = require(${index})\nmodule.exports = records({ input: 'ndjson', output: 'lines' }).map((o) => o.id)\n`)
  assert.equal((await cli(['run', own, ndjson, '-'])).stdout, 'a\nb\nc\n')
})

test('run: an interrupt leaves nothing behind', { skip: process.platform === 'win32' }, async () => {
  const child = spawn(process.execPath, [BIN, 'run', each, '-', 'interrupted.ndjson', '-i', 'ndjson'], { cwd: folder, stdio: ['pipe', 'ignore', 'pipe'] })
  child.stdin.write(lines)
  const begun = () => readdirSync(folder).some((name) => name.startsWith('.interrupted') && name.endsWith('.tmp'))
  while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10))
  child.kill('SIGINT')
  const code = await new Promise((resolve) => child.once('close', resolve))
  assert.equal(code, 130)
  assert.deepEqual(readdirSync(folder).filter((name) => name.includes('interrupted')), [])
})

test('explain, verify, bench, doctor', async () => {
  assert.match((await cli(['explain', pipe, ndjson])).stdout, /▸ 3 in, 2 out[^]*analyzed: 3 records in/)
  assert.match((await cli(['explain', each])).stdout, /mill|Emit/)
  const verified = await cli(['verify', pipe, csv, '--kinds', 'infer'])
  assert.equal(verified.code, 0)
  assert.match(verified.stdout, /equal: \d+ bytes|nothing to compare/)
  const benched = await cli(['bench', each, ndjson, '--seconds', '0.05'])
  assert.equal(benched.code, 0)
  assert.match(benched.stdout, /jsonmill .* MB\/s[^]*plain JavaScript .* MB\/s[^]*ratio \d/)
  assert.equal((await cli(['bench', pipe, packed, '--seconds', '0.05', '--sample', '20'])).code, 0)
  const { code, stdout } = await cli(['doctor', '--json'])
  const found = JSON.parse(stdout)
  assert.equal(code, 0)
  assert.equal(found.selfTest, 'passed')
  assert.equal(found.node, process.versions.node)
  assert.match((await cli(['doctor'])).stdout, /self test +passed\nall is well\n$/)
})

test('help and mistakes', async () => {
  for (const command of ['run', 'explain', 'verify', 'bench', 'doctor']) {
    const { code, stdout } = await cli([command, '--help'])
    assert.equal(code, 0)
    assert.ok(stdout.startsWith(`jsonmill ${command}`), command)
  }
  assert.equal((await cli([])).code, 2)
  assert.match((await cli(['--version'])).stdout, /^\d+\.\d+\.\d+/)
  const nothing = file('nothing.mjs', 'export const x = 1\n')
  for (const [args, message] of [
    [['runn'], /there is no command 'runn'/],
    [['run', each], /run needs a transform, a source and a target/],
    [['run', 'missing.mjs', ndjson, '-'], /there is no transform missing\.mjs/],
    [['run', nothing, ndjson, '-'], /exports neither/],
    [['run', each, ndjson, '-', '--inptu', 'json'], /--inptu/],
    [['run', each, ndjson, '-', '--on-error', 'ignore'], /onError must be 'throw', 'drop' or 'reject'/],
    [['run', each, ndjson, '-', '--params', '{'], /--params must be JSON/],
    [['verify', each, ndjson, '--sample', 'much'], /--sample must be a number of bytes/]
  ]) {
    const { code, stderr } = await cli(args)
    assert.equal(code, 2, args.join(' '))
    assert.match(stderr, message)
  }
})
