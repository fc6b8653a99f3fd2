'use strict'

const DAY = 86400000
/** Before the first zone left local mean time. */
const FROM = Date.UTC(1840, 0, 1)
/** From here on every zone follows one rule; 400 years later it is on the same dates and days of the week again. */
const STEADY = Date.UTC(2100, 0, 1)
const UNTIL = Date.UTC(2500, 0, 1)
/** No zone changed its clocks and took it back within so short a time. */
const STEP = 3 * DAY
const STEADY_STEP = 20 * DAY

/** What may look at local time: dates and their methods. Errs on the side of yes, which only costs the table. */
const LOCAL = /Date|\["d",|\.[gs]et(?:FullYear|Month|Day|Hours|Minutes|Seconds|Milliseconds|Year|TimezoneOffset)\b/

/** Milliseconds that local time is ahead of UTC. `Date.UTC` would take years before 100 for others. */
function offsetAt(time) {
  const date = new Date(time)
  const shown = new Date(0)
  shown.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate())
  shown.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds())
  return shown.getTime() - time
}

/** The first moment in (from, to] at which the offset is no longer `old`. */
function changeBetween(from, to, old) {
  let [before, after] = [from, to]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle) === old) before = middle
    else after = middle
  }
  return after
}

/** What the zone is called, if it is always called the same. */
function nameOf() {
  const name = (time) => /\((.*)\)$/.exec(new Date(time).toString())?.[1]
  const [now, ...others] = [0, FROM, Date.UTC(2024, 0, 1), Date.UTC(2024, 6, 1), UNTIL].map(name)
  return others.every((other) => other === now) ? now : undefined
}

function readZone() {
  // the commonest zone of servers needs no search
  if (Intl.DateTimeFormat().resolvedOptions().timeZone === 'UTC') return { first: 0, changes: [], name: nameOf() }
  const first = offsetAt(FROM)
  const changes = []
  let offset = first
  for (let time = FROM, next; time < UNTIL; time = next) {
    next = time + (time < STEADY ? STEP : STEADY_STEP)
    while (offsetAt(next) !== offset) {
      const at = changeBetween(changes.length > 0 ? Math.max(time, changes.at(-1)[0]) : time, next, offset)
      offset = offsetAt(at)
      changes.push([at, offset])
    }
  }
  if (changes.length === 0) return { first, changes, name: nameOf() }
  return { first, changes, until: changes.at(-1)[0] > UNTIL - 800 * DAY ? UNTIL : undefined }
}

let known
let knownFor

/** The local time zone as V8 knows it: its offsets as a table. Read once, and again when `process.env.TZ` changes. */
function localZone() {
  const tz = process.env.TZ
  if (known === undefined || knownFor !== tz) {
    known = readZone()
    knownFor = tz
  }
  return known
}

/** Whether compiled code made from such text can depend on the zone. */
const mayUseZone = (text) => LOCAL.test(text)

module.exports = { localZone, mayUseZone }
