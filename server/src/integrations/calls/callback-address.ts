import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Deps } from '../../kernel/deps.ts'

/** The step execution whose call carried the address. */
export type CallbackSubject = { enrollmentId: string; visit: number }

type Signer = Pick<Deps, 'config' | 'secrets'>

const idBytes = 16
const visitBytes = 4
const tagBytes = 16
const purpose = 'callback-address'

/**
 * The callback address of one call, the same for each of its attempts. It holds the step execution and a MAC. Nothing
 * is stored for it, and another address cannot be guessed.
 */
export function callbackAddress({ config, secrets }: Signer, { enrollmentId, visit }: CallbackSubject): string {
  const subject = Buffer.alloc(idBytes + visitBytes)
  subject.write(enrollmentId.replaceAll('-', ''), 'hex')
  subject.writeUInt32BE(visit, idBytes)
  return addressOf(
    config.publicUrl,
    Buffer.concat([subject, tagOf(secrets.derive(purpose), subject)]).toString('base64url'),
  )
}

export function readCallbackToken(secrets: Deps['secrets'], token: string): CallbackSubject | undefined {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== idBytes + visitBytes + tagBytes || bytes.toString('base64url') !== token) return undefined
  const subject = bytes.subarray(0, idBytes + visitBytes)
  const tag = bytes.subarray(idBytes + visitBytes)
  // An address that was given out before the secret key changed stays valid while the earlier key is kept.
  const isOurs = secrets.deriveAll(purpose).some(({ value }) => timingSafeEqual(tag, tagOf(value, subject)))
  if (!isOurs) return undefined
  const hex = subject.toString('hex', 0, idBytes)
  const enrollmentId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { enrollmentId, visit: subject.readUInt32BE(idBytes) }
}

/** The token in the callback address of a test call. A callback to it is accepted and changes nothing. */
export const testCallbackToken = 'test'

export function testCallbackAddress({ config }: Pick<Deps, 'config'>): string {
  return addressOf(config.publicUrl, testCallbackToken)
}

function addressOf(publicUrl: string, token: string): string {
  return `${publicUrl}/c/${token}`
}

function tagOf(key: string, subject: Uint8Array): Buffer {
  return createHmac('sha256', key).update(subject).digest().subarray(0, tagBytes)
}
