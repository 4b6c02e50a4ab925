import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { z } from 'zod'
import type { AccessTokenSource } from './access-token-source.ts'

/** A request about to be sent. Header names are in lower case. */
export type OutgoingRequest = {
  method: string
  url: string
  headers: Record<string, string>
  body: string | Buffer | null
}

/** What is known only at the moment of sending. */
export type Moment = {
  /** Of the kind's token source. */
  accessToken: string
  now: Date
}

/** How a connection proves who we are. `Config` is the auth as entered, with its secrets in clear. */
export type AuthKind<Config> = {
  schema: z.ZodType<Config>
  /** Gives each secret of the config another value. The name tells a secret from the others of the same config. */
  replaceSecrets(config: Config, by: (name: string, value: string) => string): Config
  /** Beyond the schema. Paths begin inside the auth. */
  check?(config: Config): Issue[]
  apply(request: OutgoingRequest, config: Config, moment: Moment): void
  /** Where `apply` puts secrets, so that records can leave those values out whole. */
  secretPlaces(config: Config): { headers?: string[]; query?: string[] }
  /** Addresses of the other side by the name of their field; judged like a base URL when they are saved. */
  addresses?(config: Config): Record<string, string | undefined>
  /** For kinds that go by an access token which the other side hands out. */
  tokens?: AccessTokenSource<Config>
}

export function defineAuthKind<Config>(kind: AuthKind<Config>): AuthKind<Config> {
  return kind
}

export function readSecrets<Config>(kind: AuthKind<Config>, config: Config): Record<string, string> {
  const secrets: Record<string, string> = {}
  kind.replaceSecrets(config, (name, value) => (secrets[name] = value))
  return secrets
}
