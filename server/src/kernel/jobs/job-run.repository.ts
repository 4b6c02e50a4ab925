import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Progress } from './job-kind.ts'
import type { JobError } from './job-error.ts'
import type { JobRunState, JobRunTable } from './job-run.table.ts'

type Db = Database | Transaction

/** The NOTIFY channel of the workers; the payload is the name of a kind. */
export const runsChannel = 'tabiji_job_runs'

export type ClaimedRun = {
  id: string
  leaseId: string
  kind: string
  key: string
  data: Record<string, unknown>
  attempts: number
  isCancelled: boolean
  progress: Progress
}

export async function insertRun(
  db: Db,
  run: {
    id: string
    kind: string
    workspaceId: string | null
    key: string
    data: object
    runAt: Date | null
    createdAt: Date
  },
): Promise<void> {
  await sql`
    insert into job_runs (id, kind, workspace_id, key, data, run_at, created_at)
    values (${run.id}::uuid, ${run.kind}, ${run.workspaceId}::uuid, ${run.key}, ${JSON.stringify(run.data)}::jsonb,
      ${run.runAt}::timestamptz, ${run.createdAt})`.execute(db)
}

/** PostgreSQL delivers the notification when the transaction commits. */
export async function notifyRuns(db: Db, kind: string): Promise<void> {
  await sql`select pg_notify(${runsChannel}, ${kind})`.execute(db)
}

/**
 * Claims the next run of a kind; null where none waits. The workspace with the fewest running runs comes first, then the one whose
 * last claim is oldest: 1,000 runs of one workspace do not delay the only run of another. An advisory lock makes the claims of a kind
 * sequential. Of the waiting runs with the same key the oldest is claimed, because it may hold a cursor, and the others are deleted:
 * the rows that they were sent for are committed, so the claimed run reads them.
 */
export async function claimRun(
  db: Database,
  kind: string,
  claim: { workerId: string; leaseId: string; now: Date },
): Promise<ClaimedRun | null> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('job_runs'), hashtext(${kind}))`.execute(trx)
    const next = await sql<{ key: string }>`
      with served as (
        select workspace_id, max(claimed_at) as claimed_at, count(*) filter (where state = 'running') as running
        from job_runs where kind = ${kind} group by workspace_id
      )
      select waiting.key from job_runs waiting
      join served on served.workspace_id is not distinct from waiting.workspace_id
      where waiting.kind = ${kind} and waiting.state = 'waiting'
        and (waiting.run_at is null or waiting.run_at <= ${claim.now})
        and not exists (
          select from job_runs running
          where running.kind = ${kind} and running.key = waiting.key and running.state = 'running')
      order by served.running, served.claimed_at nulls first, waiting.created_at, waiting.id
      limit 1`.execute(trx)
    const key = next.rows[0]?.key
    if (key === undefined) return null
    const { rows } = await sql<Selectable<JobRunTable>>`
      update job_runs set state = 'running', run_at = null, worker_id = ${claim.workerId}::uuid, lease_id = ${claim.leaseId}::uuid,
        heartbeat_at = clock_timestamp(), claimed_at = clock_timestamp(), started_at = coalesce(started_at, ${claim.now}),
        finished_at = null
      where id = (
        select id from job_runs where kind = ${kind} and key = ${key} and state = 'waiting' order by created_at, id limit 1)
      returning *`.execute(trx)
    await sql`delete from job_runs where kind = ${kind} and key = ${key} and state = 'waiting'`.execute(trx)
    const row = rows[0]!
    return {
      id: row.id,
      leaseId: claim.leaseId,
      kind,
      key,
      data: row.data,
      attempts: row.attempts,
      isCancelled: row.cancel_requested_at !== null,
      progress: { cursor: row.cursor, done: row.done, total: row.total },
    }
  })
}

/** Kinds with waiting runs, and whether one of those can be claimed now. */
export async function listWaitingKinds(db: Db, now: Date): Promise<{ kind: string; isReady: boolean }[]> {
  const { rows } = await sql<{ kind: string; isReady: boolean }>`
    select kind, bool_or(run_at is null or run_at <= ${now}) as "isReady"
    from job_runs where state = 'waiting' group by kind`.execute(db)
  return rows
}

/** Inserts the next run of a scheduled kind unless one waits already. */
export async function insertScheduledRun(
  db: Database,
  run: { id: string; kind: string; runAt: Date; now: Date },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('job_runs'), hashtext(${run.kind}))`.execute(trx)
    await sql`
      insert into job_runs (id, kind, key, data, run_at, created_at)
      select ${run.id}::uuid, ${run.kind}, ${run.kind}, '{}', ${run.runAt}, ${run.now}
      where not exists (select from job_runs where kind = ${run.kind} and state = 'waiting')`.execute(trx)
  })
}

