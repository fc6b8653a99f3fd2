'use strict'

const { MODES, configureOptions } = require('./options.js')
const { warnOnce } = require('./warn.js')

/** What configure() set; it wins over the environment. */
let configured = {}

/** What the environment says; read at the first use, because it is too slow to be read at every run. */
let environment

/** In mode 'verify': one run in a hundred. */
const VERIFY_SAMPLE = 0.01

/**
 * 'native': the addon must load. 'js': everything runs in V8, the kill switch. 'verify': as 'auto', and a sample of the runs is compared
 * with V8. 'auto': the addon, or V8 with a warning where it does not load. Asked at every run, so that configure() also turns pipelines
 * that exist already.
 */
function mode() {
  environment ??= readEnvironment()
  return configured.mode ?? environment
}

function readEnvironment() {
  const wanted = process.env.JSONMILL_MODE
  if (MODES.includes(wanted)) return wanted
  if (wanted) {
    // a typing mistake in the environment must not take a service down
    warnOnce(`JSONMILL_MODE=${wanted} is unknown and ignored: use ${MODES.join(', ')}`, 'ERR_JSONMILL_OPTION')
  }
  return 'auto'
}

/** Takes settings of configure(), and gives those that it took. */
function keep(settings) {
  const kept = configureOptions(settings)
  configured = { ...configured, ...kept }
  return kept
}

/** What belongs to mode 'verify', or undefined in another mode. */
function verifying() {
  return mode() === 'verify' ? { verifySample: VERIFY_SAMPLE, ...configured } : undefined
}

/** Whether a run goes to the addon and nowhere else, where there is one. */
function runsPlainly() {
  const asked = mode()
  return asked === 'auto' || asked === 'native'
}

/** For tests: as in a process that has just begun. */
function reset() {
  configured = {}
  environment = undefined
}

module.exports = { keep, mode, reset, runsPlainly, verifying }
