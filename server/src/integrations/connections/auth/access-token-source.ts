/** A POST of form fields to a token or revocation endpoint (RFC 6749 §3.2, RFC 7009 §2.1). */
export type AccessTokenRequest = {
  url: string
  fields: Record<string, string>
  /** Who asks; left out where the fields say it all. */
  client?: AccessTokenClient
}

/** Tokens that need nobody to be asked: we make them ourselves. */
export type MadeAccessTokens = { made: NewAccessTokens }

export type NewAccessTokens = {
  accessToken: string
  /** Null: the answer brought none, so an earlier one goes on. */
  refreshToken: string | null
  /** Null: the other side did not say. */
  expiresInMs: number | null
}

export type AccessTokenClient = { id: string; secret: string | undefined; in: 'basic' | 'body' }

/** What an earlier answer left for the next request. */
export type TokenPair = { accessToken: string; refreshToken: string | null }

/** Where the access tokens of a kind come from. Makes requests and never sends them. */
export type AccessTokenSource<Config> = {
  /** A token belongs to these values of the config: with others it is worth nothing. */
  belongsTo(config: Config): unknown
  /** For a new token; null when only a person can get one. */
  request(
    config: Config,
    tokens: TokenPair | null,
    now: Date,
  ): Promise<AccessTokenRequest | MadeAccessTokens | null> | AccessTokenRequest | MadeAccessTokens | null
  /** Asks the other side to forget the tokens; empty where it offers no way. */
  revocations(config: Config, tokens: TokenPair): AccessTokenRequest[]
  /** RFC 9535: a reply in which it finds something says that the token has run out, whatever its status. */
  expiredWhen(config: Config): string | undefined
  /** For kinds that begin with somebody's consent at the other side. */
  consent?: Consent<Config>
}

export type Consent<Config> = {
  /** Where the person goes. */
  address(config: Config, request: { redirectUri: string; state: string; codeChallenge: string }): string
  exchange(config: Config, request: { code: string; redirectUri: string; codeVerifier: string }): AccessTokenRequest
}
