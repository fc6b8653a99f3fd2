// What V8 answers: the oracle of every behaviour test.

/** The bytes that plain JavaScript gives for `mill(transform)(bytes)`. */
export const v8 = (transform) => (bytes) => Buffer.from(JSON.stringify(transform(JSON.parse(bytes.toString()))))

/** The result of `call`, or the error it threw. */
export function outcome(call) {
  try {
    return { value: call() }
  } catch (error) {
    return { error }
  }
}
