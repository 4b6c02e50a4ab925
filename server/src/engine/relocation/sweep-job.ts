import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { sweepJourney } from './sweep-journey.ts'

/** Applies the newest version to the people in a journey, and starts those who were enrolled before the first publish. */
export const sweepJob = defineJob({
  name: 'sweep',
  data: z.object({ journeyId: z.uuid() }),
  retry: 'patient',
  concurrency: 1,
  run: sweepJourney,
})
