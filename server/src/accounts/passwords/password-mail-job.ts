import { locales } from '@tabiji/shared/messages/locale.ts'
import { z } from 'zod'
import { defineJob } from '../../kernel/jobs/define-job.ts'
import { sendPasswordMail } from './send-password-mail.ts'

/** `patient`: somebody is waiting for the mail. */
export const passwordMailJob = defineJob({
  name: 'passwordMails',
  data: z.object({ email: z.string(), locale: z.enum(locales) }),
  retry: 'patient',
  concurrency: 2,
  run: async ({ deps, data }) => sendPasswordMail(deps, data),
})
