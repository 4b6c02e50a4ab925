import { describe, expect, it } from 'vitest'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { buildExternalAction } from '../../../test/callout-factories.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { npsJourney } from '../../../test/nps-journey.ts'
import { getExternalAction } from '../../integrations/actions/get-external-action.ts'
import { createTestApp } from '../../../test/test-app.ts'
import type { Ctx } from '../../kernel/context.ts'
import { createJourney } from '../drafts/create-journey.ts'
import { editDraft } from '../drafts/edit-draft.ts'
import { getJourney } from '../drafts/get-journey.ts'
import { previewImpact } from './preview-impact.ts'
import { externalActionOperations } from '../../engagement/action-tests/external-action.operations.ts'
import { journeyOperations } from '../drafts/journey.operations.ts'
import { calling, callingForJourney } from '../../../test/call-operation.ts'

const updateExternalAction = calling(externalActionOperations.update)
const publishJourney = callingForJourney(journeyOperations.publish)

async function publishNew(ctx: Ctx, document: JourneyDocument) {
  const { id } = await createJourney(ctx, document)
  const published = await publishJourney(ctx, id)
  return { id, published }
}

describe('publishJourney', () => {
  it('writes version, plan and the declared jobs together, and none of them when it fails', async () => {
    await using app = await createTestApp()
    const ctx = app.ctx('admin')
    const action = await buildExternalAction(ctx)
    const { id } = await createJourney(ctx, npsJourney(action.id))
    const failing = { ...ctx, jobs: { ...ctx.jobs, send: () => Promise.reject(new Error('no courier')) } }
    await expect(publishJourney(failing, id)).rejects.toThrow('no courier')
    const jobs = () =>
      app.deps.pool.query<{ name: string; singleton_key: string }>(
        `select name, singleton_key from pgboss.job where name = 'advance'
         union all select kind, key from job_runs order by 1, 2`,
      )
    expect((await jobs()).rows).toEqual([])
    expect((await app.deps.pool.query('select from journey_versions')).rowCount).toBe(0)
    expect((await getJourney(ctx, id)).state).toBe('draft')

    await publishJourney(ctx, id)
    expect((await jobs()).rows).toEqual([
      { name: 'advance', singleton_key: `${id}:cool/wait` },
      { name: 'advance', singleton_key: `${id}:entry/arrive` },
      { name: 'advance', singleton_key: `${id}:post/call` },
      { name: 'advance', singleton_key: `${id}:post/callback` },
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

  it('refuses to publish another draft than the one that was looked at', async () => {
    await using app = await createTestApp({ queue: true, env: { calloutAllow: ['127.0.0.1'] } })
    const ctx = app.ctx('admin')
    const action = await buildExternalAction(ctx)
    const { id } = await publishNew(ctx, npsJourney(action.id))
    await updateExternalAction(ctx, { id: action.id, timeoutMs: 5000 })
    const seen = await previewImpact(ctx, id)
    expect(seen.rows).toMatchObject([{ change: 'actionUpdated', node: { kind: 'callApi' }, target: null }])
    await editDraft(ctx, {
      journeyId: id,
      baseRevision: seen.draftRevision,
      operations: [{ op: 'setSettings', settings: { name: 'Meanwhile' } }],
    })
    const { draftRevision } = seen
    await expect(publishJourney(ctx, id, { draftRevision })).rejects.toMatchObject({ code: 'staleDraft' })
    expect((await getJourney(ctx, id)).publishedVersion).toBe(1)
    const { version } = await publishJourney(ctx, id, { draftRevision: draftRevision + 1 })
    expect(version).toBe(2)
    const [use] = (await getExternalAction(ctx, { id: action.id })).usedBy
    expect(use).toMatchObject({ inPublished: true, pinnedVersion: 2 })
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
