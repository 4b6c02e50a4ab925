import path from 'node:path'
import { z } from 'zod'
import { wrongProxy } from './http/requests/trusted-proxies.ts'
import { isThisMachine } from './http/requests/own-address.ts'
import { defaultAllowMax } from './outbound/allow-limit.ts'
import { parseAllowEntry } from './outbound/allow-list.ts'

/** The settings of the process. This is the only file that reads the environment. */
export type Env = {
  host: string
  port: number
  /** True when PORT is set: then no other port is tried. */
  portIsFixed: boolean
  /** The public address: PUBLIC_URL, or host and port. No slash at the end. */
  publicUrl: string
  publicUrlIsFixed: boolean
  /** Browsers then refuse plain http for every name below that of PUBLIC_URL too. */
  hstsSubdomains: boolean
  role: 'all' | 'web' | 'worker'
  /** Addresses, CIDR ranges and groups; see `compileTrustedProxies`. */
  trustedProxies: string[]
  /** When it is absent, an embedded PostgreSQL starts in the data folder. */
  databaseUrl: string | undefined
  dataDir: string
  /** 32 bytes in base64. When it is absent, a key is created and kept in the data folder. */
  secretKey: string | undefined
  /** Earlier keys, which still open what they sealed. */
  secretKeyPrevious: string[]
  /** `host`, `host:port` or CIDR. */
  calloutAllow: string[]
  /** Addresses and ranges that are not public and that admins of workspaces may allow. */
  calloutAllowMax: string[]
  /** When it is absent, mail goes to the local outbox. */
  smtpUrl: string | undefined
  /** Mail leaves this machine encrypted or not at all; `off` for a network that is trusted. */
  smtpTls: 'required' | 'off'
  mailFrom: string
  /** Default retention in days of step and call records, for workspaces without a setting. */
  retentionDays: number
  /** Where security events are sent: `https:`, `syslog+tls:`, `syslog+tcp:` or `syslog+udp:`. When it is absent, nowhere. */
  securityEventsUrl: string | undefined
  securityEventsToken: string | undefined
  securityEventsDays: number
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'
}

export const repositoryDir = path.resolve(import.meta.dirname, '../../..')

const schema = z.object({
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:_-]+$/, 'must be a host name or an IP address, such as 127.0.0.1 or 0.0.0.0')
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d+$/, 'must be a number between 1 and 65535')
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'must be a number between 1 and 65535')
    .optional(),
  PUBLIC_URL: z
    .string()
    .refine(isWebOrigin, 'must be an address such as https://journeys.example.com, without a path')
    .transform((text) => new URL(text).origin)
    .optional(),
  HSTS_SUBDOMAINS: z
    .enum(['true', 'false'], 'must be true or false')
    .default('false')
    .transform((text) => text === 'true'),
  ROLE: z.enum(['all', 'web', 'worker'], 'must be all, web or worker').default('all'),
  TRUSTED_PROXIES: z
    .string()
    .default('loopback')
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .transform((list) => list.filter((entry) => entry !== ''))
    .superRefine((list, ctx) => {
      const wrong = wrongProxy(list)
      if (wrong !== null)
        ctx.addIssue({
          code: 'custom',
          message: `has "${wrong}", which is no IP address, no range such as 10.0.0.0/8, and not loopback, private or none`,
        })
    }),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  TABIJI_DATA_DIR: z
    .string()
    .transform((dir) => path.resolve(dir))
    .default(path.join(repositoryDir, 'data')),
  TABIJI_SECRET_KEY: z
    .string()
    .refine(
      (text) => Buffer.from(text, 'base64').length === 32,
      'must be 32 bytes in base64; make one with: openssl rand -base64 32',
    )
    .optional(),
  TABIJI_SECRET_KEY_PREVIOUS: z
    .string()
    .transform(listOf)
    .refine(
      (keys) => keys.every((text) => Buffer.from(text, 'base64').length === 32),
      'must be keys of 32 bytes in base64 with commas between them',
    )
    .default([]),
  TABIJI_CALLOUT_ALLOW: z.string().transform(listOf).default([]),
  TABIJI_CALLOUT_ALLOW_MAX: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .transform((list) => list.filter((entry) => entry !== '' && entry !== 'none'))
    .refine(
      (list) => list.every((entry) => parseAllowEntry(entry)?.kind === 'range'),
      'must be a comma list of addresses and ranges such as 10.0.0.0/8, or none',
    )
    .default(defaultAllowMax),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/./, 'must begin with smtp:// or smtps://')
    .optional(),
  SMTP_TLS: z.enum(['required', 'off'], 'must be required or off').default('required'),
  DATABASE_TLS: z.enum(['required', 'off'], 'must be required or off').default('required'),
  MAIL_FROM: z.string().default('Tabiji <tabiji@localhost>'),
  TABIJI_RETENTION_DAYS: z
    .string()
    .regex(/^\d+$/, 'must be a number of days between 7 and 36500')
    .transform(Number)
    .refine((days) => days >= 7 && days <= 36_500, 'must be a number of days between 7 and 36500')
    .default(365),
  SECURITY_EVENTS_URL: z
    .string()
    .refine(
      (text) => URL.canParse(text) && /^(https?|syslog\+(tls|tcp|udp)):\/\/[^/]/.test(text),
      'must begin with https://, http://, syslog+tls://, syslog+tcp:// or syslog+udp:// and name a host',
    )
    .optional(),
  SECURITY_EVENTS_TOKEN: z.string().optional(),
  SECURITY_EVENTS_DAYS: z
    .string()
    .regex(/^\d+$/, 'must be a number of days between 7 and 36500')
    .transform(Number)
    .refine((days) => days >= 7 && days <= 36_500, 'must be a number of days between 7 and 36500')
    .default(365),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent',
    )
    .default('info'),
})

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}

