/** A POST of form fields to a token or revocation endpoint (RFC 6749 §3.2, RFC 7009 §2.1). */
export type TokenRequest = {
  url: string
  fields: Record<string, string>
  /** Who asks; left out where the fields say it all. */
  client?: TokenClient
}

/** Tokens that need nobody to be asked: we make them ourselves. */
export type MadeTokens = { made: NewTokens }

export type NewTokens = {
  accessToken: string
  /** Null: the answer brought none, so an earlier one goes on. */
  refreshToken: string | null
  /** Null: the other side did not say. */
  expiresInMs: number | null
}

export type TokenClient = { id: string; secret: string | undefined; in: 'basic' | 'body' }

/** What an earlier answer left for the next request. */
export type HeldTokens = { accessToken: string; refreshToken: string | null }

/** Where the access tokens of a kind come from. Makes requests and never sends them. */
export type TokenSource<Config> = {
  /** A token belongs to these values of the config: with others it is worth nothing. */
  belongsTo(config: Config): unknown
  /** For a new token; null when only a person can get one. */
  request(
    config: Config,
    held: HeldTokens | null,
    now: Date,
  ): Promise<TokenRequest | MadeTokens | null> | TokenRequest | MadeTokens | null
  /** Asks the other side to forget the tokens; empty where it offers no way. */
  revocations(config: Config, held: HeldTokens): TokenRequest[]
  /** RFC 9535: a reply in which it finds something says that the token has run out, whatever its status. */
  expiredWhen(config: Config): string | undefined
  /** For kinds that begin with somebody's consent at the other side. */
  consent?: Consent<Config>
}

export type Consent<Config> = {
  /** Where the person goes. */
  address(config: Config, of: { redirectUri: string; state: string; codeChallenge: string }): string
  exchange(config: Config, of: { code: string; redirectUri: string; codeVerifier: string }): TokenRequest
}
