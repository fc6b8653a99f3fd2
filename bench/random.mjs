// Seeded random numbers (mulberry32), so that every machine generates the same bytes.
export function random(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from, to) => from + Math.floor(next() * (to - from + 1))
  const pick = (list) => list[int(0, list.length - 1)]
  const chance = (probability) => next() < probability
  return { next, int, pick, chance }
}
