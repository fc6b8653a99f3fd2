'use strict'

const fs = require('node:fs')
const path = require('node:path')
const { nativeLoadError } = require('./errors.js')
const { mode } = require('./mode.js')
const { warnOnce } = require('./warn.js')

const ROOT = path.join(__dirname, '..')

/** The addon or the reason why there is none; found out at the first use and kept. */
let loaded

let load = () => require('../native/index.js')

/** Which C library a Linux process runs on: prebuilt addons differ by it. */
function libc() {
  if (process.platform !== 'linux') return ''
  const { glibcVersionRuntime } = process.report.getReport().header
  return glibcVersionRuntime ? ` glibc ${glibcVersionRuntime}` : ' musl'
}

/** The messages of an error and of its chain of causes: what the loader tried, in order. */
function attempts(error) {
  const lines = []
  for (let at = error; at && lines.length < 12; at = at.cause) {
    // the generated loader adds advice about npm, which mostly misleads
    lines.push(String(at.message ?? at).split('\n')[0].split('. npm has a bug')[0])
  }
  return lines
}

function explainFailure(error) {
  const checkout = fs.existsSync(path.join(ROOT, 'Cargo.toml'))
  const fix = checkout
    ? 'this is a source checkout: run npm run build'
    : 'reinstall with optional dependencies: npm install --include=optional jsonmill (and look that the lock file was not made for another platform)'
  const machine = `${process.platform} ${process.arch}${libc()}, Node ${process.versions.node}, Node-API ${process.versions.napi}`
  return nativeLoadError(
    `jsonmill's native addon does not load on ${machine}\n${attempts(error).map((line) => `  tried: ${line}`).join('\n')}\nfix: ${fix}`,
    error
  )
}

/** The addon, or null where everything is to run in V8. Throws only where the native mode is demanded. */
function addon() {
  const asked = mode()
  if (asked === 'js') return null
  if (loaded === undefined) {
    try {
      loaded = { addon: load() }
    } catch (error) {
      loaded = { addon: null, error: explainFailure(error) }
    }
  }
  if (loaded.addon === null) {
    if (asked === 'native') throw loaded.error
    warnOnce(`${loaded.error.message}\nUntil then everything runs in V8.`, loaded.error.code)
  }
  return loaded.addon
}

/** The addon for what V8 has no counterpart of: it is loaded in mode 'js' too. Throws where it does not load. */
function validatorAddon() {
  const found = addon()
  if (found !== null) return found
  if (loaded === undefined) {
    try {
      loaded = { addon: load() }
    } catch (error) {
      loaded = { addon: null, error: explainFailure(error) }
    }
  }
  if (loaded.addon === null) throw loaded.error
  return loaded.addon
}

/** Why there is no addon, for explain(). */
function reasonForV8() {
  return mode() === 'js' ? 'the mode is js' : `the native addon does not load (${loaded?.error?.code})`
}

/** For tests: another way to load. */
function loadBy(other) {
  load = other
  loaded = undefined
}

module.exports = { addon, loadBy, reasonForV8, validatorAddon }
