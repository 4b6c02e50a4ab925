import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildCallingJourney } from '../../../test/callout-factories.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { countEmptyFields } from './field-coverage.repository.ts'
import { fieldCoverage } from './field-coverage.ts'

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
const { db, pool } = app.deps
const ctx = app.ctx('viewer')

/** `fields` is SQL over `i`, the number of the participant. */
async function addParticipants(journeyId: string, count: number, fields: string): Promise<void> {
  await pool.query(
    `insert into participants (id, workspace_id, journey_id, key, email, fields, created_at)
     select gen_random_uuid(), $1, $2, gen_random_uuid()::text, null, ${fields}, now() from generate_series(1, ${count}) i`,
    [app.workspace.id, journeyId],
  )
}

async function plansOf(run: () => Promise<unknown>): Promise<string[]> {
  const seen = vi.spyOn(pg.Client.prototype, 'query')
  await run()
  const asked = seen.mock.calls.map(([text, values]) => [text, values] as unknown as [string, unknown[]])
  seen.mockRestore()
  const plans: string[] = []
  for (const [text, values] of asked.filter(([text]) => typeof text === 'string' && text.includes('from participants')))
    plans.push((await pool.query(`explain ${text}`, values)).rows.map((row) => row['QUERY PLAN']).join('\n'))
  return plans
}

let small = ''
let large = ''

beforeAll(async () => {
  small = (await buildCallingJourney(ctx)).id
  large = (await buildCallingJourney(ctx)).id
  // More pages than the sample has.
  const note = `jsonb_build_object('note', repeat('x', 500))`
  await addParticipants(
    large,
    60_000,
    `${note} || case when i % 4 = 0 then '{}' else jsonb_build_object('score', i) end`,
  )
  await addParticipants(
    small,
    6,
    `(array['{"score":0}', '{"score":null}', '{"score":""}', '{"score":[]}', '{"score":false}', '{"other":1}']::jsonb[])[i]`,
  )
  await pool.query('vacuum analyze participants')
})

describe('people without a value', () => {
  test('are counted exactly where they are few: empty texts and lists are no value, zero and false are one', async () => {
    expect(await fieldCoverage(ctx, { journeyId: small, fields: ['score'] })).toEqual({
      total: 6,
      missing: { score: 4 },
      sampled: null,
    })
  })

  test('are counted for the fields of the draft when none are named, and none at all in an empty journey', async () => {
    expect(Object.keys((await fieldCoverage(ctx, { journeyId: small })).missing)).toEqual(['email', 'score'])
    const { id: journeyId } = await buildCallingJourney(ctx)
    expect(await fieldCoverage(ctx, { journeyId })).toEqual({
      total: 0,
      missing: { email: 0, score: 0 },
      sampled: null,
    })
  })

  test('are estimated where they are many, which the answer says, and the total is counted', async () => {
    const coverage = await fieldCoverage(ctx, { journeyId: large, fields: ['score', 'email'] })
    expect(coverage.total).toBe(60_000)
    expect(coverage.sampled).toBeGreaterThan(10_000)
    expect(coverage.sampled).toBeLessThan(50_000)
    expect(coverage.missing.email).toBe(60_000)
    expect(coverage.missing.score).toBeGreaterThan(13_000)
    expect(coverage.missing.score).toBeLessThan(17_000)
    expect(await fieldCoverage(ctx, { journeyId: large, fields: ['score', 'email'] })).toEqual(coverage)
  })

  test('asked for no field in particular, the total is exact however many there are', async () => {
    await addParticipants(large, 7, `'{}'`)
    expect(await fieldCoverage(ctx, { journeyId: large, fields: [] })).toEqual({
      total: 60_007,
      missing: {},
      sampled: null,
    })
  })

  test('of a journey that is not there or of another workspace are nobody’s to count', async () => {
    const other = app.ctx('viewer', (await buildWorkspace(app.deps)).id)
    await expect(fieldCoverage(other, { journeyId: small })).rejects.toMatchObject({ code: 'notFound' })
    await expect(fieldCoverage(ctx, { journeyId: 'no-uuid' })).rejects.toMatchObject({ code: 'notFound' })
  })

  test('are found without reading the table: by the index of the journey, or on the pages of a sample', async () => {
    const [count, few] = await plansOf(() => countEmptyFields(db, small, ['score']))
    expect(count).toMatch(/Index Only Scan using participants_(key|email)/)
    expect(few).toMatch(/Index Scan (using|on) participants_(key|email)/)
    const many = await plansOf(() => countEmptyFields(db, large, ['score']))
    expect(many).toHaveLength(2)
    expect(many[1]).toContain('Sample Scan on participants')
    expect([count, few, many[1]].join('\n')).not.toContain('Seq Scan')
  })
})
