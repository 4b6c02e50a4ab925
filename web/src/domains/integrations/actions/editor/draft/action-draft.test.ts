import { externalActionSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import { describe, expect, it } from 'vitest'
import {
  contentOf,
  draftOfAction,
  fingerprintOf,
  newActionDraft,
  samplesOfAction,
  tokenValues,
} from './action-draft.ts'

const action = externalActionSchema.parse({
  connectionId: 'c1',
  name: 'Post message',
  method: 'POST',
  path: '/messages',
  query: [{ name: 'v', value: '2' }],
  headers: [{ name: 'X-Team', value: '{{team}}' }],
  body: { kind: 'json', template: '{"text":"{{text}}","score":{{score}}}' },
  tokens: [
    { name: 'text', type: 'text', required: true, sample: 'hello' },
    { name: 'score', type: 'number', sample: 9 },
    { name: 'team', type: 'list', sample: ['a', 'b'] },
  ],
  extract: [
    { name: 'ts', path: '$.ts', type: 'text', ifMissing: 'fail' },
    { name: 'count', path: '$.count', type: 'number', ifMissing: { default: 0 } },
  ],
  success: { statuses: ['2xx', '409'], predicate: '$.ok' },
  retry: { maxAttempts: 2, backoffMs: 1500, maxBackoffMs: 60_000, retryOn: ['5xx'] },
  limits: { requestsPerSecond: 1, burst: 3, concurrency: 2 },
  timeoutMs: 2500,
})

describe('a draft of an external action', () => {
  it('gives the same action back when nothing is typed, samples in their types', () => {
    const { connectionId: _, ...content } = action
    expect(contentOf(draftOfAction(action), samplesOfAction(action))).toEqual(content)
  })

  it('keeps form bodies as rows and gives them back', () => {
    const form = { ...action, body: { kind: 'form', template: 'to=%7B&text={{text}}' } } as const
    const draft = draftOfAction(form)
    expect(draft.formRows.map(({ name, value }) => [name, value])).toEqual([
      ['to', '{'],
      ['text', '{{text}}'],
    ])
    expect(contentOf(draft).body).toEqual({ kind: 'form', template: 'to=%7B&text={{text}}' })
  })

  it('is valid to the server with nothing but a name', () => {
    const content = contentOf({ ...newActionDraft('c1'), name: 'Ping', bodyKind: 'none' })
    expect(externalActionSchema.safeParse({ ...content, connectionId: 'c1' }).success).toBe(true)
  })

  it('leaves out rows that nobody began', () => {
    const draft = newActionDraft('c1')
    draft.query = [
      { id: '1', name: '', value: '' },
      { id: '2', name: 'a', value: '' },
    ]
    expect(contentOf(draft).query).toEqual([{ name: 'a', value: '' }])
  })

  it('does not count a test value as a change to save', () => {
    const draft = draftOfAction(action)
    expect(fingerprintOf(draft)).toBe(fingerprintOf(draftOfAction({ ...action, tokens: action.tokens })))
    expect(fingerprintOf({ ...draft, name: 'Other' })).not.toBe(fingerprintOf(draft))
  })
})

it('test values that do not fit their type are sent as typed, so that the test says why', () => {
  const draft = draftOfAction(action)
  expect(tokenValues(draft, { text: '', score: 'many', team: 'a;b' })).toEqual({
    text: null,
    score: 'many',
    team: ['a', 'b'],
  })
})
