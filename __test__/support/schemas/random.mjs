// Random choices that a seed decides: the same ones on every machine.

export class Random {
  #state

  constructor(seed) {
    this.#state = seed | 0
  }

  /** From 0 up to 1: mulberry32. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  chance(share) {
    return this.next() < share
  }

  int(from, to) {
    return from + Math.floor(this.next() * (to - from + 1))
  }

  pick(list) {
    return list[this.int(0, list.length - 1)]
  }

  /** That many of a list's elements at most, none twice, in the list's order. */
  some(list, share) {
    return list.filter(() => this.chance(share))
  }

  list(from, to, make) {
    return Array.from({ length: this.int(from, to) }, (_, i) => make(i))
  }
}
