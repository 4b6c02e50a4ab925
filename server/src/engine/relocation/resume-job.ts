import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { applyResume } from './apply-resume.ts'

/** Applies the choice for the overdue people of a paused journey, then makes the journey active. */
export const resumeJob = defineJob({
  name: 'resume',
  data: z.object({ journeyId: z.uuid() }),
  retry: 'patient',
  concurrency: 1,
  run: applyResume,
})
