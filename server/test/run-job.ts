import type { Database } from '../src/kernel/db/database.ts'
import type { Deps } from '../src/kernel/deps.ts'
import type { JobDefinition } from '../src/kernel/jobs/define-job.ts'
import { createJobRunner } from '../src/kernel/jobs/job-runner.ts'

/** Sends a run and executes it as a worker does, or the one with the same key that waits already. Throws the reason of a failure. */
export async function runJob<Data extends object>(
  deps: Deps,
  kind: JobDefinition<Data>,
  data: Data,
  key: string = Object.values(data)[0] ?? kind.name,
): Promise<void> {
  const db = deps.db as Database
  await deps.jobs.send(kind, data, { key, workspaceId: null })
  const runner = createJobRunner({ ...deps, db }, [kind], { workerId: deps.ids.uuid() })
  await runner.tick()
  await runner.idle()
  const failed = await db
    .selectFrom('job_runs')
    .select('error')
    .where('kind', '=', kind.name)
    .where('key', '=', key)
    .where('error', 'is not', null)
    .executeTakeFirst()
  if (failed) throw new Error(failed.error?.params.detail ?? failed.error?.code)
}
