// Plain JavaScript with ajv: JSON.parse, check, JSON.stringify. ajv is a peer: npm install in this folder.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
/** Text is turned into bytes in pieces of this many units. */
const PIECE = 1 << 20

export function validator(schema) {
  const Ajv = require('ajv/dist/2020').default
  const ajv = new Ajv()
  require('ajv-formats').default(ajv)
  const check = ajv.compile(schema)
  return (record) => {
    if (!check(record)) throw new Error(ajv.errorsText(check.errors))
  }
}

export function plainChecked(schema) {
  const check = validator(schema)
  return (bytes) => {
    const records = JSON.parse(bytes.toString())
    records.forEach(check)
    return Buffer.from(JSON.stringify(records))
  }
}

/** A big export is read line by line, as a service would. */
export function plainCheckedLines(schema) {
  const check = validator(schema)
  return (bytes) => {
    const parts = []
    let text = ''
    for (let start = 0, end; start < bytes.length; start = end + 1) {
      const at = bytes.indexOf(10, start)
      end = at < 0 ? bytes.length : at
      if (end === start) continue
      const record = JSON.parse(bytes.toString('utf8', start, end))
      check(record)
      text += `${JSON.stringify(record)}\n`
      if (text.length < PIECE) continue
      parts.push(Buffer.from(text))
      text = ''
    }
    return Buffer.concat([...parts, Buffer.from(text)])
  }
}
