// The mode for a piece of a test.
import { createRequire } from 'node:module'
import { configure } from '../../index.mjs'

/** As in a process that has just begun, in this environment. */
export const { reset: resetMode } = createRequire(import.meta.url)('../../lib/mode.js')

/** Calls `run` in mode 'js', and goes back to what the environment says. */
export function inV8(run) {
  configure({ mode: 'js' })
  try {
    return run()
  } finally {
    resetMode()
  }
}
