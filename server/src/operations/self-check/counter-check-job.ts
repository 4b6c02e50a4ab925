import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { checkCounters } from './check-counters.ts'

export const counterCheckJob = defineJob({
  name: 'counterCheck',
  data: z.object({}),
  retry: 'slow',
  concurrency: 1,
  schedule: '47 3 * * *',
  run: async ({ deps }) => void (await checkCounters(deps)),
})
