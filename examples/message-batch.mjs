// A batch of small messages, as a Kafka consumer gets it: one native call, one answer each, a bad message spoils no other.
import { isJsonMillError, mill } from '../index.mjs'

const enrich = mill((event, { region }) => ({ id: event.id, user: event.user.toLowerCase(), region }))
const params = enrich.prepare({ region: 'eu' })

/** `eachBatch` of kafkajs; values of tombstones are null. */
async function eachBatch({ messages }) {
  const answers = await enrich.each(messages.map((message) => message.value), { params })
  const out = []
  const dead = []
  for (const [i, answer] of answers.entries()) {
    const { key } = messages[i]
    if (answer.ok === true) out.push({ key, value: Buffer.from(answer.output) })
    else if (answer.ok === null) out.push({ key, value: null })
    else dead.push({ key, value: messages[i].value, reason: isJsonMillError(answer.error) ? answer.error.message : 'unknown' })
  }
  return { out, dead }
}

const { out, dead } = await eachBatch({
  messages: [
    { key: 'a', value: Buffer.from('{"id":1,"user":"Ann"}') },
    { key: 'b', value: null },
    { key: 'c', value: Buffer.from('{"id":2}') }
  ]
})
console.log(out.map(({ key, value }) => `${key}: ${value}`).join('\n'))
console.log(dead.map(({ key, reason }) => `${key}: ${reason}`).join('\n'))
