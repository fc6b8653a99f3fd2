'use strict'

const { readFileSync } = require('node:fs')
const os = require('node:os')
const { performance } = require('node:perf_hooks')
const { version } = require('../../package.json')
const { mill } = require('../mill.js')
const { mode } = require('../mode.js')
const { addon } = require('../native.js')
const { records } = require('../records.js')

/** jsonmill doctor */
async function doctor(_, { json }) {
  const begun = performance.now()
  const { loaded, error } = tryAddon()
  const milliseconds = performance.now() - begun
  const report = {
    jsonmill: version,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: `${process.platform} ${process.arch}`,
    libc: libc(),
    mode: mode(),
    environment: Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith('JSONMILL_') || name.startsWith('NAPI_RS_'))),
    addon: loaded ? { file: addonFile(), milliseconds } : { error },
    processors: { online: os.cpus().length, available: os.availableParallelism?.(), ...quota() },
    selfTest: selfTest()
  }
  const isWell = report.selfTest === 'passed' && (loaded || mode() === 'js')
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${shown(report)}${isWell ? 'all is well' : 'something is wrong: see above'}\n`)
  return isWell ? 0 : 1
}

function tryAddon() {
  try {
    const loaded = addon() !== null
    return { loaded, error: loaded ? undefined : mode() === 'js' ? 'not loaded: the mode is js' : 'does not load: see the warning' }
  } catch (error) {
    return { loaded: false, error: error.message }
  }
}

/** The file that the addon came from, among those that Node has loaded. */
function addonFile() {
  const named = process.env.NAPI_RS_NATIVE_LIBRARY_PATH
  return Object.keys(require.cache).find((file) => file.endsWith('.node') && /jsonmill/.test(file)) ?? named ?? 'unknown'
}

function libc() {
  if (process.platform !== 'linux') return 'the system\'s'
  const { glibcVersionRuntime } = process.report.getReport().header
  return glibcVersionRuntime ? `glibc ${glibcVersionRuntime}` : 'musl'
}

/** What a control group grants, where there is one. */
function quota() {
  try {
    const [most, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ')
    return { quota: most === 'max' ? 'none' : Number(most) / Number(period) }
  } catch {
    return {}
  }
}

/** Small runs of each kind, compared with V8. */
function selfTest() {
  try {
    const found = [
      mill((doc) => ({ total: doc.items.reduce((sum, item) => sum + item.qty * item.price, 0), name: doc.name.toUpperCase() })).verify(
        '{"name":"caf\\u00e9","items":[{"qty":2,"price":1.5},{"qty":1,"price":0.1}]}'
      ),
      records({ input: 'ndjson' }).filter((r) => r.n > 1).map((r) => ({ ...r, twice: r.n * 2 })).verify('{"n":1}\n{"n":2,"text":"ok"}\n{"n":3}'),
      records({ input: 'csv', csv: { kinds: 'infer' } }).map((r) => ({ a: r.a, b: r.b })).verify('a,b\n1,"x, y"\n')
    ]
    const bad = found.find((one) => !one.equal)
    return bad === undefined ? 'passed' : `differs from V8: ${JSON.stringify(bad.difference)}`
  } catch (error) {
    return `failed: ${error.message}`
  }
}

function shown({ addon: { file, milliseconds, error }, processors, environment, ...report }) {
  const lines = [
    ...['jsonmill', 'node', 'v8', 'platform', 'libc', 'mode'].map((name) => [name, report[name]]),
    ...Object.entries(environment),
    ['addon', error ?? `${file}, loaded in ${milliseconds.toFixed(1)} ms`],
    ['processors', Object.entries(processors).filter(([, value]) => value !== undefined).map(([name, value]) => `${value} ${name}`).join(', ')],
    ['self test', report.selfTest]
  ]
  return lines.map(([name, value]) => `${name.padEnd(12)}  ${value}\n`).join('')
}

module.exports = doctor
