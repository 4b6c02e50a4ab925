import { nodeKind, nodeKindNames } from '@tabiji/shared/nodes/node-kind.ts'
import { expect, test } from 'vitest'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { SummaryContext } from './definition/define-node-view.tsx'
import { settingLabel, settingValue } from './describe-setting.ts'
import { nodeView } from './node-view.ts'

function contextIn(locale: Locale): SummaryContext {
  return {
    locale,
    fields: [{ key: 'score', type: 'number', required: false, label: 'Score' }],
    externalActions: null,
    labelOf: (id) => (id === 'call' ? 'Call them' : id),
  }
}

const nobody = () => undefined
const [en, ja] = [contextIn('en'), contextIn('ja')]

test.each<[string, string[], unknown, string | null, string | null]>([
  ['email', ['subject'], 'Hello {{ participant.score }}', '“Hello [Score]”', '「Hello [Score]」'],
  ['email', ['body'], '<p>Dear <b>friend</b></p>', '“Dear friend”', '「Dear friend」'],
  ['email', ['track'], false, 'no', 'いいえ'],
  ['email', ['to'], null, null, null],
  [
    'email',
    ['sendTimes'],
    { weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'Asia/Tokyo' },
    'Mon–Fri 09:00–18:00 (Asia/Tokyo)',
    '月–金 09:00–18:00（Asia/Tokyo）',
  ],
  ['callApi', ['onError'], 'drop', 'take the person out', '参加者を外す'],
  ['callApi', ['tokens', 'text'], { from: 'field', field: 'score' }, 'Score', 'Score'],
  [
    'callApi',
    ['tokens', 'text'],
    { from: 'field', field: 'score', format: { kind: 'decimals', decimals: 2 } },
    'Score (2 decimals)',
    'Score（小数 2 桁）',
  ],
  [
    'callApi',
    ['tokens', 'text'],
    { from: 'field', field: 'due', format: { kind: 'date', pattern: '%Y/%m/%d' } },
    'due (2026/11/22)',
    'due（2026/11/22）',
  ],
  ['callApi', ['tokens', 'text'], { from: 'custom', value: 'now' }, '“now”', '「now」'],
  ['conditionalWait', ['timeLimit'], { amount: 7, unit: 'days' }, '7 days', '7 日'],
  [
    'conditionalWait',
    ['condition'],
    { all: [{ field: 'score', operator: 'gte', value: 9 }] },
    'Score is at least 9',
    'Score が 9 以上',
  ],
  ['closeCta', ['node'], 'call', 'Call them', 'Call them'],
  ['createCta', ['priority'], 'high', 'high', '高'],
  ['survey', ['survey', 'scale'], 'nps', 'NPS (0–10)', 'NPS（0〜10）'],
  ['waitTimer', ['timeZone'], 'participant', 'the person’s time zone', '参加者のタイムゾーン'],
])('the value of %s %j is said in words: %j', (kind, path, value, english, japanese) => {
  expect(settingValue(value, { kind, path }, en)).toBe(english)
  expect(settingValue(value, { kind, path }, ja)).toBe(japanese)
})

test('a long text is cut, so that a comparison stays readable', () => {
  const said = settingValue('word '.repeat(100), { kind: 'email', path: ['subject'] }, en)
  expect(said).toMatch(/^“word .*…”$/)
  expect(said!.length).toBeLessThan(170)
})

test('settings are called by names that people know', () => {
  const branch = { kind: 'split', path: ['branches', 'a', 'condition'] }
  expect(settingLabel(branch, en, () => 'Happy')).toBe('Branch “Happy”, condition')
  expect(settingLabel(branch, ja, () => 'Happy')).toBe('分岐「Happy」の条件')
  expect(settingLabel({ kind: 'updateField', path: ['assignments', 'score', 'value'] }, en, nobody)).toBe(
    'Field “Score”, value',
  )
  expect(settingLabel({ kind: 'survey', path: ['survey', 'question'] }, en, nobody)).toBe('question')
  expect(settingLabel({ kind: 'somethingNew', path: ['speed'] }, en, nobody)).toBe('speed')
})

test('every setting that a new step begins with has a word', () => {
  for (const kind of nodeKindNames) {
    for (const setting of Object.keys(nodeKind(kind).defaultConfig))
      expect(Object.keys(nodeView(kind).settings)).toContain(setting)
  }
})
