import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'

export type Secrets = {
  /** `<key id>.<nonce>.<tag>.<ciphertext>`: the key id names the key that sealed it. */
  seal(plain: string): string
  open(sealed: string): string
  /** Derives a key for another purpose. The secret key cannot be computed from it. */
  derive(purpose: string): string
  /** Stored beside the data and shown in messages. It reveals nothing about the key. */
  fingerprint: string
}

export const secretKeyBytes = 32

export function createSecrets(key: Buffer): Secrets {
  if (key.length !== secretKeyBytes)
    throw new Error(`A secret key has ${secretKeyBytes} bytes, this one has ${key.length}.`)
  const fingerprint = createHash('sha256').update('tabiji secret key').update(key).digest('hex').slice(0, 16)
  const keyId = fingerprint.slice(0, 8)

  return {
    fingerprint,
    derive: (purpose) => Buffer.from(hkdfSync('sha256', key, '', purpose, secretKeyBytes)).toString('base64url'),
    seal(plain) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(keyId))
      const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [keyId, ...[nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.')
    },
    open(sealed) {
      const [sealedWith = '', nonce = '', tag = '', ciphertext = ''] = sealed.split('.')
      if (sealedWith !== keyId)
        throw new Error(`This secret was sealed with the key ${sealedWith}; the key in use is ${keyId}.`)
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(keyId))
      decipher.setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([decipher.update(Buffer.from(ciphertext, 'base64url')), decipher.final()]).toString('utf8')
    },
  }
}
