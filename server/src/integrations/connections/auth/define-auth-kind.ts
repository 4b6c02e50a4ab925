import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { AccessTokenSource } from './access-token-source.ts'

/** A request that is about to be sent. Header names are in lower case. */
export type OutgoingRequest = {
  method: string
  url: string
  headers: Record<string, string>
  body: string | Buffer | null
}

/** Values that are known only when the request is sent. */
export type Moment = {
  /** From the token source of the kind. */
  accessToken: string
  now: Date
}

/** How a connection authenticates. `Config` is the auth as entered, with its secrets in clear. */
export type AuthKind<Config> = {
  /** Replaces each secret of the config. The name distinguishes the secrets of one config. */
  replaceSecrets(config: Config, by: (name: string, value: string) => string): Config
  /** Checks beyond the schema. Paths begin inside the auth. */
  check?(config: Config): Issue[]
  apply(request: OutgoingRequest, config: Config, moment: Moment): void
  /** Where `apply` puts secrets, so that records can leave out those values completely. */
  secretPlaces(config: Config): { headers?: string[]; query?: string[] }
  /** Addresses of the other system by field name. They are checked like a base URL when the connection is saved. */
  addresses?(config: Config): Record<string, string | undefined>
  /** For kinds that call with an access token issued by the other system. */
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
