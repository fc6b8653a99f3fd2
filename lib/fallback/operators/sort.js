'use strict'

const { Operator } = require('./operator.js')

/** As Array.prototype.sort orders without a comparator: by text. */
function byText(a, b) {
  const [x, y] = [`${a}`, `${b}`]
  return x < y ? -1 : y < x ? 1 : 0
}

/**
 * V8's own sort, of places instead of records, so that each record keeps its origin. As in an array, undefined comes last without being
 * compared, and gaps behind it: https://tc39.es/ecma262/#sec-array.prototype.sort
 */
class Sort extends Operator {
  records = []
  origins = []
  undefineds = []
  holes = []

  push(record, origin) {
    if (record === undefined) {
      this.undefineds.push(origin)
    } else {
      this.records.push(record)
      this.origins.push(origin)
    }
  }

  hole(origin) {
    this.holes.push(origin)
  }

  end() {
    const { records, origins, next } = this
    for (const place of this.order()) {
      next.push(records[place], origins[place])
      next.settle()
    }
    for (const origin of this.undefineds) {
      next.push(undefined, origin)
      next.settle()
    }
    for (const origin of this.holes) next.hole(origin)
  }

  order() {
    const { records, stage, env, run = byText } = this
    const compare = stage.takesEnv ? (i, j) => run(records[i], records[j], env) : (i, j) => run(records[i], records[j])
    try {
      return records.map((_, place) => place).sort(compare)
    } catch (thrown) {
      // two records are to blame, so none is named
      throw stage.failure(thrown, undefined)
    }
  }
}

module.exports = { Sort }
