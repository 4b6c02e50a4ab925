import { z } from 'zod'
import { sendTimesSchema } from '../time/send-times.ts'
import { checkText } from './checks/check-text.ts'
import { checkSendTimes } from './checks/check-zone.ts'
import { defineNodeKind, type Finding } from './define-node-kind.ts'

const config = z.object({
  subject: z.string().trim().min(1).max(400),
  /** Liquid over HTML. */
  body: z.string().trim().min(1).max(200_000),
  /** Liquid; null sends to the participant's e-mail field. */
  to: z.string().trim().min(1).nullable().default(null),
  /** When mails may be sent; null means at any time. */
  sendTimes: sendTimesSchema.nullable().default(null),
  /** Records when the mail is opened and which of its links are clicked. */
  track: z.boolean().default(true),
})

export const email = defineNodeKind({
  kind: 'email',
  title: { en: 'E-mail', ja: 'メール' },
  version: 1,
  effects: ['sendEmail'],
  migrations: {},
  config,
  defaultConfig: { subject: '', body: '', to: null, track: true },
  outlets: () => ['next'],
  check: ({ subject, body, to, sendTimes }, env): Finding[] => [
    ...checkSendTimes(sendTimes),
    ...checkText(subject, env, ['subject']),
    ...checkText(body, env, ['body']),
    ...(to === null
      ? env.fields.some((field) => field.type === 'email')
        ? []
        : [{ code: 'journey.emailFieldMissing' as const, path: ['to'] }]
      : checkText(to, env, ['to'])),
  ],
  compile: ({ sendTimes, ...params }) => [
    [
      'send',
      {
        op: 'perform',
        effect: 'sendEmail',
        params,
        onError: 'park',
        sendTimes,
        done: { outlet: 'next' },
        failed: null,
      },
    ],
  ],
})
