import { isEmail, normalizeEmail } from '@tabiji/shared/values/email-address.ts'
import type { FieldDefinition, FieldValues } from '@tabiji/shared/values/field-type.ts'
import { fieldValue } from '@tabiji/shared/values/field-type.ts'

export type Recipient =
  | { ok: true; address: string }
  | { ok: false; code: 'recipientMissing' | 'recipientInvalid'; message: string }

/** Accepts exactly one address. A value from a field or a template is data, never a list or a header. */
export function recipientOf(
  to: string | null,
  fields: FieldValues,
  definitions: readonly FieldDefinition[],
): Recipient {
  const own = definitions.find((definition) => definition.type === 'email')?.key
  const value = to ?? (own === undefined ? null : fieldValue(fields, own))
  const address = typeof value === 'string' ? normalizeEmail(value) : ''
  if (address === '') return { ok: false, code: 'recipientMissing', message: own ?? '' }
  if (!isEmail(address)) return { ok: false, code: 'recipientInvalid', message: address.slice(0, 200) }
  return { ok: true, address }
}

/** The same for every attempt of one step execution, so that the receiver can recognise a repeated mail. */
export function messageIdOf(mail: { enrollmentId: string; stepId: string; visit: number }, from: string): string {
  return messageId(`${mail.enrollmentId}.${Buffer.from(mail.stepId).toString('hex')}.${mail.visit}`, from)
}

export function messageId(name: string, from: string): string {
  const host = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return `<${name}@${host}>`
}
