import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, test } from 'vitest'
import { buildCallingJourney, buildConnection, calloutAttempt } from '../../../../test/callout-factories.ts'
import { buildWorkspace } from '../../../../test/factories.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import type { NewCalloutAttempt } from './callout-attempt.ts'
import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { exportCallouts } from './export-callouts.ts'
import { getMissingTokens } from '../../../insights/calls/get-missing-tokens.ts'
import { recordCallouts } from './record-callouts.ts'
import { calloutOperations } from '../../../insights/calls/callout.operations.ts'
import { calling } from '../../../../test/call-operation.ts'

const listCallouts = calling(calloutOperations.list)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

async function setUp() {
  const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
  return { ctx, journey: await buildCallingJourney(ctx), connection: await buildConnection(ctx) }
}

function missing(...tokens: string[]): CalloutError {
  return {
    code: 'notMapped',
    issues: tokens.map((token) => ({ code: 'callout.tokenMissing', severity: 'error', params: { token } })),
  }
}

async function textOf(lines: AsyncGenerator<string>): Promise<string> {
  let text = ''
  for await (const line of lines) text += line
  return text
}

describe('the attempts as CSV', () => {
  test('are all that the filter finds, over every page, newest first and none twice', async () => {
    const { ctx, journey } = await setUp()
    const attempts = Array.from({ length: 450 }, (_, index) =>
      calloutAttempt(ctx, {
        journeyId: journey.id,
        durationMs: index,
        startedAt: new Date(Date.now() - Math.floor(index / 7) * 1000),
        ...(index % 3 === 0 && { outcome: 'timeout' as const, statusCode: null, reply: null }),
      }),
    )
    await recordCallouts(ctx.db, attempts)
    const rows = (await textOf(exportCallouts(ctx, { journeyId: journey.id, failed: true }))).trimEnd().split('\r\n')
    expect(rows[0]).toMatch(/^\uFEFFsent,person,outcome,status,milliseconds,/)
    const times = rows.slice(1).map((row) => row.split(',')[0]!)
    expect(times).toHaveLength(150)
    expect(times).toEqual(times.toSorted().toReversed())
    expect(new Set(rows.slice(1).map((row) => row.split(',')[4])).size).toBe(150)
  })

  test('run nothing in a spreadsheet, whatever a person or a server sent', async () => {
    const { ctx, journey } = await setUp()
    const participantId = ctx.ids.uuid()
    await ctx.db
      .insertInto('participants')
      .values({
        id: participantId,
        workspace_id: ctx.workspaceId,
        journey_id: journey.id,
        key: '=HYPERLINK("http://evil.example","x")',
        email: null,
        fields: '{}',
        created_at: ctx.clock.now(),
      })
      .execute()
    await recordCallouts(ctx.db, [calloutAttempt(ctx, { journeyId: journey.id, participantId })])
    const text = await textOf(exportCallouts(ctx, {}))
    expect(text).toContain(`,"'=HYPERLINK(""http://evil.example"",""x"")",succeeded,`)
  })

  test('hold what was sent and what came back when asked for, each in one cell that a spreadsheet can hold', async () => {
    const { ctx, journey } = await setUp()
    const long = 'あ'.repeat(40_000)
    const request = { method: 'POST', url: 'https://api.example.com/messages', headers: {}, truncated: false }
    const reply = { status: 200, headers: {}, truncated: false }
    const attempts = [
      { request: { ...request, body: '{"text":"a, \r\n b"}' }, reply: { ...reply, body: '=1+1' } },
      { request: { ...request, body: null }, reply: { ...reply, body: long } },
      { request: { ...request, body: 'x', truncated: true }, reply: null },
      { request: null, reply: null },
    ].map((each, index) =>
      calloutAttempt(ctx, { ...each, journeyId: journey.id, startedAt: new Date(Date.now() - index * 1000) }),
    )
    await recordCallouts(ctx.db, attempts)
    const [titles, ...rows] = parse(await textOf(exportCallouts(ctx, { withBodies: true })), {
      bom: true,
    }) as string[][]
    expect(titles!.slice(-3)).toEqual(['sent body', 'reply body', 'cut off'])
    expect(rows.map((row) => row.slice(-3))).toEqual([
      ['{"text":"a, \r\n b"}', "'=1+1", '0'],
      ['', long.slice(0, 32_000), '1'],
      ['x', '', '1'],
      ['', '', '0'],
    ])
    expect(await textOf(exportCallouts(ctx, {}))).not.toContain('1+1')
  })

  test('come over REST as a stream of CSV in the language asked for, to viewers of this workspace alone', async () => {
    const { ctx, journey } = await setUp()
    await recordCallouts(ctx.db, [
      calloutAttempt(ctx, { journeyId: journey.id, error: missing('text'), outcome: 'mappingError', request: null }),
    ])
    const key = await app.apiKey('viewer', ctx.workspaceId)
    const address = `/api/v1/callouts/export?journeyId=${journey.id}&failed=true&retried=false&withBodies=true`
    const answer = await app.request(address, { key, headers: { 'accept-language': 'ja' } })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('送信日時,参加者,結果')
    expect(text).toContain('送信した本文,応答の本文,途中まで')
    expect(text).toContain('「text」の値がありません')
    const stranger = await app.apiKey('viewer', (await buildWorkspace(app.deps)).id)
    expect((await (await app.request(address, { key: stranger })).text()).trimEnd().split('\r\n')).toHaveLength(1)
    expect((await app.request('/api/v1/callouts/export?failed=perhaps', { key })).status).toBe(422)
  })
})

