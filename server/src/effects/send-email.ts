import type { Effect } from '../engine/effect.ts'
import { deliverMail } from './deliver-mail.ts'
import type { MailResult } from '../engagement/mails/mail.types.ts'
import { recordMailResults } from '../engagement/mails/record-mail.ts'

export const sendEmail: Effect<'sendEmail', MailResult> = {
  perform: ({ params: { track = true, ...texts }, ...context }) => deliverMail(context, { texts, track }),
  async record(trx, rows) {
    await recordMailResults(trx, rows)
    return rows
  },
}
