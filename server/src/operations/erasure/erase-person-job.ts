import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { runErasure } from './run-erasure.ts'

export const erasePersonJob = defineJob({
  name: 'erasePerson',
  data: z.object({ erasureId: z.string() }),
  retry: 'patient',
  concurrency: 1,
  run: runErasure,
})
