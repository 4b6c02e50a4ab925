import { z } from 'zod'
import { defineJob } from '../../../kernel/jobs/define-job.ts'
import { cancelImport, runImport } from './run-import.ts'

/** Checks or enrolls the rows of an uploaded file. */
export const importJob = defineJob({
  name: 'import',
  data: z.object({ importId: z.uuid() }),
  retry: 'patient',
  concurrency: 2,
  run: runImport,
  onCancel: cancelImport,
})
