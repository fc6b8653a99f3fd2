'use strict'

const { configureOptions } = require('./options.js')
const { warnOnce } = require('./warn.js')

/** What configure() set; it wins over the environment. */
let configured

/**
 * 'native': the addon must load. 'js': everything runs in V8, the kill switch. 'auto': the addon, or V8 with a warning where it does
 * not load. Read at every run, so that the switch also turns pipelines that exist already.
 */
function mode() {
  if (configured !== undefined) return configured
  const asked = process.env.JSONMILL_MODE
  if (asked === 'native' || asked === 'js') return asked
  if (asked) {
    // a typing mistake in the environment must not take a service down
    warnOnce(`JSONMILL_MODE=${asked} is unknown and ignored: use native or js`, 'ERR_JSONMILL_OPTION')
  }
  return 'auto'
}

function configure(settings) {
  const kept = configureOptions(settings)
  if (kept.mode !== undefined) configured = kept.mode
}

module.exports = { configure, mode }
