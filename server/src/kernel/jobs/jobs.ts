import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Ids } from '../ids.ts'
import type { JobKind } from './job-kind.ts'
import { insertRun, notifyRuns } from './job-run.repository.ts'

export type SendJobOptions = {
  /** Names what the run is about. Runs of a kind with the same key never overlap, and those that wait are merged into one. */
  key: string
  /** The owner of the run: workspaces take turns. Null means the whole installation. */
  workspaceId: string | null
  /** Missing means as soon as a worker is free. */
  startAfter?: Date
  /** The transaction whose rows the run is about: both commit or neither does. */
  db?: Transaction | Database
}

/** Background work with a row in `job_runs` for each run, so that a run survives the loss of its worker. */
export type Jobs = {
  send<Data extends object>(kind: JobKind<Data>, data: Data, options: SendJobOptions): Promise<void>
  /** Every kind of `app/jobs.ts`. */
  kinds: readonly JobKind[]
}

export function createJobs(deps: { db: Database; clock: Clock; ids: Ids }, kinds: readonly JobKind[]): Jobs {
  return {
    kinds,
    async send(kind, data, { key, workspaceId, startAfter, db = deps.db }) {
      await insertRun(db, {
        id: deps.ids.uuid(),
        kind: kind.name,
        workspaceId,
        key,
        data,
        runAt: startAfter ?? null,
        createdAt: deps.clock.now(),
      })
      await notifyRuns(db, kind.name)
    },
  }
}
