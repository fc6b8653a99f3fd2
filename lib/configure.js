'use strict'

const { keep } = require('./mode.js')
const { addon } = require('./native.js')

/** Settings of the process. Threads are the addon's matter, which all threads of Node share. */
function configure(settings) {
  const { threads } = keep(settings)
  if (threads !== undefined) addon()?.configureThreads(threads)
}

module.exports = { configure }
