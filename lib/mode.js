'use strict'

const { MODES, configureOptions } = require('./options.js')
const { warnOnce } = require('./warn.js')

/** What configure() set; it wins over the environment. */
let configured = {}

/** In mode 'verify': one run in a hundred. */
const VERIFY_SAMPLE = 0.01

/**
 * 'native': the addon must load. 'js': everything runs in V8, the kill switch. 'verify': as 'auto', and a sample of the runs is compared
 * with V8. 'auto': the addon, or V8 with a warning where it does not load. Read at every run, so that the switch also turns pipelines that exist already.
 */
function mode() {
  if (configured.mode !== undefined) return configured.mode
  const asked = process.env.JSONMILL_MODE
  if (MODES.includes(asked)) return asked
  if (asked) {
    // a typing mistake in the environment must not take a service down
    warnOnce(`JSONMILL_MODE=${asked} is unknown and ignored: use ${MODES.join(', ')}`, 'ERR_JSONMILL_OPTION')
  }
  return 'auto'
}

function configure(settings) {
  configured = { ...configured, ...configureOptions(settings) }
}

/** The mode and what belongs to 'verify'. */
function settingsOfMode() {
  return { verifySample: VERIFY_SAMPLE, ...configured, mode: mode() }
}

module.exports = { configure, mode, settingsOfMode }
