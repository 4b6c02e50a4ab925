import { ServiceError } from '../../../kernel/errors.ts'
import type { Secrets } from '../../../kernel/secrets/secrets.ts'
import { hashEndpointKey, hmacSecretPlace, isSameHash, signEvent } from './endpoint-key.ts'
import type { EventEndpoint } from '../event-endpoint.ts'

export const signatureHeader = 'x-tabiji-signature'
export const timestampHeader = 'x-tabiji-timestamp'

const maxSkewSeconds = 300

/** The hash of an empty key. A request for an endpoint that does not exist is compared with it and refused like any other. */
const placeholderHash = hashEndpointKey('')

/** A wrong key and an unknown address get this same response, so that it does not show which addresses exist. */
export function unauthenticatedSender(): ServiceError {
  return new ServiceError('unauthenticated', { text: 'eventSenderUnknown' })
}

/** Reads keys from the three places where external systems can put one. */
export function readSenderKeys(headers: Headers): string[] {
  const authorization = headers.get('authorization') ?? ''
  const bearer = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
  const basic = /^Basic +(\S+) *$/i.exec(authorization)?.[1]
  const token = headers.get('x-api-token')?.trim()
  return [bearer, token, ...(basic === undefined ? [] : partsOfBasic(basic))].filter(
    (key): key is string => key !== undefined && key !== '',
  )
}

export function isKeyValid(endpoint: EventEndpoint | undefined, keys: readonly string[], now: Date): boolean {
  const isPreviousGood =
    endpoint?.previousKeyUntil !== null &&
    endpoint !== undefined &&
    Date.parse(endpoint.previousKeyUntil) > now.getTime()
  const hashes = [endpoint?.keyHash ?? placeholderHash, (isPreviousGood && endpoint.previousKeyHash) || placeholderHash]
  // Compares every key with every hash, without stopping at the first match.
  const fits = keys.flatMap((key) => hashes.map((hash) => isSameHash(hashEndpointKey(key), hash)))
  return fits.includes(true)
}

export type Signature = { timestamp: string; signature: string }

/** Reads the signature of a request, if it has one. Its time is checked before any data is read. */
export function readSignature(headers: Headers, now: Date): Signature | null {
  const signature = headers.get(signatureHeader)?.trim()
  if (!signature) return null
  const timestamp = headers.get(timestampHeader)?.trim() ?? ''
  const sentAt = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Number.NaN
  const skew = Math.abs(now.getTime() / 1000 - sentAt)
  if (!(skew <= maxSkewSeconds))
    throw new ServiceError('unauthenticated', {
      text: 'eventTimestampWrong',
      params: { timestamp: timestamp || '–', now: Math.floor(now.getTime() / 1000) },
    })
  return { timestamp, signature: signature.replace(/^sha256=/i, '').toLowerCase() }
}

export function isSignatureValid(
  endpoint: EventEndpoint | undefined,
  { timestamp, signature }: Signature,
  body: Uint8Array,
  secrets: Secrets,
): boolean {
  const sealed = endpoint?.sealedHmacSecret ?? null
  const secret = endpoint && sealed !== null ? secrets.open(sealed, hmacSecretPlace(endpoint.id)) : null
  const expected = signEvent(secret ?? placeholderHash, timestamp, body)
  return isSameHash(signature, expected) && secret !== null
}

function partsOfBasic(encoded: string): string[] {
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon === -1 ? [text] : [text.slice(colon + 1), text.slice(0, colon)]
}
