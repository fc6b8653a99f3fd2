'use strict'

const { version } = require('../../package.json')
const { OPTIONS, UsageError, usage } = require('./usage.js')
const { parseArgs } = require('node:util')

const COMMANDS = { run: './run.js', explain: './explain.js', verify: './verify.js', bench: './bench.js', doctor: './doctor.js' }

/** What the process ends with: all is well; the run or the comparison failed; the command line is wrong; interrupted. */
const [FAILED, MISUSED, INTERRUPTED] = [1, 2, 130]

/** Runs a command line and gives its exit code. */
async function main(args) {
  const [name, ...rest] = args
  const out = (text) => process.stdout.write(text)
  if (name === '--version' || name === '-v') return out(`${version}\n`) && 0
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    out(usage(Object.hasOwn(COMMANDS, rest[0] ?? '') ? rest[0] : undefined))
    return name === undefined ? MISUSED : 0
  }
  try {
    if (!Object.hasOwn(COMMANDS, name)) throw new UsageError(`there is no command '${name}': commands are ${Object.keys(COMMANDS).join(', ')}`)
    const { values, positionals } = parsed(name, rest)
    if (values.help) return out(usage(name)) && 0
    const command = require(COMMANDS[name])
    return (await command(positionals, values)) ?? 0
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`jsonmill: ${error.message}\n${name === undefined ? '' : `see: jsonmill ${Object.hasOwn(COMMANDS, name) ? `${name} ` : ''}--help`}\n`)
      return MISUSED
    }
    if (error?.name === 'AbortError') return INTERRUPTED
    process.stderr.write(`jsonmill: ${described(error)}\n`)
    return error?.code === 'ERR_JSONMILL_OPTION' && error.record === undefined ? MISUSED : FAILED
  }
}

function parsed(name, args) {
  try {
    return parseArgs({ args, options: OPTIONS[name], allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error.message)
  }
}

/** An error as people read it: what, where in the callback, what to do. No stack: it leads into this package. */
function described(error) {
  const { name = 'Error', message = String(error), code, record, codeFrame, help } = error ?? {}
  const isOurs = typeof code === 'string' && code.startsWith('ERR_JSONMILL_')
  const which = isOurs && record !== undefined && !message.includes(`record ${record}`) ? ` (record ${record})` : ''
  return [`${isOurs ? `${code}: ` : ''}${name}: ${message}${which}`, codeFrame, help && `help: ${help}`].filter(Boolean).join('\n\n')
}

module.exports = { main }
