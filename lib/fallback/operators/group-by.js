'use strict'

const { STATES } = require('../aggregates.js')
const { Operator } = require('./operator.js')

/**
 * One record a key, in order of first appearance. All callbacks are called for a record, and what they give is checked, before a state
 * changes: a bad record leaves nothing behind.
 */
class GroupBy extends Operator {
  groups = new Map()

  constructor(stage, next, params) {
    super(stage, next, params)
    this.members = stage.members.map(({ name, aggregate, part }) => ({
      name,
      aggregate,
      part,
      run: part?.inV8().run,
      State: STATES[aggregate.name]
    }))
  }

  push(record, origin) {
    const index = this.index
    // no array as third argument: groupBy has none to show
    this.array = undefined
    const key = this.call(record, origin)
    const known = this.groups.get(key)
    const states = known?.states ?? this.members.map(({ aggregate, State }) => new State(aggregate))
    const values = this.members.map((member, i) => this.value(member, states[i], record, index, origin))
    if (known === undefined) this.groups.set(key, { states, origin })
    states.forEach((state, i) => state.add(values[i]))
  }

  /** What goes into an aggregate. */
  value({ part, run }, state, record, index, origin) {
    const { stage, env } = this // called without a receiver, as V8 does
    try {
      const value = run === undefined ? record : run(record, index, env)
      state.check(value)
      return value
    } catch (thrown) {
      throw (part ?? stage).failure(thrown, origin)
    }
  }

  end() {
    const { members, next } = this
    for (const [key, { states, origin }] of this.groups) {
      const result = { key }
      members.forEach(({ name }, i) => {
        result[name] = states[i].result()
      })
      next.push(result, origin)
      next.settle()
    }
    this.groups.clear()
  }
}

module.exports = { GroupBy }
