import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { createJourney } from '../drafts/create-journey.ts'
import { listParticipants } from './list-participants.ts'

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
let journeyId = ''

const people: [key: string, email: string | null][] = [
  ['ACME-0001', 'aiko@example.com'],
  ['ACME-0002', 'ben@example.com'],
  ['Acme-0003', null],
  ['acme-0004', 'acme-owner@example.com'],
  ['acme@example.com', 'acme@example.com'],
  ['OTHER-1', 'zoe@example.com'],
]

beforeAll(async () => {
  journeyId = (await createJourney(app.ctx(), { name: 'Renewal' })).id
  await app.deps.pool.query(
    `with person as (
       insert into participants (id, workspace_id, journey_id, key, email, fields, created_at)
       select gen_random_uuid(), $1, $2, key, email, '{}', now()
       from unnest($3::text[], $4::text[]) as people (key, email) returning id)
     insert into enrollments
       (id, workspace_id, journey_id, participant_id, status, step_id, node_id, version_number, entered_at, node_entered_at, created_at)
     select gen_random_uuid(), $1, $2, id, 'active', 'wait/wait', 'wait', 1, now(), now(), now() from person`,
    [app.workspace.id, journeyId, people.map(([key]) => key), people.map(([, email]) => email)],
  )
})

async function found(q: string, limit = 50): Promise<string[]> {
  const keys: string[] = []
  let cursor: string | undefined
  do {
    const page = await listParticipants(app.ctx(), journeyId, { q, limit, ...(cursor !== undefined && { cursor }) })
    keys.push(...page.items.map(({ key }) => key))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return keys
}

describe('a search', () => {
  test('finds an address in whatever case it is typed', async () => {
    expect(await found('AIKO@')).toEqual(['ACME-0001'])
    expect(await found('Ben')).toEqual(['ACME-0002'])
  })

  test('finds a key as it was given, and one in capitals typed in small letters', async () => {
    expect(await found('Acme-0003')).toEqual(['Acme-0003'])
    expect(await found('acme-0001')).toEqual(['ACME-0001'])
    expect(await found('OTHER')).toEqual(['OTHER-1'])
  })

  test('finds everybody once, though address and key both begin so, also a page at a time', async () => {
    const everybody = ['ACME-0001', 'ACME-0002', 'acme-0004', 'acme@example.com']
    expect((await found('acme')).toSorted()).toEqual(everybody)
    expect(await found('acme', 1)).toEqual(await found('acme'))
  })

  test('finds nobody by what no address and no key begins with', async () => {
    expect(await found('0001')).toEqual([])
  })
})
