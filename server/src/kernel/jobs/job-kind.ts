import type { z } from 'zod'

/** What a sender of runs knows. The data is parsed once, when a worker claims the run. */
export type JobKind<Data extends object = object> = {
  /** Stored with each run: renaming a kind needs a migration of its rows. */
  name: string
  data: z.ZodType<Data>
  /** A cron line in UTC, for a kind that starts at fixed times. */
  schedule?: string
  /** Whether an admin may cancel its runs. */
  isCancellable: boolean
}

/** Saved in the transaction of each batch. A batch assigns to its properties. */
export type Progress = { cursor: unknown; done: number; total: number | null }
