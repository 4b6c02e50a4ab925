import type { Generated, JSONColumnType } from 'kysely'
import type { JobError } from './job-error.ts'

export const jobRunStates = ['waiting', 'running', 'succeeded', 'failed', 'cancelled'] as const
export type JobRunState = (typeof jobRunStates)[number]

export type JobRunTable = {
  id: string
  kind: string
  workspace_id: string | null
  /** Names what the run is about. Runs of a kind with the same key never overlap, and those that wait are merged into one. */
  key: string
  data: JSONColumnType<Record<string, unknown>>
  state: Generated<JobRunState>
  /** A waiting run is not claimed before this time. Null means at once. */
  run_at: Date | null
  cursor: JSONColumnType<object> | null
  done: Generated<number>
  total: number | null
  /** Failed attempts since the last batch that committed. */
  attempts: Generated<number>
  worker_id: string | null
  /** New for each claim, so that a worker that lost the run and claimed it again cannot commit a batch of its first claim. */
  lease_id: string | null
  heartbeat_at: Date | null
  cancel_requested_at: Date | null
  error: JSONColumnType<JobError> | null
  created_at: Date
  /** Time of the last claim by the clock of the database. */
  claimed_at: Date | null
  started_at: Date | null
  finished_at: Date | null
}

declare module '../db/tables.ts' {
  interface Tables {
    job_runs: JobRunTable
  }
}
