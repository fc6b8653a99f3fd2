// Runs a piece of JavaScript in a Node process of its own: for exits, environment variables and honest memory figures.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ENTRY = fileURLToPath(new URL('../../index.js', import.meta.url))

/** Resolves to the exit of `code`, which sees `mill`, `records` and `jsonmill`. */
export function child(code, { env = {}, args = [] } = {}) {
  const prelude = `const jsonmill = require(${JSON.stringify(ENTRY)}); const { mill, records } = jsonmill;`
  return new Promise((resolve, reject) => {
    const process_ = spawn(process.execPath, [...args, '-e', prelude + code], { env: { ...process.env, ...env } })
    let stdout = ''
    let stderr = ''
    process_.stdout.on('data', (chunk) => (stdout += chunk))
    process_.stderr.on('data', (chunk) => (stderr += chunk))
    process_.on('error', reject)
    process_.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }))
  })
}
