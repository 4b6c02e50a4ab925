import { createHash } from 'node:crypto'
import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { countRequest } from '../../kernel/request-limits/count-request.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { passwordMailJob } from './password-mail-job.ts'

/**
 * Does the same for every address, so that neither the answer nor its time says whether there is an account: the worker looks it up.
 */
export async function requestPasswordMail(
  deps: Deps & { locale: Locale; client: Client },
  input: { email: string },
): Promise<void> {
  if (!deps.mailer.sends) throw new ServiceError('conflict', { text: 'passwordMailOff' })
  await countRequest(deps, 'passwordMail', deps.client)
  const key = createHash('sha256').update(input.email).digest('hex')
  await deps.jobs.send(passwordMailJob, { email: input.email, locale: deps.locale }, { key, workspaceId: null })
}
