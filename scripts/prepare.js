'use strict'
// Builds the addon after `npm ci` in a checkout. Consumers from the registry never run it: they get prebuilt addons.

const { spawnSync } = require('node:child_process')
const { existsSync } = require('node:fs')
const path = require('node:path')

const root = path.join(__dirname, '..')
const inside = (...parts) => existsSync(path.join(root, ...parts))

// Packed without sources, installed without development dependencies, or told not to: nothing to build.
if (process.env.JSONMILL_SKIP_BUILD === '1' || !inside('Cargo.toml') || !inside('node_modules', '@napi-rs', 'cli')) {
  process.exit(0)
}

if (spawnSync('cargo', ['--version'], { stdio: 'ignore' }).status !== 0) {
  console.error(
    'jsonmill: cargo was not found, so the addon is not built and everything will run in V8.\n' +
      'Install Rust and run: npm run build',
  )
  process.exit(process.env.CI ? 1 : 0)
}

// The release profile takes a few minutes; CI asks for `fast`, which differs in the link only.
const script = process.env.JSONMILL_BUILD_PROFILE === 'fast' ? 'build:fast' : 'build'
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
const build = spawnSync(npm, ['run', script], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
process.exit(build.status ?? 1)
