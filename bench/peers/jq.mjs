// jq, one process a call.
import { spawn } from 'node:child_process'

const GROUP = 'reduce .[] as $o ({}; .[$o.customer.address.country] |= {key: $o.customer.address.country, count: (.count + 1), sum: (.sum + $o.total)})'

const FILTERS = {
  W1: '[.statuses[] | select(.retweet_count > 0) | {id: .id_str, author: .user.screen_name, body: .text, retweets: .retweet_count}]',
  W2: '[.[] | select(.status == "paid" and .total > 40) | {id, email: (.customer.email | ascii_downcase), country: .customer.address.country, lines: (.items | length), total: (reduce .items[] as $i (0; . + $i.qty * $i.price)), placed: .createdAt}]',
  W4: '.',
  W4p: '.',
  W5: `${GROUP} | [.[] | . + {avg: (.sum / .count)}]`,
  half: '[.[] | select(.customer.id % 2 == 0)]',
}

export const engine = (name) => (bytes) =>
  new Promise((resolve, reject) => {
    const child = spawn('jq', [name === 'W4p' ? '.' : '-c', FILTERS[name]].slice(name === 'W4p' ? 1 : 0), { stdio: ['pipe', 'pipe', 'inherit'] })
    const parts = []
    child.stdout.on('data', (part) => parts.push(part))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(parts)) : reject(new Error(`jq ended with ${code}`))))
    child.stdin.on('error', reject)
    child.stdin.end(bytes)
  })
