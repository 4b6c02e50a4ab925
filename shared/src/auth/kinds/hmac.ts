import { z } from 'zod'

export const hmacSchema = z.object({
  kind: z.literal('hmac'),
  secret: z.string().min(1).max(5000),
  algorithm: z.enum(['sha1', 'sha256', 'sha512']).default('sha256'),
  encoding: z.enum(['hex', 'base64']).default('hex'),
  /** The header that receives the signature, after the prefix. */
  header: z.string().min(1).max(200).default('X-Signature'),
  prefix: z.string().max(100).default(''),
  /** The text to sign, such as `{{timestamp}}.{{body}}`. */
  template: z.string().min(1).max(2000).default('{{timestamp}}.{{body}}'),
  timestampHeader: z.string().min(1).max(200).optional(),
  timestampUnit: z.enum(['seconds', 'milliseconds']).default('seconds'),
})
