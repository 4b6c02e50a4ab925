import { z } from 'zod'
import { mailEncryptions } from '../../kernel/mail/smtp-server.ts'
import { normaliseHost } from '../../kernel/outbound/allow-list.ts'
import { emailAddress } from '../users/auth.schemas.ts'

export const mailServerInput = z.object({
  /** A name or an address, without scheme and port. */
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .refine((host) => normaliseHost(host) !== null)
    .transform((host) => normaliseHost(host)!),
  port: z.number().int().min(1).max(65_535),
  encryption: z.enum(mailEncryptions),
  /** Null: the server asks for no name. */
  username: z.string().trim().min(1).max(254).nullable(),
  /** Without it the stored password is kept, which only goes to the server that it was entered for. */
  password: z.string().min(1).max(1000).optional(),
})
export type MailServerInput = z.output<typeof mailServerInput>

export const tryMailServerInput = z.object({
  /** Null: the mail goes by the server that is in use now. */
  server: mailServerInput.nullable(),
  to: emailAddress,
})
export type TryMailServerInput = z.output<typeof tryMailServerInput>
