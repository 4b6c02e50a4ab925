import type { MailStatus } from './mail.table.ts'
import type { MailTracking } from './tracking/track-mail.ts'

/** What a claim leaves to send, or the state that speaks against sending. */
export type ClaimedMail = Pick<NewMail, 'to' | 'from' | 'subject' | 'html' | 'text' | 'messageId'> & {
  id: string
  tracking: MailTracking | null
}

export type StepExecutionKey = { enrollmentId: string; stepId: string; visit: number }

export type MailResult = { id: string; status: MailStatus; error: string | null; sentAt: Date | null }

export type NewMail = {
  id: string
  workspaceId: string
  journeyId: string
  versionNumber: number | null
  nodeId: string | null
  enrollmentId: string | null
  participantId: string | null
  stepId: string | null
  visit: number | null
  isTest: boolean
  status: MailStatus
  to: string
  from: string
  subject: string
  html: string
  text: string
  messageId: string
  error?: string | null
  createdAt: Date
  sentAt?: Date | null
  tracking?: MailTracking | null
}