describe('a number leads to its attempts', () => {
  test('retries to the failures that were tried again, slowness to what took as long, silence to what got no reply', async () => {
    const { ctx, journey } = await setUp()
    const [retried, slow, silent, unmade] = [
      calloutAttempt(ctx, { outcome: 'httpError', statusCode: 503, nextAttemptAt: new Date() }),
      calloutAttempt(ctx, { durationMs: 900, attempt: 2 }),
      calloutAttempt(ctx, { outcome: 'network', statusCode: null, reply: null }),
      calloutAttempt(ctx, { outcome: 'mappingError', statusCode: null, request: null, reply: null, durationMs: 900 }),
    ].map((each) => ({ ...each, journeyId: journey.id }))
    await recordCallouts(ctx.db, [retried!, slow!, silent!, unmade!])
    const found = async (filter: object) => (await listCallouts(ctx, filter)).items.map(({ id }) => id)
    expect(await found({ retried: true })).toEqual([retried!.id])
    expect(await found({ minDurationMs: 900 })).toEqual([slow!.id])
    expect(await found({ statusCode: 0 })).toEqual([silent!.id])
  })

  test('a missing value to the people who had none, counted once each and without the tests', async () => {
    const { ctx, journey } = await setUp()
    const twice = ctx.ids.uuid()
    const miss = (tokens: string[], options: Partial<NewCalloutAttempt> = {}) =>
      calloutAttempt(ctx, {
        journeyId: journey.id,
        outcome: 'mappingError',
        statusCode: null,
        request: null,
        reply: null,
        error: missing(...tokens),
        ...options,
      })
    const both = miss(['text', 'score'])
    await recordCallouts(ctx.db, [
      both,
      miss(['text'], { participantId: twice }),
      miss(['text'], { participantId: twice, visit: 2 }),
      miss(['text'], { isTest: true }),
      miss(['text'], { nodeId: 'other' }),
      calloutAttempt(ctx, { journeyId: journey.id }),
    ])
    expect(await getMissingTokens(ctx, { journeyId: journey.id, nodeId: 'post' })).toEqual([
      { token: 'text', people: 2, attempts: 3, lastAt: expect.any(String) },
      { token: 'score', people: 1, attempts: 1, lastAt: expect.any(String) },
    ])
    const { items } = await listCallouts(ctx, { missingToken: 'score' })
    expect(items.map(({ id }) => id)).toEqual([both.id])
    const stranger = app.ctx('viewer', (await buildWorkspace(app.deps)).id)
    await expect(getMissingTokens(stranger, { journeyId: journey.id })).rejects.toMatchObject({ code: 'notFound' })
  })
})
