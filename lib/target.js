'use strict'

const { randomBytes } = require('node:crypto')
const fs = require('node:fs/promises')
const path = require('node:path')

const PRIVATE = 0o600

/**
 * A file that appears whole or not at all: it is written under a name of its own beside its place, readable by its owner only, and renamed at
 * the end. What a killed process leaves under such a name may be deleted.
 */
class NewFile {
  /** How much of it has been written. */
  bytes = 0
  #mode
  #place

  static async create(file, replaced) {
    // behind a symbolic link it is the file that is replaced, not the link
    const place = replaced === undefined ? file : await fs.realpath(file)
    const temporary = path.join(path.dirname(place), `.${path.basename(place)}.${randomBytes(6).toString('hex')}.tmp`)
    const made = new NewFile(place, replaced === undefined ? 0o666 & ~process.umask() : replaced.mode & 0o777, temporary)
    made.handle = await fs.open(temporary, 'wx', PRIVATE)
    return made
  }

  constructor(place, mode, temporary) {
    this.#place = place
    this.#mode = mode
    this.temporary = temporary
    this.handle = undefined
  }

  async write(chunk) {
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await this.handle.write(chunk, at, chunk.length - at, this.bytes)
      at += bytesWritten
      this.bytes += bytesWritten
    }
  }

  /** Forgets what was written. */
  async restart() {
    await this.handle.truncate(0)
    this.bytes = 0
  }

  /** Gives it its name, once all of it is safe. */
  async commit() {
    await this.handle.chmod(this.#mode)
    await this.handle.sync()
    await this.handle.close()
    await fs.rename(this.temporary, this.#place)
    await syncFolder(path.dirname(this.#place))
  }

  async discard() {
    await this.handle.close().catch(() => {})
    await fs.rm(this.temporary, { force: true })
  }
}

/** A name is safe once its folder is. Where folders cannot be opened, the system sees to that. */
async function syncFolder(folder) {
  let handle
  try {
    handle = await fs.open(folder, 'r')
    await handle.sync()
  } catch {
    // the file is whole and has its name; only a failure of the machine could take that back
  } finally {
    await handle?.close()
  }
}

/** What there is under a name, if anything. */
async function statIfThere(file) {
  try {
    return await fs.stat(file)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return undefined
  }
}

module.exports = { NewFile, statIfThere }
