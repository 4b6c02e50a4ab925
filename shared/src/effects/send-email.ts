import { defineEffect } from './define-effect.ts'
import { sentMail } from './sent-mail.ts'

/** `track` is absent in plans from before tracking existed, and then counts as true. */
type Params = { subject: string; body: string; to: string | null; track?: boolean }

export const sendEmail = defineEffect<Params>()({ inTransaction: false, ...sentMail })
