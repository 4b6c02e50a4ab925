import { type MailResult, recordMailResults } from '../engagement/mails/mail.repository.ts'
import type { Effect } from '../engine/effect.ts'
import { deliverMail } from './deliver-mail.ts'

export const sendEmail: Effect<'sendEmail', MailResult> = {
  perform: ({ params: { track = true, ...texts }, ...context }) => deliverMail(context, { texts, track }),
  async record(trx, rows) {
    await recordMailResults(trx, rows)
    return rows
  },
}
