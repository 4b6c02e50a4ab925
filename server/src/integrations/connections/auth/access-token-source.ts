/** A POST of form fields to a token or revocation endpoint (RFC 6749 §3.2, RFC 7009 §2.1). */
export type AccessTokenRequest = {
  url: string
  fields: Record<string, string>
  /** The client that asks; left out where `fields` already name it. */
  client?: AccessTokenClient
}

/** Tokens that are made here, without a request. */
export type MadeAccessTokens = { made: NewAccessTokens }

export type NewAccessTokens = {
  accessToken: string
  /** Null: the response had none, so the earlier one stays in use. */
  refreshToken: string | null
  /** Null: the other system did not say. */
  expiresInMs: number | null
}

export type AccessTokenClient = { id: string; secret: string | undefined; in: 'basic' | 'body' }

/** The tokens of an earlier response, for the next request. */
export type TokenPair = { accessToken: string; refreshToken: string | null }

/** Where the access tokens of an auth kind come from. Builds requests and never sends them. */
export type AccessTokenSource<Config> = {
  /** The config values that a token belongs to. When one of them changes, the token is worthless. */
  belongsTo(config: Config): unknown
  /** The request for a new token; null when only a person can get one. */
  request(
    config: Config,
    tokens: TokenPair | null,
    now: Date,
  ): Promise<AccessTokenRequest | MadeAccessTokens | null> | AccessTokenRequest | MadeAccessTokens | null
  /** Requests that revoke the tokens; empty where the other system has no revocation endpoint. */
  revocations(config: Config, tokens: TokenPair): AccessTokenRequest[]
  /** RFC 9535: when it finds something in a reply, the token has expired, whatever the status of the reply. */
  expiredWhen(config: Config): string | undefined
  /** For kinds that start with a person's consent in the other system. */
  consent?: Consent<Config>
}

export type Consent<Config> = {
  /** The address that the person is sent to. */
  address(config: Config, request: { redirectUri: string; state: string; codeChallenge: string }): string
  exchange(config: Config, request: { code: string; redirectUri: string; codeVerifier: string }): AccessTokenRequest
}
