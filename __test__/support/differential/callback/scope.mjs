// Which names a random callback may use at a place.
import { ELEMENT, LOCALS } from './kinds.mjs'

export class Scope {
  constructor(random) {
    this.random = random
    /** Innermost last; each a list of `{ name, kind, constant }`. */
    this.scopes = [[]]
    this.count = 0
  }

  add(name, kind, constant = true) {
    this.scopes.at(-1).push({ name, kind, constant })
    return name
  }

  /** A new name in the innermost scope. */
  declare(kind, constant = true) {
    // shadowing is rare: a declaration that reads the name it shadows throws
    const taken = this.random.chance(0.05) ? this.scopes.at(-1) : this.scopes.flat()
    const free = LOCALS.filter((name) => !taken.some((variable) => variable.name === name))
    return this.add(free.length > 0 ? this.random.pick(free) : this.fresh(), kind, constant)
  }

  /** A name that nothing else has. */
  fresh() {
    this.count++
    return `v${this.count}`
  }

  has(name) {
    return this.scopes.at(-1).some((variable) => variable.name === name)
  }

  visible() {
    const seen = new Set()
    const found = []
    for (const variable of this.scopes.flat().reverse()) {
      if (!seen.has(variable.name)) found.push(variable)
      seen.add(variable.name)
    }
    return found
  }

  variables(kind) {
    return this.visible().filter((variable) => kind === 'any' || variable.kind === kind || (kind === 'array' && variable.kind in ELEMENT))
  }

  /** Scope of what `make` makes; `names` hold in it. */
  within(make, names = {}) {
    this.scopes.push([])
    for (const [name, kind] of Object.entries(names)) this.add(name, kind, false)
    const made = make()
    this.scopes.pop()
    return made
  }
}
