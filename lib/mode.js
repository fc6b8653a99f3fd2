'use strict'

const { MODES, configureOptions } = require('./options.js')
const { warnOnce } = require('./warn.js')

/** What configure() set; it wins over the environment. */
let configured = {}

/** The mode when it was last asked for: the environment is too slow to be read twice a call. */
let current

/** In mode 'verify': one run in a hundred. */
const VERIFY_SAMPLE = 0.01

/**
 * 'native': the addon must load. 'js': everything runs in V8, the kill switch. 'verify': as 'auto', and a sample of the runs is compared
 * with V8. 'auto': the addon, or V8 with a warning where it does not load. Read at every run, so that the switch also turns pipelines
 * that exist already.
 */
function mode() {
  current = asked()
  return current
}

function asked() {
  if (configured.mode !== undefined) return configured.mode
  const wanted = process.env.JSONMILL_MODE
  if (MODES.includes(wanted)) return wanted
  if (wanted) {
    // a typing mistake in the environment must not take a service down
    warnOnce(`JSONMILL_MODE=${wanted} is unknown and ignored: use ${MODES.join(', ')}`, 'ERR_JSONMILL_OPTION')
  }
  return 'auto'
}

function configure(settings) {
  configured = { ...configured, ...configureOptions(settings) }
}

/** What belongs to mode 'verify', or undefined in another mode, as it was found when the mode was last asked for: a run asks once. */
function verifying() {
  return current === 'verify' ? { verifySample: VERIFY_SAMPLE, ...configured } : undefined
}

module.exports = { configure, mode, verifying }
