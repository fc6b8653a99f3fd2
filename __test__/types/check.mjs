// Checks the types with the oldest TypeScript that is supported and the newest, as each module resolution finds them.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const require = createRequire(import.meta.url)
const here = fileURLToPath(new URL('.', import.meta.url))
const root = path.join(here, '../..')

const OLDEST = 'typescript-5.4'
const NEWEST = 'typescript'

/** What a consumer's tsconfig.json says of modules, as options of the compiler. */
const CONSUMERS = {
  nodenext: ['--project', here],
  node16: ['--project', here, '--module', 'node16', '--moduleResolution', 'node16'],
  bundler: ['--project', path.join(here, 'tsconfig.bundler.json')]
}

async function check(compiler, label, options) {
  const manifest = require.resolve(`${compiler}/package.json`)
  const title = `TypeScript ${require(manifest).version}, ${label}`
  try {
    await run(process.execPath, [path.join(path.dirname(manifest), 'bin/tsc'), ...options], { cwd: root })
    console.log(`${title}: as expected`)
  } catch (error) {
    console.error(`${title}:\n${error.stdout || error}`)
    process.exitCode = 1
  }
}

for (const [label, options] of Object.entries(CONSUMERS)) {
  await Promise.all([OLDEST, NEWEST].map((compiler) => check(compiler, label, options)))
}
await check(NEWEST, 'what it infers by itself', ['--project', path.join(here, 'tsconfig.newest.json')])
