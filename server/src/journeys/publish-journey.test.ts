import { describe, expect, it } from 'vitest'
import type { JourneyDocument } from '@tabiji/shared/graph/graph.ts'
import { buildConnection, buildExternalAction } from '../../test/callout-factories.ts'
import { startCalloutServer } from '../../test/callout-server.ts'
import { buildWorkspace } from '../../test/factories.ts'
import { npsJourney } from '../../test/nps-journey.ts'
import { runWorker, until } from '../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../test/test-app.ts'
import { journeyAnalytics } from '../analytics/journey-analytics.ts'
import type { Ctx } from '../context.ts'
import { enrollParticipants } from '../enrollments/enroll-participants.ts'
import { listParticipants } from '../participants/list-participants.ts'
import { createJourney } from './create-journey.ts'
import { editDraft } from './edit-draft.ts'
import { getJourney } from './get-journey.ts'
import { publishJourney } from './publish-journey.ts'
import { replaceDraft } from './replace-draft.ts'

const people = (count: number) => ({
  participants: Array.from({ length: count }, (_, index) => ({ email: `customer${index}@example.com`, score: 10 })),
})

async function publishNew(ctx: Ctx, document: JourneyDocument) {
  const { id } = await createJourney(ctx, document)
  const published = await publishJourney(ctx, id)
  return { id, published }
}

async function republish(ctx: Ctx, id: string, change: (document: JourneyDocument) => JourneyDocument, choices = {}) {
  const { document, draftRevision } = await getJourney(ctx, id)
  await replaceDraft(ctx, id, { baseRevision: draftRevision, document: change(structuredClone(document)) })
  return publishJourney(ctx, id, { choices })
}

const nodeOf = (document: JourneyDocument, id: string) => document.nodes.find((node) => node.id === id)!

async function standing(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const { nodes } = await journeyAnalytics(ctx, id)
  for (const node of nodes) {
    const left = Object.values(node.left).reduce((sum, count) => sum + count, 0)
    expect(node.entered, node.nodeId).toBe(node.waiting + left + node.dropped + node.failed + node.moved)
  }
  return Object.fromEntries(nodes.filter((node) => node.waiting > 0).map((node) => [node.nodeId, node.waiting]))
}

/** Entry, then a wait of an hour, then whatever the caller draws. */
async function withPeopleWaiting(app: TestApp, count: number, allow: string, url: string) {
  const ctx = app.ctx('admin')
  const { id: connectionId } = await buildConnection(ctx, { baseUrl: url })
  const action = await buildExternalAction(ctx, { connectionId })
  const { id } = await publishNew(ctx, npsJourney(action.id, { wait: 3600 }))
  await enrollParticipants(ctx, id, people(count))
  await until('everybody to wait', async () => (await standing(ctx, id)).cool === count)
  return { ctx, id, allow }
}

