// W6: from file to file: an archive of a code host's events, of which the pushes are kept, with six fields and their messages.
import { random } from '../random.mjs'

export const title = 'W6 events: file to file, filter, six fields'

export const filter = (e) => e.type === 'PushEvent'
export const env = undefined
export const map = (e) => ({
  id: e.id,
  actor: e.actor.login,
  repo: e.repo.name,
  size: e.payload.size,
  messages: e.payload.commits.map((c) => c.message),
  at: e.created_at,
})

export const toFile = true
export const wrap = undefined
export const sizes = ['256 MB']

const LOGINS = ['mkrause', 'tanaka-h', 'ana.lopez', 'bot[release]', 'GraceH', 'noor_aziz', 'petrov1987', 'chloe-d']
const REPOS = ['web/server', 'tools/linter', 'data/pipeline', 'mobile/app', 'infra/charts', 'docs/site']
const TYPES = ['PushEvent', 'PushEvent', 'WatchEvent', 'IssueCommentEvent', 'PullRequestEvent', 'CreateEvent']
const WORDS = ['fix', 'add', 'tests', 'for', 'the', 'parser', 'typo', 'in', 'README', 'über', 'naïve', '修正', 'bump', 'version', '"quoted"', 'refactor\n\nlong', 'cache', 'of', 'keys']

/** An endless sequence of records as JSON text. */
export function* records(seed = 11) {
  const source = random(seed)
  const { int } = source
  for (let id = 2_489_651_045; ; id += int(1, 9)) yield JSON.stringify(event(source, id))
}

function event({ int, pick, chance }, id) {
  const type = pick(TYPES)
  const login = pick(LOGINS)
  const repo = pick(REPOS)
  const sha = () => Array.from({ length: 5 }, () => int(0, 2 ** 32 - 1).toString(16).padStart(8, '0')).join('')
  const text = (from, to) => Array.from({ length: int(from, to) }, () => pick(WORDS)).join(' ')
  const user = { id: int(1e4, 9e6), login, gravatar_id: '', url: `https://api.example.com/users/${login}`, avatar_url: `https://avatars.example.com/u/${int(1e4, 9e6)}?` }
  return {
    id: String(id),
    type,
    actor: user,
    repo: { id: int(1e5, 3e7), name: repo, url: `https://api.example.com/repos/${repo}` },
    payload: payload(type),
    public: true,
    created_at: new Date(1_420_066_800_000 + id * 3).toISOString(),
    ...(chance(0.3) && { org: { id: int(1e4, 9e6), login: 'example', gravatar_id: '', url: 'https://api.example.com/orgs/example' } }),
  }

  function payload(kind) {
    if (kind === 'WatchEvent') return { action: 'started' }
    if (kind === 'CreateEvent') return { ref: 'main', ref_type: 'branch', master_branch: 'main', description: text(0, 12), pusher_type: 'user' }
    if (kind !== 'PushEvent') {
      const issue = { id: int(1e6, 9e7), number: int(1, 4000), title: text(2, 9), state: pick(['open', 'closed']), user, body: text(10, 80), comments: int(0, 30) }
      return { action: 'created', issue, comment: { id: int(1e6, 9e7), user, body: text(5, 60), created_at: '2015-01-01T15:00:00Z' } }
    }
    const commits = Array.from({ length: int(1, 4) }, () => {
      const hash = sha()
      return { sha: hash, author: { email: `${login}@example.com`, name: login }, message: text(2, 14), distinct: true, url: `https://api.example.com/repos/${repo}/commits/${hash}` }
    })
    return { push_id: int(1e8, 9e8), size: commits.length, distinct_size: commits.length, ref: 'refs/heads/main', head: sha(), before: sha(), commits }
  }
}