type Source = Record<string, string | undefined>

/** Throws with every wrong setting at once, so that one start shows them all. */
export function readEnv(source: Source = process.env): Env {
  // A compose file or a shell uses an empty value for "not set".
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, source[name]?.trim() || undefined]))
  const parsed = schema.safeParse(given)
  if (!parsed.success) throw new SettingsError(parsed.error.issues.map((issue) => describe(issue, given)))
  const value = parsed.data
  if (value.DATABASE_URL !== undefined && value.DATABASE_TLS === 'required' && !isEncryptedOrLocal(value.DATABASE_URL))
    throw new SettingsError([
      'DATABASE_URL names another machine and does not ask for TLS. Add ?sslmode=verify-full to it (or sslmode=require), or set DATABASE_TLS=off if that network is trusted',
    ])
  const port = value.PORT ?? 3000
  return {
    host: value.HOST,
    port,
    portIsFixed: value.PORT !== undefined,
    publicUrl: value.PUBLIC_URL ?? addressOf(value.HOST, port),
    publicUrlIsFixed: value.PUBLIC_URL !== undefined,
    hstsSubdomains: value.HSTS_SUBDOMAINS,
    role: value.ROLE,
    trustedProxies: value.TRUSTED_PROXIES,
    databaseUrl: value.DATABASE_URL,
    dataDir: value.TABIJI_DATA_DIR,
    secretKey: value.TABIJI_SECRET_KEY,
    secretKeyPrevious: value.TABIJI_SECRET_KEY_PREVIOUS,
    calloutAllow: value.TABIJI_CALLOUT_ALLOW,
    calloutAllowMax: value.TABIJI_CALLOUT_ALLOW_MAX,
    smtpUrl: value.SMTP_URL,
    smtpTls: value.SMTP_TLS,
    mailFrom: value.MAIL_FROM,
    retentionDays: value.TABIJI_RETENTION_DAYS,
    securityEventsUrl: value.SECURITY_EVENTS_URL,
    securityEventsToken: value.SECURITY_EVENTS_TOKEN,
    securityEventsDays: value.SECURITY_EVENTS_DAYS,
    logLevel: value.LOG_LEVEL,
  }
}

export class SettingsError extends Error {
  constructor(lines: string[]) {
    super(`These settings (environment variables) are wrong:\n${lines.map((line) => `  ${line}`).join('\n')}`)
    this.name = 'SettingsError'
  }
}

/** The same settings with the port that was free. */
export function withPort(env: Env, port: number): Env {
  return { ...env, port, publicUrl: env.publicUrlIsFixed ? env.publicUrl : addressOf(env.host, port) }
}

function addressOf(host: string, port: number): string {
  // The wildcard address cannot be used in a link.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** A path instead of a host is a socket of this machine. */
function isEncryptedOrLocal(databaseUrl: string): boolean {
  if (!URL.canParse(databaseUrl)) return false
  const { hostname, searchParams } = new URL(databaseUrl)
  const host = searchParams.get('host') ?? decodeURIComponent(hostname)
  if (host === '' || host.startsWith('/') || isThisMachine(host)) return true
  return /^(require|verify-ca|verify-full)$/.test(searchParams.get('sslmode') ?? '')
}

function isWebOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
}

// These may hold a password, so their value is not shown.
const secretNames = new Set([
  'DATABASE_URL',
  'TABIJI_SECRET_KEY',
  'TABIJI_SECRET_KEY_PREVIOUS',
  'SMTP_URL',
  'SECURITY_EVENTS_URL',
  'SECURITY_EVENTS_TOKEN',
])

function describe(issue: z.core.$ZodIssue, given: Source): string {
  const name = String(issue.path[0])
  return secretNames.has(name) ? `${name} ${issue.message}` : `${name} ${issue.message}, but is "${given[name]}"`
}
