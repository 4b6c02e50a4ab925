import type { Outputs } from '../../../lib/api/api-types.ts'

type MailStatus = Outputs['mails']['list']['items'][number]['status']

export type MailSearch = { status?: MailStatus; mailId?: string }

const statuses: readonly MailStatus[] = ['sent', 'outbox', 'sending', 'retrying', 'inDoubt', 'failed']

export function readMailSearch({ status, mailId }: Record<string, unknown>): MailSearch {
  const known = statuses.find((each) => each === status)
  return {
    ...(known ? { status: known } : {}),
    ...(typeof mailId === 'string' && mailId !== '' ? { mailId } : {}),
  }
}
