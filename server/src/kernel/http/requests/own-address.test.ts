import { expect, test } from 'vitest'
import { isOwnOrigin } from './own-address.ts'

const https = 'https://journeys.example.com'
const local = 'http://127.0.0.1:3000'

test.each([
  [https, 'https://journeys.example.com', 'journeys.example.com', true],
  [https, 'http://journeys.example.com', 'journeys.example.com', false],
  [https, 'https://journeys.example.com:8443', 'journeys.example.com:8443', true],
  [https, 'http://journeys.example.com:8443', 'journeys.example.com:8443', false],
  [https, 'https://other.example.com', 'journeys.example.com', false],
  [https, 'https://journeys.example.com.evil.example', 'journeys.example.com', false],
  [https, 'http://127.0.0.1:3000', '127.0.0.1:3000', true],
  [https, 'http://localhost:3000', '127.0.0.1:3000', true],
  [https, 'https://localhost:3000', '127.0.0.1:3000', false],
  ['http://journeys.example.com', 'https://journeys.example.com', 'journeys.example.com', false],
  [local, 'http://127.0.0.1:3000', '127.0.0.1:3000', true],
  [local, 'http://localhost:8080', '127.0.0.1:8080', true],
  [local, 'http://[::1]:3000', 'localhost:3000', true],
  [local, 'https://127.0.0.1:3000', '127.0.0.1:3000', false],
  [local, 'http://localhost:9999', '127.0.0.1:3000', false],
  [local, 'ftp://127.0.0.1:3000', '127.0.0.1:3000', false],
  [local, 'null', '127.0.0.1:3000', false],
  [local, 'http://evil.example', 'evil.example', true],
])('with PUBLIC_URL %s the page %s may change something at %s: %s', (publicUrl, origin, host, isOwn) => {
  // The host itself is checked before, by isOwnHost.
  expect(isOwnOrigin(origin, host, publicUrl)).toBe(isOwn)
})
