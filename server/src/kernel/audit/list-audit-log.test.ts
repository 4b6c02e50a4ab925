import { afterAll, expect, test } from 'vitest'
import { buildWorkspace } from '../../../test/factories.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { inTransaction } from '../db/transaction.ts'
import { recordAudit } from './record-audit.ts'
import { auditLogOperations } from './audit-log.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const listAuditLog = calling(auditLogOperations.list)

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())

test('pages through all entries of the workspace, newest first, and through none of another', async () => {
  const reader = app.ctx('admin', (await buildWorkspace(app.deps)).id)
  const other = app.ctx('admin', (await buildWorkspace(app.deps)).id)
  for (let number = 0; number < 5; number++) {
    await recordAudit(reader, { action: 'journeyPublished', subjectKind: 'journey', subjectId: `${number}` })
    await recordAudit(other, { action: 'journeyPaused', subjectKind: 'journey', subjectId: null })
  }
  const subjects: (string | null)[] = []
  let cursor: string | null = null
  do {
    const page = await listAuditLog(reader, { limit: 2, ...(cursor && { cursor }) })
    subjects.push(...page.items.map((entry) => entry.subjectId))
    cursor = page.nextCursor
  } while (cursor)
  expect(subjects).toEqual(['4', '3', '2', '1', '0'])
})

test('an entry keeps any JSON as it was, and its absence', async () => {
  const ctx = app.ctx('admin', (await buildWorkspace(app.deps)).id)
  await recordAudit(ctx, {
    action: 'ctaCreated',
    subjectKind: 'x',
    subjectId: 'text id',
    before: [1, 'two'],
    after: 'text',
  })
  const [entry] = (await listAuditLog(ctx, { subjectKind: 'x', subjectId: 'text id' })).items
  expect(entry).toMatchObject({ before: [1, 'two'], after: 'text', actor: ctx.actor })
})

test('neither the change nor its entry stays when the transaction fails, also from a verb inside', async () => {
  const ctx = app.ctx('owner', (await buildWorkspace(app.deps)).id)
  const work = inTransaction(ctx, async (outer) => {
    await inTransaction(outer, (inner) =>
      recordAudit(inner, { action: 'ctaCreated', subjectKind: 'x', subjectId: null }),
    )
    throw new Error('after the inner one was done')
  })
  await expect(work).rejects.toThrow('after the inner one')
  expect((await listAuditLog(ctx, {})).items).toEqual([])
})
