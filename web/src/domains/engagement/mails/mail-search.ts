import type { Outputs } from '../../../lib/api/api-types.ts'

type MailStatus = Outputs['mails']['list']['items'][number]['status']

export type MailSearch = {
  status?: MailStatus
  mailId?: string
  /** Only the mails of this journey, or of this step of it. */
  journeyId?: string
  nodeId?: string
}

const statuses: readonly MailStatus[] = ['sent', 'outbox', 'sending', 'retrying', 'inDoubt', 'failed']

export function readMailSearch({ status, ...ids }: Record<string, unknown>): MailSearch {
  const known = statuses.find((each) => each === status)
  return {
    ...(known ? { status: known } : {}),
    ...Object.fromEntries(idNames.flatMap((name) => (isId(ids[name]) ? [[name, ids[name]]] : []))),
  }
}

const idNames = ['mailId', 'journeyId', 'nodeId'] as const

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
