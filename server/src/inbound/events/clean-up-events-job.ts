import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { cleanUpEvents } from './clean-up-events.ts'

export const cleanUpEventsJob = defineJob({
  name: 'cleanUpEvents',
  data: z.object({}),
  retry: 'slow',
  concurrency: 1,
  schedule: '37 3 * * *',
  run: ({ deps }) => cleanUpEvents(deps),
})