/** Uses the clock of the database. A run whose batch is open is locked: its lock proves that the worker lives, so it is skipped. */
export async function heartbeatRuns(db: Db, workerId: string): Promise<void> {
  await sql`
    update job_runs set heartbeat_at = clock_timestamp()
    where id = any(array(
      select id from job_runs where state = 'running' and worker_id = ${workerId}::uuid for update skip locked))`.execute(
    db,
  )
}

export async function listCancelRequests(db: Db, workerId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from job_runs
    where state = 'running' and worker_id = ${workerId}::uuid and cancel_requested_at is not null`.execute(db)
  return rows.map(({ id }) => id)
}

/**
 * Takes runs away from silent workers: these runs wait again, or fail after their last attempt. A run whose row is locked has an
 * open batch, so its worker lives.
 */
export async function takeBackSilentRuns(
  db: Database,
  limits: readonly { kind: string; retryLimit: number }[],
  { silentMs, now }: { silentMs: number; now: Date },
): Promise<{ id: string; kind: string; state: JobRunState }[]> {
  const error: JobError = { code: 'workerLost', params: {} }
  const { rows } = await sql<{ id: string; kind: string; state: JobRunState }>`
    with silent as (
      select id, attempts >= limits.retry_limit as is_last
      from job_runs
      join unnest(${limits.map(({ kind }) => kind)}::text[], ${limits.map(({ retryLimit }) => retryLimit)}::integer[])
        as limits (kind, retry_limit) using (kind)
      where state = 'running' and heartbeat_at < clock_timestamp() - make_interval(secs => ${silentMs / 1000})
      for update of job_runs skip locked
    )
    update job_runs set state = case when is_last then 'failed' else 'waiting' end, attempts = attempts + 1,
      worker_id = null, lease_id = null, error = ${JSON.stringify(error)}::jsonb,
      finished_at = case when is_last then ${now}::timestamptz end
    from silent where job_runs.id = silent.id
    returning job_runs.id, kind, state`.execute(db)
  return rows
}

type Lease = Pick<ClaimedRun, 'id' | 'leaseId'>

/** Locks the run for a batch. Undefined where the worker lost the lease. */
export async function lockRun(trx: Transaction, lease: Lease): Promise<{ isCancelled: boolean } | undefined> {
  const row = await trx
    .selectFrom('job_runs')
    .select('cancel_requested_at')
    .where('id', '=', lease.id)
    .where('lease_id', '=', lease.leaseId)
    .where('state', '=', 'running')
    .forUpdate()
    .executeTakeFirst()
  return row && { isCancelled: row.cancel_requested_at !== null }
}

/** A committed batch is progress: it counts as a heartbeat and sets the attempts back to 0. */
export async function saveProgress(trx: Transaction, id: string, { cursor, done, total }: Progress): Promise<void> {
  await sql`
    update job_runs set cursor = ${cursor === null ? null : JSON.stringify(cursor)}::jsonb, done = ${done}, total = ${total},
      attempts = 0, heartbeat_at = clock_timestamp()
    where id = ${id}::uuid`.execute(trx)
}

/** Makes the run wait again with its progress. */
export async function releaseRun(
  db: Db,
  lease: Lease,
  next: { runAt: Date | null; attempts: number; error: JobError | null },
): Promise<void> {
  await sql`
    update job_runs set state = 'waiting', run_at = ${next.runAt}::timestamptz, attempts = ${next.attempts},
      error = ${next.error && JSON.stringify(next.error)}::jsonb, worker_id = null, lease_id = null
    where id = ${lease.id}::uuid and lease_id = ${lease.leaseId}::uuid and state = 'running'`.execute(db)
}

/** Ends a run and deletes the earlier finished runs of its key. */
export async function finishRun(
  db: Db,
  lease: Lease,
  end: { state: 'succeeded' | 'failed' | 'cancelled'; error: JobError | null; now: Date },
): Promise<void> {
  await sql`
    with ended as (
      update job_runs set state = ${end.state}, finished_at = ${end.now}, cursor = case when ${end.state} = 'failed' then cursor end,
        error = ${end.error && JSON.stringify(end.error)}::jsonb, worker_id = null, lease_id = null
      where id = ${lease.id}::uuid and lease_id = ${lease.leaseId}::uuid and state = 'running'
      returning id, kind, key
    )
    delete from job_runs using ended
    where job_runs.kind = ended.kind and job_runs.key = ended.key and job_runs.id <> ended.id
      and job_runs.state in ('succeeded', 'failed', 'cancelled')`.execute(db)
}

export async function deleteFinishedRuns(db: Db, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from job_runs where state in ('succeeded', 'failed', 'cancelled') and finished_at < ${before}`.execute(db)
  return Number(numAffectedRows ?? 0)
}

