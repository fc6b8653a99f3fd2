// W1: the answer of a social network's search API: wide records, most of which nobody reads, in several scripts.
// BENCH_STATUSES names a JSON document `{ "statuses": [ … ] }` of real ones to be used instead of the generated.
import { readFileSync } from 'node:fs'
import { random } from '../random.mjs'

export const title = 'W1 statuses: filter, project, rename'

export const filter = (s) => s.retweet_count > 0
export const env = undefined
export const map = (s) => ({ id: s.id_str, author: s.user.screen_name, body: s.text, retweets: s.retweet_count })

/** The same over one document. */
export const document = (answer) =>
  answer.statuses
    .filter((s) => s.retweet_count > 0)
    .map((s) => ({ id: s.id_str, author: s.user.screen_name, body: s.text, retweets: s.retweet_count }))
export const wrap = (records) => `{"statuses":[${records.join()}],"search_metadata":{"completed_in":0.087,"count":${records.length}}}`

const WORDS = ['今日は', 'いい天気', 'ですね', '拡散希望', 'shipping', 'a', 'new', 'release', 'café', 'über', 'ничего', 'себе', 'RT', '👍🏽', '日本語', 'テスト', 'json', 'at', 'scale', '#node', 'line\nbreak', '"quoted"']
const NAMES = ['ayuu0123', 'yuttari', 'KATANA77', 'omo_kko', 'thsc782', 'shiawase', 'AnaLopez', 'marek_k', 'devops_daily']

/** An endless sequence of records as JSON text. */
export function* records(seed = 7) {
  if (process.env.BENCH_STATUSES) {
    const real = JSON.parse(readFileSync(process.env.BENCH_STATUSES, 'utf8')).statuses
    for (let i = 0; ; i++) yield JSON.stringify(real[i % real.length])
  }
  const source = random(seed)
  const { int, chance } = source
  for (let id = 505_874_924_095_815_680; ; id += int(1, 4) * 65_536) yield JSON.stringify(status(source, id, chance(0.35)))
}

function status(source, id, withRetweet) {
  const { int, pick, chance } = source
  const text = Array.from({ length: int(5, 22) }, () => pick(WORDS)).join(' ')
  return {
    metadata: { result_type: 'recent', iso_language_code: 'ja' },
    created_at: `Sun Aug 31 00:${int(10, 59)}:${int(10, 59)} +0000 2014`,
    id,
    id_str: String(id),
    text,
    source: '<a href="https://example.com/client" rel="nofollow">Example Client</a>',
    truncated: false,
    in_reply_to_status_id: null,
    in_reply_to_user_id: chance(0.2) ? int(1e8, 2e9) : null,
    user: user(source),
    geo: null,
    coordinates: null,
    place: null,
    contributors: null,
    ...(withRetweet && { retweeted_status: status(source, id - 1_000_000, false) }),
    retweet_count: withRetweet ? int(1, 3000) : 0,
    favorite_count: int(0, 50),
    entities: {
      hashtags: chance(0.2) ? [{ text: 'node', indices: [3, 8] }] : [],
      symbols: [],
      urls: chance(0.4) ? [{ url: 'https://t.example/a1b2', expanded_url: 'https://example.com/a/long/path?with=query', display_url: 'example.com/a/long…', indices: [20, 42] }] : [],
      user_mentions: Array.from({ length: int(0, 2) }, () => ({ screen_name: pick(NAMES), name: 'ゆったり', id: int(1e8, 2e9), id_str: String(int(1e8, 2e9)), indices: [3, 16] })),
    },
    favorited: false,
    retweeted: false,
    lang: 'ja',
  }
}

function user({ int, pick, chance }) {
  const id = int(1e8, 2e9)
  return {
    id,
    id_str: String(id),
    name: 'AYUMI✨',
    screen_name: pick(NAMES),
    location: pick(['東京', '', 'Kraków', 'São Paulo']),
    description: '元野球部マネージャー❤︎…最高の夏をありがとう…❤︎ \\o/ code, coffee & "bikes"',
    url: chance(0.3) ? 'https://example.com/~me' : null,
    entities: { description: { urls: [] } },
    protected: false,
    followers_count: int(0, 9000),
    friends_count: int(0, 3000),
    listed_count: int(0, 40),
    created_at: 'Sat Feb 16 13:46:25 +0000 2013',
    favourites_count: int(0, 9000),
    utc_offset: chance(0.5) ? 32400 : null,
    time_zone: chance(0.5) ? 'Tokyo' : null,
    geo_enabled: chance(0.5),
    verified: false,
    statuses_count: int(0, 90_000),
    lang: 'ja',
    contributors_enabled: false,
    profile_background_color: 'C0DEED',
    profile_background_image_url: 'https://example.com/images/themes/theme1/bg.png',
    profile_background_tile: false,
    profile_image_url: 'https://example.com/profile_images/497760886795153410/LDjAwR_y_normal.jpeg',
    profile_banner_url: 'https://example.com/profile_banners/1186275104/1409318784',
    profile_link_color: '0084B4',
    profile_sidebar_fill_color: 'DDEEF6',
    profile_text_color: '333333',
    profile_use_background_image: true,
    default_profile: true,
    default_profile_image: false,
    following: false,
    follow_request_sent: false,
    notifications: false,
  }
}
