import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { applyRetention } from './apply-retention.ts'

/** Each batch searches for what is left, so the kind needs no cursor. */
export const retentionJob = defineJob({
  name: 'retention',
  data: z.object({}),
  retry: 'slow',
  concurrency: 1,
  schedule: '17 3 * * *',
  run: async (job) => void (await applyRetention(job.deps, { batch: job.batch })),
})
