import path from 'node:path'
import { expect, test } from 'vitest'
import { readEnv, withPort } from './env.ts'

test('an empty environment gives the documented defaults', () => {
  const env = readEnv({})
  expect(env).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    portIsFixed: false,
    publicUrl: 'http://127.0.0.1:3000',
    role: 'all',
    databaseUrl: undefined,
    calloutAllow: [],
    calloutAllowMax: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'],
    smtpUrl: undefined,
    logLevel: 'info',
  })
  expect(env.dataDir).toBe(path.resolve(import.meta.dirname, '../../../data'))
})

test('an empty value counts as not set', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 3000, databaseUrl: undefined })
})

test('every wrong setting is named at once, with what would be right', () => {
  expect(() =>
    readEnv({ PORT: 'http', ROLE: 'boss', PUBLIC_URL: 'journeys.example.com', TABIJI_SECRET_KEY: 'c2hvcnQ=' }),
  ).toThrow(
    [
      'These settings (environment variables) are wrong:',
      '  PORT must be a number between 1 and 65535, but is "http"',
      '  PUBLIC_URL must be an address such as https://journeys.example.com, without a path, but is "journeys.example.com"',
      '  ROLE must be all, web or worker, but is "boss"',
      '  TABIJI_SECRET_KEY must be 32 bytes in base64; make one with: openssl rand -base64 32',
    ].join('\n'),
  )
})

test('trusted proxies are this machine unless they are named', () => {
  expect(readEnv({}).trustedProxies).toEqual(['loopback'])
  expect(readEnv({ TRUSTED_PROXIES: ' 10.0.0.5 , 2001:db8::/32,' }).trustedProxies).toEqual([
    '10.0.0.5',
    '2001:db8::/32',
  ])
  expect(() => readEnv({ TRUSTED_PROXIES: 'loopback,nginx' })).toThrow(
    'TRUSTED_PROXIES has "nginx", which is no IP address, no range such as 10.0.0.0/8, and not loopback, private or none',
  )
})

test('a setting that may hold a password is not repeated in the message', () => {
  expect(() => readEnv({ DATABASE_URL: 'mysql://root:hunter2@db/app' })).toThrow(
    /^(?!.*hunter2)[\s\S]*DATABASE_URL must begin with postgres:\/\//,
  )
})

test.each([
  ['postgres://tabiji:secret@db.example.com/tabiji', false],
  ['postgres://tabiji:secret@10.0.0.5:5432/tabiji?sslmode=disable', false],
  ['postgres://tabiji:secret@db.example.com/tabiji?sslmode=prefer', false],
  ['postgres:///tabiji?host=db.example.com', false],
  ['postgres://tabiji:secret@db.example.com/tabiji?sslmode=verify-full', true],
  ['postgres://tabiji:secret@db.example.com/tabiji?sslmode=require', true],
  ['postgres://tabiji:secret@localhost/tabiji', true],
  ['postgres://tabiji:secret@127.0.0.1:5433/tabiji', true],
  ['postgres://tabiji:secret@[::1]/tabiji', true],
  ['postgres:///tabiji?host=/run/postgresql', true],
])('a database is reached over TLS or on this machine: %s', (url, isTaken) => {
  if (isTaken) expect(readEnv({ DATABASE_URL: url }).databaseUrl).toBe(url)
  else expect(() => readEnv({ DATABASE_URL: url })).toThrow(/DATABASE_URL names another machine[^]*sslmode/)
  expect(readEnv({ DATABASE_URL: url, DATABASE_TLS: 'off' }).databaseUrl).toBe(url)
})

test('the allow-list is a comma list and forgives spaces', () => {
  expect(readEnv({ TABIJI_CALLOUT_ALLOW: '10.0.0.0/8, intranet:8080 ,' }).calloutAllow).toEqual([
    '10.0.0.0/8',
    'intranet:8080',
  ])
})

test('the public address follows the port that was free, unless PUBLIC_URL fixes it', () => {
  expect(withPort(readEnv({}), 3001).publicUrl).toBe('http://127.0.0.1:3001')
  expect(withPort(readEnv({ PUBLIC_URL: 'https://journeys.example.com/' }), 3001).publicUrl).toBe(
    'https://journeys.example.com',
  )
})

test('listening on every address is announced as localhost, and IPv6 in brackets', () => {
  expect(readEnv({ HOST: '0.0.0.0' }).publicUrl).toBe('http://localhost:3000')
  expect(readEnv({ HOST: '::1' }).publicUrl).toBe('http://[::1]:3000')
})
