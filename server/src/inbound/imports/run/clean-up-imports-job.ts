import { z } from 'zod'
import { defineJob } from '../../../kernel/jobs/define-job.ts'
import { cleanUpImports } from './clean-up-imports.ts'

export const cleanUpImportsJob = defineJob({
  name: 'cleanUpImports',
  data: z.object({}),
  retry: 'slow',
  concurrency: 1,
  schedule: '27 3 * * *',
  run: ({ deps }) => cleanUpImports(deps),
})
