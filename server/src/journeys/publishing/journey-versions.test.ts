import { expect, it } from 'vitest'
import { applyOperations, type Operation } from '@tabiji/shared/drafts/operation.ts'
import { journeyDocumentSchema } from '@tabiji/shared/graph/journey-document.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { createTestApp } from '../../../test/test-app.ts'
import type { Ctx } from '../../kernel/context.ts'
import { compareVersions } from './compare-versions.ts'
import { createJourney } from '../drafts/create-journey.ts'
import { editDraft } from '../drafts/edit-draft.ts'
import { getJourney } from '../drafts/get-journey.ts'
import { getVersion } from './get-version.ts'
import { publishJourney } from './publish-journey.ts'
import { restoreVersion } from '../drafts/replace-draft.ts'

const document = journeyDocumentSchema.parse({
  name: 'Welcome',
  fields: [{ key: 'email', type: 'email', required: true }],
  nodes: [
    { id: 'entry', kind: 'entry' },
    { id: 'wait', kind: 'waitTimer', config: { mode: 'duration', amount: 3, unit: 'days' } },
    { id: 'done', kind: 'exit', config: { reason: 'completed' } },
  ],
  edges: [
    { source: 'entry', outlet: 'next', target: 'wait' },
    { source: 'wait', outlet: 'next', target: 'done' },
  ],
})

const waitOf = (amount: number): Operation => ({
  op: 'setConfig',
  nodeId: 'wait',
  config: { mode: 'duration', amount, unit: 'days' },
})

async function edit(ctx: Ctx, id: string, ...operations: Operation[]) {
  const { draftRevision } = await getJourney(ctx, id)
  await editDraft(ctx, { journeyId: id, baseRevision: draftRevision, operations })
}

/** Two versions, with waits of three days and of two, and a draft with a wait of one day and another name. */
async function withVersions(ctx: Ctx): Promise<string> {
  const { id } = await createJourney(ctx, document)
  await publishJourney(ctx, id, { note: 'The first' })
  await edit(ctx, id, waitOf(2))
  await publishJourney(ctx, id, { note: 'Sooner' })
  await edit(ctx, id, waitOf(1), { op: 'setSettings', settings: { name: 'Farewell' } })
  return id
}

it('getVersion: returns the document of the version after later edits and publishes', async () => {
  await using app = await createTestApp()
  const ctx = app.ctx('admin')
  const id = await withVersions(ctx)
  const first = await getVersion(ctx, id, 1)
  expect(first).toMatchObject({ number: 1, note: 'The first', publishedBy: { name: ctx.actor.name } })
  expect(first.document).toEqual(document)
  await expect(getVersion(ctx, id, 3)).rejects.toMatchObject({ code: 'notFound' })
  await expect(getVersion(ctx, id, 1.5)).rejects.toMatchObject({ code: 'notFound' })
})

it('compares two versions, and a version with the draft', async () => {
  await using app = await createTestApp()
  const ctx = app.ctx('viewer')
  const id = await withVersions(app.ctx('admin'))
  const wait = { change: 'configChanged', nodeId: 'wait', path: ['amount'] }
  expect(await compareVersions(ctx, id, { from: 1, to: 2 })).toEqual({
    from: 1,
    to: 2,
    changes: [{ ...wait, before: 3, after: 2 }],
  })
  expect((await compareVersions(ctx, id, { from: 2, to: 'draft' })).changes).toEqual([
    { change: 'settingChanged', setting: 'name', before: 'Welcome', after: 'Farewell' },
    { ...wait, before: 2, after: 1 },
  ])
  expect((await compareVersions(ctx, id, { from: 2, to: 2 })).changes).toEqual([])
  await expect(compareVersions(ctx, id, { from: 2, to: 3 })).rejects.toMatchObject({ code: 'notFound' })
})

it('versions over REST: the response holds the version and its differences from the draft', async () => {
  await using app = await createTestApp()
  const ctx = app.ctx('admin')
  const id = await withVersions(ctx)
  const key = await app.apiKey('viewer')
  const get = (path: string) => app.request(`/api/v1/journeys/${id}/versions/${path}`, { key })
  const version = await get('2')
  expect(version.status).toBe(200)
  expect(await version.json()).toMatchObject({ number: 2, note: 'Sooner', document: { name: 'Welcome' } })
  const { changes } = (await (await get('1/changes')).json()) as { changes: object[] }
  expect(changes).toHaveLength(2)
  expect(await (await get('1/changes?to=2')).json()).toMatchObject({
    from: 1,
    to: 2,
    changes: [{ before: 3, after: 2 }],
  })
  expect((await get('1/changes?to=live')).status).toBe(422)
  expect((await get('7')).status).toBe(404)
})

it('restores a version to the draft, and the draft as it was can be had back by the inverse of that edit', async () => {
  await using app = await createTestApp()
  const ctx = app.ctx('admin')
  const id = await withVersions(ctx)
  const before = await getJourney(ctx, id)
  await restoreVersion(ctx, id, 1)
  const restored = await getJourney(ctx, id)
  expect(restored.document).toEqual(document)
  expect(restored).toMatchObject({ publishedVersion: 2, hasUnpublishedChanges: true })

  const undo = applyOperations(before.document, [{ op: 'replaceDocument', document }])
  if (!undo.ok) throw new Error('a whole document can always be taken')
  await edit(ctx, id, ...undo.value.inverse)
  expect((await getJourney(ctx, id)).document).toEqual(before.document)
})

it('versions: those of another workspace are not found', async () => {
  await using app = await createTestApp()
  const id = await withVersions(app.ctx('admin'))
  const { id: workspaceId } = await buildWorkspace(app.deps)
  const foreign = { ...app.ctx('owner'), workspaceId }
  await expect(getVersion(foreign, id, 1)).rejects.toMatchObject({ code: 'notFound' })
  await expect(compareVersions(foreign, id, { from: 1, to: 2 })).rejects.toMatchObject({ code: 'notFound' })
})