export type RunFigures = {
  kind: string
  waiting: number
  running: number
  failed: number
  /** When the last successful run ended. */
  lastFinishedAt: Date | null
  nextAt: Date | null
}

/** Counts the runs of the workspace and those of the whole installation. */
export async function countRuns(db: Db, workspaceId: string, now: Date): Promise<RunFigures[]> {
  const { rows } = await sql<RunFigures>`
    select kind,
      count(*) filter (where state = 'waiting' and (run_at is null or run_at <= ${now}))::integer as waiting,
      count(*) filter (where state = 'running')::integer as running,
      count(*) filter (where state = 'failed')::integer as failed,
      max(finished_at) filter (where state = 'succeeded') as "lastFinishedAt",
      min(run_at) filter (where state = 'waiting' and run_at > ${now}) as "nextAt"
    from job_runs where workspace_id = ${workspaceId}::uuid or workspace_id is null
    group by kind`.execute(db)
  return rows
}

export type ShownRun = {
  id: string
  kind: string
  state: JobRunState
  error: JobError | null
  done: number
  total: number | null
  startedAt: Date | null
  finishedAt: Date | null
  isCancelRequested: boolean
  /** False for work of the whole installation. */
  isOwn: boolean
}

export type ListedState = 'running' | 'failed' | 'cancelled'

/** Newest first. */
export async function listRuns(
  db: Db,
  query: { workspaceId: string; state: ListedState; limit: number },
): Promise<ShownRun[]> {
  const { rows } = await sql<ShownRun>`
    select id, kind, state, error, done, total, started_at as "startedAt", finished_at as "finishedAt",
      cancel_requested_at is not null as "isCancelRequested", workspace_id is not null as "isOwn"
    from job_runs
    where state = ${query.state} and (workspace_id = ${query.workspaceId}::uuid or workspace_id is null)
    order by coalesce(finished_at, started_at) desc, id desc limit ${query.limit}`.execute(db)
  return rows
}

/** Makes a failed run wait again with 0 attempts. Undefined where it does not exist or did not fail. */
export async function markForRetry(db: Db, workspaceId: string, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ kind: string }>`
    update job_runs set state = 'waiting', attempts = 0, run_at = null, started_at = null, finished_at = null, cancel_requested_at = null
    where id = ${id}::uuid and state = 'failed' and (workspace_id = ${workspaceId}::uuid or workspace_id is null)
    returning kind`.execute(db)
  return rows[0]?.kind
}

/** Marks a run of the workspace for cancelling; work of the whole installation serves other workspaces too. The worker that holds it, or the next one that claims it, ends it. */
export async function markForCancel(
  db: Db,
  { workspaceId, id, kinds, now }: { workspaceId: string; id: string; kinds: readonly string[]; now: Date },
): Promise<string | undefined> {
  const { rows } = await sql<{ kind: string }>`
    update job_runs set cancel_requested_at = ${now}, run_at = null
    where id = ${id}::uuid and state in ('waiting', 'running') and kind = any(${kinds}::text[])
      and workspace_id = ${workspaceId}::uuid
    returning kind`.execute(db)
  return rows[0]?.kind
}
