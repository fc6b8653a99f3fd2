// A small seeded generator: the same seed gives the same pairs on every machine.

/** Mulberry32 over a seed that is mixed first, so that neighbouring seeds have nothing in common. */
export class Random {
  constructor(seed) {
    this.state = Math.imul((seed ^ 0x9e3779b9) >>> 0, 0x85ebca6b) >>> 0
    this.next()
    this.next()
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }

  /** From 0 up to but not including `count`. */
  int(count) {
    return Math.floor(this.next() * count)
  }

  chance(share) {
    return this.next() < share
  }

  pick(list) {
    return list[this.int(list.length)]
  }

  /** `[[weight, value], …]` */
  weighted(list) {
    let at = this.next() * list.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, value] of list) {
      at -= weight
      if (at < 0) return value
    }
    return list.at(-1)[1]
  }

  /** `count` times what `make` gives. */
  times(count, make) {
    return Array.from({ length: count }, (_, i) => make(i))
  }
}