describe('publishJourney', () => {
  it('writes version, plan and the declared jobs together, and none of them when it fails', async () => {
    await using app = await createTestApp()
    const ctx = app.ctx('admin')
    const action = await buildExternalAction(ctx)
    const { id } = await createJourney(ctx, npsJourney(action.id))
    const failing = { ...ctx, queue: { ...ctx.queue, send: () => Promise.reject(new Error('no courier')) } }
    await expect(publishJourney(failing, id)).rejects.toThrow('no courier')
    const jobs = () =>
      app.deps.pool.query<{ name: string; singleton_key: string }>(
        `select name, singleton_key from pgboss.job where name in ('advance', 'sweep') order by 1, 2`,
      )
    expect((await jobs()).rows).toEqual([])
    expect((await app.deps.pool.query('select from journey_versions')).rowCount).toBe(0)
    expect((await getJourney(ctx, id)).state).toBe('draft')

    await publishJourney(ctx, id)
    expect((await jobs()).rows).toEqual([
      { name: 'advance', singleton_key: `${id}:cool/wait` },
      { name: 'advance', singleton_key: `${id}:entry/arrive` },
      { name: 'advance', singleton_key: `${id}:post/call` },
      { name: 'advance', singleton_key: `${id}:reply/wait` },
      { name: 'sweep', singleton_key: id },
    ])
    expect(await getJourney(ctx, id)).toMatchObject({
      state: 'active',
      publishedVersion: 1,
      hasUnpublishedChanges: false,
    })
  })

  it('refuses a graph with errors, naming step and place', async () => {
    await using app = await createTestApp({ queue: false })
    const ctx = app.ctx('admin')
    const document = npsJourney('00000000-0000-7000-8000-000000000000')
    document.edges = document.edges.map((edge) => (edge.source === 'post' ? { ...edge, target: 'reply' } : edge))
    const { id } = await createJourney(ctx, document)
    await expect(publishJourney(ctx, id)).rejects.toMatchObject({
      code: 'invalid',
      issues: expect.arrayContaining([
        expect.objectContaining({ code: 'node.actionUnknown', nodeId: 'post' }),
        expect.objectContaining({ code: 'graph.cycleWithoutWait' }),
      ]),
    })
  })

  it('lets only admins publish, and knows no journey of another workspace', async () => {
    await using app = await createTestApp({ queue: false })
    const { id } = await createJourney(app.ctx('admin'), { name: 'Mine' })
    await expect(publishJourney(app.ctx('viewer'), id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(publishJourney(app.ctx('editor'), id)).rejects.toMatchObject({ code: 'forbidden' })
    const elsewhere = await buildWorkspace(app.deps)
    await expect(publishJourney(app.ctx('admin', elsewhere.id), id)).rejects.toMatchObject({ code: 'notFound' })
    await expect(publishJourney(app.ctx('admin'), 'no-uuid')).rejects.toMatchObject({ code: 'notFound' })
  })

  it('refuses an edit of a draft that somebody else has changed meanwhile', async () => {
    await using app = await createTestApp({ queue: false })
    const ctx = app.ctx('editor')
    const { id } = await createJourney(ctx, { name: 'Shared' })
    const edit = {
      journeyId: id,
      baseRevision: 1,
      operations: [{ op: 'setSettings' as const, settings: { name: 'First' } }],
    }
    expect(await editDraft(ctx, edit)).toEqual({ draftRevision: 2 })
    await expect(editDraft(ctx, edit)).rejects.toMatchObject({ code: 'staleDraft' })
    expect((await getJourney(ctx, id)).document.name).toBe('First')
  })
})

describe('publishing again while people are inside', () => {
  it('takes people at a removed wait to the next step on its main path', async () => {
    await using target = await startCalloutServer()
    await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
    await using _ = await runWorker(app.deps)
    const { ctx, id } = await withPeopleWaiting(app, 500, target.allow, target.url)

    const { promise } = await republish(ctx, id, (document) => {
      document.nodes = document.nodes.filter((node) => node.id !== 'cool')
      document.edges = document.edges.filter((edge) => edge.source !== 'cool' && edge.target !== 'cool')
      document.edges.push({ source: 'entry', outlet: 'next', target: 'reply' })
      return document
    })
    expect(promise).toMatchObject([
      {
        change: 'nodeRemoved',
        nodeId: 'cool',
        people: 500,
        default: 'move',
        choices: ['move', 'moveTo', 'exit', 'finishOld'],
      },
      { change: 'edgeRewired', nodeId: 'entry', people: 0 },
    ])
    const { nodes } = await until('everybody to be called', async () => {
      const answer = await journeyAnalytics(ctx, id)
      return answer.nodes.find((node) => node.nodeId === 'done')?.left.completed === 500 && answer
    })
    expect(nodes.find((node) => node.nodeId === 'cool')).toMatchObject({
      kind: 'waitTimer',
      entered: 500,
      moved: 500,
      waiting: 0,
    })
    expect(target.keys.size).toBe(500)
    await standing(ctx, id)
  })

  it('times those in a shortened wait anew from when they entered it, and sends the changed mapping', async () => {
    await using target = await startCalloutServer()
    await using app = await createTestApp({ env: { calloutAllow: [target.allow] } })
    await using _ = await runWorker(app.deps)
    const { ctx, id } = await withPeopleWaiting(app, 100, target.allow, target.url)

    const { promise } = await republish(ctx, id, (document) => {
      nodeOf(document, 'cool').config = { mode: 'duration', amount: 1, unit: 'seconds' }
      const tokens = nodeOf(document, 'post').config.tokens as Record<string, unknown>
      tokens.text = { from: 'template', value: 'NEW {{ participant.email }}' }
      return document
    })
    expect(promise).toMatchObject([
      { change: 'wait.shortened', nodeId: 'cool', people: 100, default: 'retime' },
      { change: 'nodeChanged', nodeId: 'post', people: 0 },
    ])
    await until('everybody to be called', async () => target.keys.size === 100)
    expect(
      target.requests.every((request) => (JSON.parse(request.body) as { text: string }).text.startsWith('NEW ')),
    ).toBe(true)
  })

  it('leaves those in a lengthened wait the time they had, unless the admin chooses otherwise', async () => {
    await using app = await createTestApp({ env: { calloutAllow: ['127.0.0.1'] } })
    await using _ = await runWorker(app.deps)
    const { ctx, id } = await withPeopleWaiting(app, 20, '', 'http://127.0.0.1:9')
    const dueAt = async () => new Set((await listParticipants(ctx, id)).items.map((person) => person.dueAt))
    const before = await dueAt()

    const lengthen = (document: JourneyDocument) => {
      const config = nodeOf(document, 'cool').config as { amount: number }
      config.amount *= 2
      return document
    }
    const { promise, version } = await republish(ctx, id, lengthen)
    expect(promise).toMatchObject([
      { change: 'wait.lengthened', people: 20, default: 'keep', choices: ['keep', 'retime'] },
    ])
    await swept(app, id, version)
    expect(await dueAt()).toEqual(before)

    const again = await republish(ctx, id, lengthen, { [promise[0]!.id]: 'retime' })
    await swept(app, id, again.version)
    const enteredAt = (await listParticipants(ctx, id)).items[0]!.enteredAt
    const hours = [...(await dueAt())].map((due) => (Date.parse(due!) - Date.parse(enteredAt)) / 3_600_000)
    expect(hours.every((hour) => Math.abs(hour - 4) < 0.01)).toBe(true)
  })

  it('lets people leave with a reason when nothing follows a removed step', async () => {
    await using app = await createTestApp({ env: { calloutAllow: ['127.0.0.1'] } })
    await using _ = await runWorker(app.deps)
    const { ctx, id } = await withPeopleWaiting(app, 20, '', 'http://127.0.0.1:9')
    await republish(ctx, id, (document) => ({
      ...document,
      nodes: document.nodes.filter((node) => node.id === 'entry'),
      edges: [],
    }))
    await until('everybody to have left', async () => Object.keys(await standing(ctx, id)).length === 0)
    const { items } = await listParticipants(ctx, id)
    expect(new Set(items.map((person) => `${person.status} ${person.reason}`))).toEqual(
      new Set(['completed nodeRemovedExit']),
    )
  })

  it('refuses a choice that the publish does not offer, and publishes nothing', async () => {
    await using app = await createTestApp({ queue: true, env: { calloutAllow: ['127.0.0.1'] } })
    const ctx = app.ctx('admin')
    const action = await buildExternalAction(ctx)
    const { id } = await publishNew(ctx, npsJourney(action.id))
    await expect(publishJourney(ctx, id, { choices: { nothing: 'move' } })).rejects.toMatchObject({
      code: 'badRequest',
      text: 'choiceUnknown',
    })
    expect((await getJourney(ctx, id)).publishedVersion).toBe(1)
  })
})

async function swept(app: TestApp, id: string, version: number): Promise<void> {
  await until('the sweep', async () => {
    const { rows } = await app.deps.pool.query(
      'select swept_at from journey_versions where journey_id = $1 and number = $2',
      [id, version],
    )
    return rows[0]?.swept_at
  })
}
