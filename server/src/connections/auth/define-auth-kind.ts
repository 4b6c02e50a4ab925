import type { Issue } from '@tabiji/shared/issue.ts'
import type { z } from 'zod'

/** A request about to be sent. Header names are in lower case. */
export type OutgoingRequest = {
  method: string
  url: string
  headers: Record<string, string>
  body: string | Buffer | null
}

/** How a connection proves who we are. `Config` is the auth as entered, with its secrets in clear. */
export type AuthKind<Config> = {
  schema: z.ZodType<Config>
  /** Gives each secret of the config another value. The name tells a secret from the others of the same config. */
  replaceSecrets(config: Config, by: (name: string, value: string) => string): Config
  /** Beyond the schema. Paths begin inside the auth. */
  check?(config: Config): Issue[]
  apply(request: OutgoingRequest, config: Config): void
  /** Where `apply` puts secrets, so that records can leave those values out whole. */
  secretPlaces(config: Config): { headers?: string[]; query?: string[] }
}

export function defineAuthKind<Config>(kind: AuthKind<Config>): AuthKind<Config> {
  return kind
}

export function readSecrets<Config>(kind: AuthKind<Config>, config: Config): Record<string, string> {
  const secrets: Record<string, string> = {}
  kind.replaceSecrets(config, (name, value) => (secrets[name] = value))
  return secrets
}
