import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { sendDueAlerts } from './send-due-alerts.ts'

/** `patient`: the retries come within 30 s, so a run that failed or lost its worker does not delay the alerts of the next minutes. */
export const alertJob = defineJob({
  name: 'alerts',
  data: z.object({}),
  retry: 'patient',
  concurrency: 1,
  schedule: '* * * * *',
  run: async ({ deps }) => void (await sendDueAlerts(deps)),
})
