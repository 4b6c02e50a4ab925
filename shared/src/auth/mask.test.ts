import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask, maskHeaders, maskSecrets } from './mask.ts'

const secret = 's3cr+t/"&= ü'

describe('maskSecrets covers a secret', () => {
  test.each<[string, string]>([
    ['as it is', `key ${secret} end`],
    ['in a query', `?key=${encodeURIComponent(secret)}&x=1`],
    ['in a query of another style', `?${new URLSearchParams({ key: secret })}`],
    ['in lower-case percent codes', encodeURIComponent(secret).toLowerCase()],
    ['in JSON', JSON.stringify({ key: secret })],
    ['in XML', `<key>${secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</key>`],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['as a password in Basic', `Basic ${Buffer.from(`user:${secret}`).toString('base64')}`],
    ['in the middle of base64', Buffer.from(`{"a":"${secret}","b":1}`).toString('base64')],
    ['twice', `${secret}${secret}`],
  ])('%s', (_name, text) => {
    const masked = maskSecrets(text, [secret])
    expect(masked).toContain(mask)
    expect(masked).not.toContain('s3cr')
    expect(masked).not.toContain(Buffer.from(secret).toString('base64').slice(2, 10))
  })

  test('leaves everything else as it is', () => {
    expect(maskSecrets(`a ${secret} b`, [secret])).toBe(`a ${mask} b`)
    expect(maskSecrets('nothing here', [secret])).toBe('nothing here')
    expect(maskSecrets('no secrets', [])).toBe('no secrets')
    expect(maskSecrets('an empty one', [''])).toBe('an empty one')
  })

  test('that begins like another one to its end', () => {
    expect(maskSecrets('key-long-version', ['key', 'key-long-version'])).toBe(mask)
  })

  test('whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 6 }), fc.string(), fc.string(), (value, before, after) => {
        const sent = [
          value,
          encodeURIComponent(value),
          JSON.stringify(value).slice(1, -1),
          Buffer.from(value).toString('base64'),
        ]
        for (const form of sent) expect(maskSecrets(`${before}${form}${after}`, [value])).toContain(mask)
      }),
    )
  })

  test('inside the base64 of a longer text, at every offset', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{8,40}$/), fc.string(), fc.string(), (value, before, after) => {
        const text = Buffer.from(before + value + after).toString('base64')
        const left = Buffer.from(maskSecrets(text, [value]).split(mask)[0] ?? '', 'base64').toString()
        expect(maskSecrets(text, [value])).toContain(mask)
        expect(left).not.toContain(value)
      }),
    )
  })
})

test('maskHeaders covers what is always secret and what the connection names', () => {
  const headers: [string, string][] = [
    ['Authorization', 'Bearer x'],
    ['X-Custom-Key', 'y'],
    ['cookie', 'Bearer'],
    ['x-api-key', 'Other x'],
    ['set-cookie', 'z'],
    ['Accept', 'application/json'],
  ]
  expect(maskHeaders(headers, ['x-custom-key'])).toEqual([
    ['Authorization', `Bearer ${mask}`],
    ['X-Custom-Key', mask],
    ['cookie', mask],
    ['x-api-key', mask],
    ['set-cookie', mask],
    ['Accept', 'application/json'],
  ])
})
