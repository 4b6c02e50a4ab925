import { z } from 'zod'
import { defineJob } from './define-job.ts'
import { deleteFinishedRuns } from './job-run.repository.ts'

/** 30 days: long enough to see after a holiday what failed. */
const keptMs = 30 * 86_400_000

export const cleanUpRunsJob = defineJob({
  name: 'cleanUpRuns',
  data: z.object({}),
  retry: 'slow',
  concurrency: 1,
  schedule: '57 3 * * *',
  run: async ({ deps }) => void (await deleteFinishedRuns(deps.db, new Date(deps.clock.now().getTime() - keptMs))),
})
