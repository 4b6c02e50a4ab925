import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { type SecretKey, secretKeyBytes } from './key-ring.ts'
import { type SealedPlace, UnreadableSecretError } from './sealed-place.ts'

export type Secrets = {
  /**
   * `v2.<key id>.<nonce>.<tag>.<ciphertext>`, sealed with the current key. The place is authenticated: a value that was
   * moved to another row, or whose purpose changed, does not open.
   */
  seal(plain: string, place: SealedPlace): string
  /** Opens with any key of the ring. Throws `UnreadableSecretError`. */
  open(sealed: string, place: SealedPlace): string
  /** How every value sealed in the current way begins. */
  currentPrefix(): string
  /** Derives a key for another purpose from the current key. The secret key cannot be computed from it. */
  derive(purpose: string): string
  /** The same from every key of the ring, the current one first: what was made with an earlier key stays valid. */
  deriveAll(purpose: string): { keyId: string; value: string }[]
  /** Of the current key. Stored beside the data and shown in messages. It reveals nothing about the key. */
  fingerprint: string
  /** Of every key that opens values, the current one first. */
  fingerprints: string[]
  /** Values of the first format name no place. They are refused once none is stored any more. */
  refuseFormat1(): void
}

const format = 'v2'
const algorithm = 'aes-256-gcm'

/** `keys` returns the ring as it is now: the current key first. */
export function createSecrets(keys: () => readonly SecretKey[]): Secrets {
  let acceptsFormat1 = true
  const derived = new Map<string, string>()
  const ring = () => {
    const found = keys()
    const [current] = found
    if (!current) throw new Error('a key ring has at least one key')
    return { current, all: found }
  }
  const deriveFrom = ({ id, bytes }: SecretKey, purpose: string) => {
    const name = `${id} ${purpose}`
    const value =
      derived.get(name) ?? Buffer.from(hkdfSync('sha256', bytes, '', purpose, secretKeyBytes)).toString('base64url')
    derived.set(name, value)
    return value
  }

  return {
    get fingerprint() {
      return ring().current.fingerprint
    },
    get fingerprints() {
      return ring().all.map(({ fingerprint }) => fingerprint)
    },
    refuseFormat1: () => {
      acceptsFormat1 = false
    },
    currentPrefix: () => `${format}.${ring().current.id}.`,
    derive: (purpose) => deriveFrom(ring().current, purpose),
    deriveAll: (purpose) => ring().all.map((key) => ({ keyId: key.id, value: deriveFrom(key, purpose) })),
    seal(plain, place) {
      const { id, bytes } = ring().current
      const nonce = randomBytes(12)
      const cipher = createCipheriv(algorithm, bytes, nonce)
      cipher.setAAD(placeBytes(id, place))
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))
      return [format, id, ...parts].join('.')
    },
    open(sealed, place) {
      const parts = sealed.split('.')
      const isFormat1 = parts.length === 4 && parts[0] !== format
      if (!isFormat1) parts.shift()
      const [keyId = '', nonce = '', tag = '', ciphertext = ''] = parts
      const key = ring().all.find(({ id }) => id === keyId)
      if (!key) throw keyUnknown(place, keyId, ring().all)
      if (isFormat1 && !acceptsFormat1) throw notOfThisPlace(place)
      try {
        const decipher = createDecipheriv(algorithm, key.bytes, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
        // The first format authenticated the key id alone.
        decipher.setAAD(isFormat1 ? Buffer.from(keyId) : placeBytes(keyId, place))
        decipher.setAuthTag(Buffer.from(tag, 'base64url'))
        return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]).toString('utf8')
      } catch {
        throw notOfThisPlace(place)
      }
    },
  }
}

function placeBytes(keyId: string, { column, row, purpose = '' }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify(['tabiji', format, keyId, column, row, purpose]))
}

function keyUnknown(place: SealedPlace, keyId: string, keys: readonly SecretKey[]): UnreadableSecretError {
  const known = keys.map(({ id }) => id).join(', ')
  return new UnreadableSecretError(
    place,
    'keyUnknown',
    `The value in ${place.column} of the row ${place.row} was sealed with the key ${keyId}, which is not here; the keys here are ${known}. ` +
      'Add it to TABIJI_SECRET_KEY_PREVIOUS, or as a further line to the file secret-key of the data folder.',
  )
}

function notOfThisPlace(place: SealedPlace): UnreadableSecretError {
  return new UnreadableSecretError(
    place,
    'notOfThisPlace',
    `The value in ${place.column} of the row ${place.row} does not belong there: it was changed, it comes from another row, or ` +
      'what it may be used for was changed in the database. Enter this secret again.',
  )
}
