import type { Env } from '../src/kernel/env.ts'

/** Settings like those of a first start on this machine, with a secret key of its own and no files. */
export function testEnv(changed: Partial<Env> = {}): Env {
  return {
    host: '127.0.0.1',
    port: 3000,
    portIsFixed: false,
    publicUrl: 'http://127.0.0.1:3000',
    publicUrlIsFixed: false,
    hstsSubdomains: false,
    role: 'all',
    trustedProxies: ['loopback'],
    databaseUrl: undefined,
    dataDir: '/nonexistent/tabiji-test',
    secretKey: Buffer.alloc(32, 7).toString('base64'),
    secretKeyPrevious: [],
    calloutAllow: [],
    // The servers that tests call listen on this machine.
    calloutAllowMax: ['127.0.0.0/8', '::1', '10.0.0.0/8'],
    smtpUrl: undefined,
    smtpTls: 'required',
    mailFrom: 'Tabiji <tabiji@localhost>',
    retentionDays: 365,
    securityEventsUrl: undefined,
    securityEventsToken: undefined,
    securityEventsDays: 365,
    logLevel: 'silent',
    ...changed,
  }
}
