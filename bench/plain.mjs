// What an engineer writes without jsonmill, in its fast form.

/** One document. */
export const plainDocument = (transform, space) => (bytes) => Buffer.from(JSON.stringify(transform(JSON.parse(bytes.toString())), null, space))

/** NDJSON: lines are cut from one string, which is faster than readline, split or a decoder per line. */
export const plainLines = (filter, map, env) => (bytes) => {
  const text = bytes.toString()
  let output = ''
  let index = 0
  let kept = 0
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start)
    if (end === -1) end = text.length
    if (end > start) {
      const record = JSON.parse(text.slice(start, end))
      if (filter(record, index++, env)) output += `${JSON.stringify(map === undefined ? record : map(record, kept++, env))}\n`
    }
    start = end + 1
  }
  return Buffer.from(output)
}

/** The same as JavaScript values. */
export const valuesOfDocument = (transform) => (bytes) => transform(JSON.parse(bytes.toString()))

export const valuesOfLines = (filter, map, env) => (bytes) => {
  const text = bytes.toString()
  const values = []
  let index = 0
  for (let start = 0; start < text.length; ) {
    let end = text.indexOf('\n', start)
    if (end === -1) end = text.length
    if (end > start) {
      const record = JSON.parse(text.slice(start, end))
      if (filter(record, index++, env)) values.push(map(record, values.length, env))
    }
    start = end + 1
  }
  return values
}
