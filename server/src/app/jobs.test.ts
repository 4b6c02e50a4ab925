import { sql } from 'kysely'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { buildWorkspace } from '../../test/factories.ts'
import { createTestApp } from '../../test/test-app.ts'
import type { Database } from '../kernel/db/database.ts'
import type { JobDefinition } from '../kernel/jobs/define-job.ts'
import { createJobRunner } from '../kernel/jobs/job-runner.ts'
import { jobDefinitions } from './jobs.ts'

it('a run of every kind whose worker was lost is taken over from its cursor', async () => {
  await using app = await createTestApp({ queue: false })
  const deps = { ...app.deps, db: app.deps.db as Database, log: pino({ level: 'silent' }) }
  const seen = new Map<string, unknown>()
  const kinds = jobDefinitions.map((definition: JobDefinition): JobDefinition => ({
    ...definition,
    async run({ progress }) {
      seen.set(definition.name, progress.cursor)
    },
  }))
  const names = kinds.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  await sql`
    insert into job_runs (id, kind, key, data, state, cursor, worker_id, lease_id, heartbeat_at, created_at)
    select gen_random_uuid(), kind, kind, '{}', 'running', jsonb_build_object('at', kind), gen_random_uuid(), gen_random_uuid(),
      clock_timestamp() - interval '11 seconds', now()
    from unnest(${names}::text[]) as kinds (kind)`.execute(deps.db)
  const runner = createJobRunner(deps, kinds, { workerId: deps.ids.uuid() })
  await runner.tick()
  await runner.idle()
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(names.map((name) => [name, { at: name }])))
})

it('background work: an admin lists every kind, retries a failed run and cancels a run of a kind that allows it; an editor may not', async () => {
  await using app = await createTestApp({ queue: false })
  const insert = async (kind: string, state: string, workspaceId: string | null) => {
    const id = app.deps.ids.uuid()
    await sql`
      insert into job_runs (id, kind, workspace_id, key, data, state, error, created_at)
      values (${id}::uuid, ${kind}, ${workspaceId}::uuid, ${id}, '{}', ${state},
        '{"code": "unexpected", "params": {"detail": "the disk is full"}}', now())`.execute(app.deps.db)
    return id
  }
  const admin = app.caller('admin')
  const failed = await insert('sweep', 'failed', app.workspace.id)
  const running = await insert('import', 'running', app.workspace.id)
  const sweeping = await insert('sweep', 'running', null)
  // Work of the whole installation serves other workspaces too, whatever its kind allows.
  const shared = await insert('import', 'running', null)
  const cancelled = await insert('import', 'cancelled', app.workspace.id)
  await insert('import', 'failed', (await buildWorkspace(app.deps)).id)

  const { kinds, ...runs } = await admin.backgroundWork.list()
  expect(kinds.map(({ name }) => name)).toEqual(jobDefinitions.map(({ name }) => name))
  expect(kinds.find(({ name }) => name === 'sweep')).toMatchObject({ waiting: 0, running: 1, failed: 1 })
  expect(runs.failed).toMatchObject([
    { id: failed, kind: 'sweep', error: { code: 'unexpected', params: { detail: 'the disk is full' } } },
  ])
  expect(runs.cancelled.map(({ id }) => id)).toEqual([cancelled])
  expect(runs.running.map(({ id, isCancellable }) => [id, isCancellable]).toSorted()).toEqual(
    [
      [running, true],
      [sweeping, false],
      [shared, false],
    ].toSorted(),
  )

  await admin.backgroundWork.retry({ id: failed })
  await admin.backgroundWork.cancel({ id: running })
  for (const id of [sweeping, shared])
    await expect(admin.backgroundWork.cancel({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const now = await admin.backgroundWork.list()
  expect(now.failed).toEqual([])
  expect(now.running.find(({ id }) => id === running)).toMatchObject({ isCancelRequested: true })
  const { items } = await admin.auditLog.list({ subjectKind: 'backgroundRun' })
  expect(items.map(({ action }) => action)).toEqual(['backgroundRunCancelled', 'backgroundRunRetried'])
  await expect(app.caller('editor').backgroundWork.list()).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
