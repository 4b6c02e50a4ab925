import type { Generated, Selectable } from 'kysely'

export const mailStatuses = ['sending', 'sent', 'outbox', 'retrying', 'failed', 'inDoubt'] as const
export type MailStatus = (typeof mailStatuses)[number]

export type MailTable = {
  id: string
  workspace_id: string
  journey_id: string | null
  version_number: number | null
  node_id: string | null
  enrollment_id: string | null
  participant_id: string | null
  step_id: string | null
  visit: number | null
  is_test: Generated<boolean>
  status: MailStatus
  to_address: string
  from_address: string
  subject: string
  html: string
  body_text: string
  message_id: string
  error: string | null
  created_at: Date
  sent_at: Date | null
  tracking_id: string | null
  opens: Generated<number>
  opened_at: Date | null
  clicked_at: Date | null
}
export type MailRow = Selectable<MailTable>

export type MailLinkTable = {
  id: string
  mail_id: string
  url: string
  link: string
  label: string
  clicks: Generated<number>
  clicked_at: Date | null
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    mail_links: MailLinkTable
    mails: MailTable
  }
}
