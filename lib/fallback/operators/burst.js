'use strict'

/**
 * Holds what one record has become until all of it is there: behind a flatMap the results of a line take each stage together, as the
 * elements of an array do.
 */
class Burst {
  constructor(next, rejections) {
    this.next = next
    this.rejections = rejections
    this.held = []
  }

  push(record, origin) {
    this.held.push((next) => {
      if (!this.rejections?.has(origin)) next.push(record, origin)
    })
  }

  hole(origin) {
    this.held.push((next) => next.hole(origin))
  }

  settle() {
    const sends = this.held
    if (sends.length > 0) {
      this.held = []
      for (const send of sends) send(this.next)
    }
    this.next.settle()
  }

  end() {
    this.settle()
    this.next.end?.()
  }

  /** The record failed: nothing of it goes on. */
  abandon() {
    this.held = []
    this.next.abandon?.()
  }
}

module.exports = { Burst }
