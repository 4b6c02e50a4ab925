import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildWorkspace } from '../../../test/factories.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { enrollBatch } from '../../engine/enrollments/enroll-batch.ts'
import { loadEnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { closeCta } from './close-cta.ts'
import { closeOpenCtas, openCtas } from './cta-batch.repository.ts'
import { clockShowing } from '../../../test/manual-clock.ts'
import { type CtaToOpen } from '../../engine/effect.ts'

let app: TestApp
let key: string

const tokyoNoon = new Date('2026-11-22T03:00:00Z')
let now = tokyoNoon

beforeAll(async () => {
  app = await createTestApp({ deps: { clock: clockShowing(() => now) } })
  key = await app.apiKey('editor')
})
afterAll(() => app[Symbol.asyncDispose]())

async function buildPerson(email = `${app.deps.ids.uuid()}@example.com`) {
  const ctx = app.ctx()
  const { id: journeyId } = await createJourney(ctx, { name: 'CTA test' })
  const [result] = await enrollBatch(ctx, await loadEnrollTarget(ctx, journeyId), [{ values: { email } }])
  const participantId = result!.participantId!
  const { id: enrollmentId } = await app.deps.db
    .selectFrom('enrollments')
    .select('id')
    .where('participant_id', '=', participantId)
    .executeTakeFirstOrThrow()
  return { journeyId, participantId, enrollmentId }
}

type Person = Awaited<ReturnType<typeof buildPerson>>

function ctaOf(person: Person, options: Partial<CtaToOpen> = {}): CtaToOpen {
  return {
    ...person,
    id: app.deps.ids.uuid(),
    workspaceId: app.workspace.id,
    nodeId: 'risk',
    stepId: 'risk/open',
    visit: 1,
    name: 'Call Aiko',
    type: 'risk',
    reason: '',
    priority: 'high',
    owner: 'sato@example.com',
    comments: '',
    dueAt: null,
    at: now,
    ...options,
  }
}

function inTrx(run: (trx: Transaction) => Promise<void>) {
  return app.deps.db.isTransaction
    ? Promise.reject(new Error('nested'))
    : (app.deps.db as Exclude<typeof app.deps.db, Transaction>).transaction().execute(run)
}

async function openOne(person: Person, options: Partial<CtaToOpen> = {}) {
  const cta = ctaOf(person, options)
  await inTrx((trx) => openCtas(trx, [cta]))
  return cta.id
}

function signalsOf({ enrollmentId }: Person) {
  return app.deps.db
    .selectFrom('signals')
    .select(['kind', 'node_id', 'payload'])
    .where('enrollment_id', '=', enrollmentId)
    .orderBy('id')
    .execute()
}

describe('CTAs of the engine', () => {
  it('are opened once for each step execution, however often they are asked for', async () => {
    const person = await buildPerson()
    await inTrx((trx) => openCtas(trx, [ctaOf(person), ctaOf(person, { stepId: 'other/open' })]))
    await inTrx((trx) => openCtas(trx, [ctaOf(person), ctaOf(person, { visit: 2, name: 'Again' })]))
    const { items } = await app.caller('viewer').ctas.list({ participantId: person.participantId })
    expect(items.map(({ name, reason, status }) => [name, reason, status])).toEqual([
      ['Again', null, 'open'],
      ['Call Aiko', null, 'open'],
      ['Call Aiko', null, 'open'],
    ])
  })

  it('are closed for a person and a node, and what is closed already stays as it is', async () => {
    const person = await buildPerson()
    const [mine, lost, othersNode] = [
      await openOne(person),
      await openOne(person, { visit: 2 }),
      await openOne(person, { nodeId: 'upsell', stepId: 'upsell/open' }),
    ]
    await app.caller('editor').ctas.close({ id: lost, outcome: 'closedLost' })
    await inTrx((trx) => closeOpenCtas(trx, [{ ...person, nodeId: 'risk', outcome: 'closedSuccess', at: now }]))
    await inTrx((trx) => closeOpenCtas(trx, [{ ...person, nodeId: 'risk', outcome: 'closedLost', at: now }]))
    const get = (id: string) => app.caller('viewer').ctas.get({ id })
    expect((await get(mine)).status).toBe('closedSuccess')
    expect((await get(lost)).status).toBe('closedLost')
    expect((await get(othersNode)).status).toBe('open')
  })
})

describe('closing and opening again', () => {
  it('tells the journey, once, what became of the CTA', async () => {
    const person = await buildPerson()
    const id = await openOne(person)
    const web = app.caller('editor')
    expect(await web.ctas.close({ id, outcome: 'closedSuccess' })).toMatchObject({
      status: 'closedSuccess',
      closedAt: now.toISOString(),
    })
    await expect(web.ctas.close({ id, outcome: 'closedLost' })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await web.ctas.reopen({ id })).toMatchObject({ status: 'open', closedAt: null })
    await expect(web.ctas.reopen({ id })).rejects.toMatchObject({ code: 'CONFLICT' })
    await web.ctas.close({ id, outcome: 'closedLost' })
    const signals = await signalsOf(person)
    expect(signals.map(({ kind, node_id }) => [kind, node_id])).toEqual([
      ['ctaClosedSuccess', 'risk'],
      ['ctaOpened', 'risk'],
      ['ctaClosedLost', 'risk'],
    ])
    expect(signals[0]!.payload).toMatchObject({ type: 'risk', priority: 'high' })
  })

  it('closes and tells both, or neither', async () => {
    const person = await buildPerson()
    const id = await openOne(person)
    const ctx = app.ctx('editor')
    const failing = { ...ctx, ids: { uuid: () => 'not-a-uuid' } }
    await expect(closeCta(failing, { id, outcome: 'closedLost' })).rejects.toThrow()
    expect((await app.caller('viewer').ctas.get({ id })).status).toBe('open')
    expect(await signalsOf(person)).toEqual([])
  })

  it('is written down with who did it', async () => {
    const id = await openOne(await buildPerson())
    await app.caller('editor').ctas.close({ id, outcome: 'closedLost' })
    const { items } = await app.caller('admin').auditLog.list({ subjectKind: 'cta', subjectId: id })
    expect(items).toMatchObject([
      {
        action: 'ctaClosed',
        before: { status: 'open' },
        after: { status: 'closedLost' },
        actor: { name: 'Test editor' },
      },
    ])
  })
})

describe('CTAs by hand', () => {
  it('are due until the day ends where the workspace is', async () => {
    now = tokyoNoon
    const tokyo = await buildWorkspace(app.deps, { timeZone: 'Asia/Tokyo' })
    const web = app.caller('editor', { workspaceId: tokyo.id })
    const cta = await web.ctas.create({ name: 'Ask for a review', dueOn: '2026-11-22' })
    expect(cta).toMatchObject({
      dueAt: '2026-11-22T14:59:59.999Z',
      dueOn: '2026-11-22',
      isOverdue: false,
      journey: null,
    })
    now = new Date('2026-11-22T15:00:00Z')
    expect(await web.ctas.get({ id: cta.id })).toMatchObject({ isOverdue: true })
    expect((await web.ctas.list({ overdue: true })).items.map(({ id }) => id)).toEqual([cta.id])
    await web.ctas.update({ id: cta.id, dueOn: null })
    expect((await web.ctas.list({ overdue: true })).items).toEqual([])
    now = tokyoNoon
  })

  it('change only where something was given', async () => {
    const web = app.caller('editor')
    const { id } = await web.ctas.create({
      name: 'Call',
      owner: 'sato',
      comments: 'first',
      dueAt: '2026-12-01T09:00:00+09:00',
    })
    const changed = await web.ctas.update({ id, priority: 'low', comments: '' })
    expect(changed).toMatchObject({
      name: 'Call',
      owner: 'sato',
      priority: 'low',
      comments: null,
      dueAt: '2026-12-01T00:00:00.000Z',
    })
    const { items } = await app.caller('admin').auditLog.list({ subjectKind: 'cta', subjectId: id })
    expect(items[0]).toMatchObject({ action: 'ctaUpdated', before: { priority: 'medium' }, after: { priority: 'low' } })
  })

  it('can be about a participant, but about nobody of another workspace', async () => {
    const person = await buildPerson('aiko@example.com')
    const cta = await app.caller('editor').ctas.create({ name: 'Call', participantId: person.participantId })
    expect(cta).toMatchObject({
      journey: { id: person.journeyId, name: 'CTA test' },
      participant: { id: person.participantId, email: 'aiko@example.com' },
    })
    const other = await buildWorkspace(app.deps)
    const stranger = app.caller('owner', { workspaceId: other.id })
    await expect(stranger.ctas.create({ name: 'x', participantId: person.participantId })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await expect(stranger.ctas.get({ id: cta.id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(stranger.ctas.update({ id: cta.id, name: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(stranger.ctas.close({ id: cta.id, outcome: 'closedLost' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect((await stranger.ctas.list({})).items).toEqual([])
  })

  it('are for editors to touch and for viewers to see', async () => {
    const viewer = app.caller('viewer')
    await expect(viewer.ctas.create({ name: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { id } = await app.caller('editor').ctas.create({ name: 'x' })
    await expect(viewer.ctas.close({ id, outcome: 'closedLost' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(viewer.ctas.update({ id, name: 'y' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await viewer.ctas.get({ id })).toMatchObject({ name: 'x' })
  })
})

describe('the list over REST', () => {
  it('filters, sorts by urgency and pages without losing or repeating one', async () => {
    const workspace = await buildWorkspace(app.deps)
    const web = app.caller('editor', { workspaceId: workspace.id })
    const ownKey = await app.apiKey('viewer', workspace.id)
    const names = new Map<string, string>()
    for (const [name, dueOn] of [
      ['b', '2026-12-02'],
      ['none 1', null],
      ['a', '2026-12-01'],
      ['b too', '2026-12-02'],
      ['none 2', null],
    ] as const)
      names.set((await web.ctas.create({ name, dueOn, owner: name === 'a' ? 'Sato' : 'Ito' })).id, name)
    const page = async (query: string) => {
      const response = await app.request(`/api/v1/ctas?${query}`, { key: ownKey })
      expect(response.status).toBe(200)
      return (await response.json()) as { items: { id: string }[]; nextCursor: string | null }
    }
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { items, nextCursor }: Awaited<ReturnType<typeof page>> = await page(
        `sort=due&limit=2${cursor && `&cursor=${cursor}`}`,
      )
      seen.push(...items.map(({ id }) => names.get(id)!))
      cursor = nextCursor
    }
    expect(seen).toEqual(['a', 'b', 'b too', 'none 1', 'none 2'])
    expect((await page('owner=sato')).items).toHaveLength(1)
    expect((await page('status=closed')).items).toHaveLength(0)
    expect((await page('status=open&limit=3')).nextCursor).not.toBeNull()
    expect((await app.request('/api/v1/ctas?cursor=nonsense', { key: ownKey })).status).toBe(400)
  })

  it('does the same verbs as the web', async () => {
    const created = await app.request('/api/v1/ctas', { key, json: { name: 'Call', priority: 'high' } })
    expect(created.status).toBe(201)
    const { id } = (await created.json()) as { id: string }
    const patched = await app.request(`/api/v1/ctas/${id}`, { key, method: 'PATCH', json: { owner: 'sato' } })
    expect(await patched.json()).toMatchObject({ owner: 'sato', priority: 'high' })
    const closed = await app.request(`/api/v1/ctas/${id}/close`, { key, json: { outcome: 'closedSuccess' } })
    expect(await closed.json()).toMatchObject({ status: 'closedSuccess' })
    const again = await app.request(`/api/v1/ctas/${id}/close`, { key, json: { outcome: 'closedSuccess' } })
    expect([again.status, ((await again.json()) as { detail: string }).detail]).toEqual([
      409,
      'The CTA "Call" is closed already. Reopen it first.',
    ])
    const reopened = await app.request(`/api/v1/ctas/${id}/reopen`, { key, method: 'POST' })
    expect(await reopened.json()).toMatchObject({ status: 'open' })
    const refused = await app.request('/api/v1/ctas', { key, json: { name: '', priority: 'urgent' } })
    expect(refused.status).toBe(422)
    expect((await app.request('/api/v1/ctas/nonsense', { key })).status).toBe(404)
  })
})
