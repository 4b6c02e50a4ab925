import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { Provider } from 'oidc-provider'

export const oauthClient = { id: 'tabiji', secret: 's3cret-of-the-client' }

export type OAuthServer = Awaited<ReturnType<typeof startOAuthServer>>

type TokenRequest = { grant: string; fields: Record<string, string>; headers: IncomingHttpHeaders }

/**
 * A real OAuth 2 server (oidc-provider, with its own sign-in and consent pages), together with an API that accepts its
 * tokens:
 *
 * /api/… returns 200 with the request, and 401 without a valid token · /legacy/… returns 200 with
 * `{"error":"token_expired"}` instead of the 401.
 */
export async function startOAuthServer(
  options: { redirectUri?: string; clientAuth?: 'basic' | 'body'; lifeSeconds?: number; port?: number } = {},
) {
  const tokenRequests: TokenRequest[] = []
  const revoked: string[] = []
  /** Access tokens that the API received, in order; null where there was none. */
  const seen: (string | null)[] = []
  const sockets = new Set<Socket>()
  const state = {
    /** Replaces the response of the token endpoint. */
    tokenFault: null as null | ((reply: ServerResponse) => void),
    /** Delays the token endpoint until this resolves, so that calls can pile up. */
    tokenLatch: null as null | Promise<unknown>,
  }

  const server = createServer((incoming, reply) => void handle(incoming, reply))
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`

  const life = options.lifeSeconds ?? 3600
  const method = options.clientAuth === 'basic' ? 'client_secret_basic' : 'client_secret_post'
  const provider = new Provider(url, {
    clients: [
      {
        client_id: oauthClient.id,
        client_secret: oauthClient.secret,
        token_endpoint_auth_method: method,
        grant_types: ['client_credentials', 'authorization_code', 'refresh_token'],
        redirect_uris: [options.redirectUri ?? 'http://127.0.0.1:3000/oauth/callback'],
        response_types: ['code'],
      },
    ],
    scopes: ['openid', 'offline_access', 'calls:write'],
    features: {
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      devInteractions: { enabled: true },
    },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // Every use of a refresh token ends it: a client that loses the new one has lost the consent.
    rotateRefreshToken: true,
    pkce: { required: () => true },
    ttl: {
      AccessToken: life,
      ClientCredentials: life,
      RefreshToken: 86_400,
      Grant: 86_400,
      Interaction: 600,
      Session: 86_400,
      IdToken: 600,
    },
    cookies: { keys: ['of no worth'] },
  })
  provider.use(async (ctx, next) => {
    if (ctx.method !== 'POST' || ctx.path !== '/token') return next()
    const request: TokenRequest = { grant: '', fields: {}, headers: ctx.headers }
    tokenRequests.push(request)
    await state.tokenLatch
    if (state.tokenFault) {
      ctx.respond = false
      return state.tokenFault(ctx.res)
    }
    await next()
    const fields = { ...(ctx.oidc?.body as Record<string, string> | undefined) }
    Object.assign(request, { grant: fields['grant_type'] ?? '', fields })
  })
  provider.use(async (ctx, next) => {
    await next()
    // Its pages load a font from another site.
    if (typeof ctx.body === 'string') ctx.body = ctx.body.replace(/@import url\([^)]*\);/, '')
    if (ctx.method === 'POST' && ctx.path === '/token/revocation' && ctx.status === 200)
      revoked.push(String((ctx.oidc?.body as Record<string, string> | undefined)?.['token']))
  })
  const oauth = provider.callback()

  async function handle(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url ?? '/', url)
    if (pathname.startsWith('/api/') || pathname.startsWith('/legacy/')) return answerCall(pathname, incoming, reply)
    void oauth(incoming, reply)
  }

  async function answerCall(pathname: string, incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body = await readText(incoming)
    const token = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? null
    seen.push(token)
    const isGood = token !== null && (await isValid(token))
    const send = (status: number, answer: object) => {
      reply.writeHead(status, { 'content-type': 'application/json' })
      reply.end(JSON.stringify(answer))
    }
    if (!isGood && pathname.startsWith('/legacy/')) return send(200, { error: 'token_expired' })
    if (!isGood) return send(401, { error: 'invalid_token', token })
    send(200, { ok: true, body, ts: `${seen.length}`, authorization: incoming.headers.authorization })
  }

  async function isValid(token: string): Promise<boolean> {
    const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token))
    return found !== undefined && found.isValid
  }

  return {
    url,
    port,
    /** For `TABIJI_CALLOUT_ALLOW` and similar settings. */
    allow: `127.0.0.1:${port}`,
    state,
    tokenRequests,
    revoked,
    seen,
    isValid,
    /** The auth as an admin enters it. */
    clientCredentials: {
      kind: 'oauth2ClientCredentials',
      tokenUrl: `${url}/token`,
      clientId: oauthClient.id,
      clientSecret: oauthClient.secret,
      clientAuth: options.clientAuth ?? 'body',
      scope: 'calls:write',
    } as const,
    authorizationCode: {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: `${url}/auth?prompt=consent`,
      tokenUrl: `${url}/token`,
      revokeUrl: `${url}/token/revocation`,
      clientId: oauthClient.id,
      clientSecret: oauthClient.secret,
      scope: 'openid offline_access calls:write',
      pkce: true,
    } as const,
    /** The API no longer accepts the token, long before it expires. */
    async forget(token: string | null | undefined) {
      const found = await (async () =>
        (await provider.AccessToken.find(token ?? '')) ?? (await provider.ClientCredentials.find(token ?? '')))()
      await found?.destroy()
    },
    /** Withdraws the consent in this system: its tokens become invalid, and no new ones are issued. */
    async withdrawConsent(refreshToken: string) {
      await (await provider.RefreshToken.find(refreshToken))?.destroy()
    },
    /** Signs in and consents as a person in a browser would; returns the redirect address. */
    consent: (authorizeUrl: string, answer: 'agree' | 'abort' = 'agree') => consentAt(url, authorizeUrl, answer),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

async function consentAt(origin: string, authorizeUrl: string, answer: 'agree' | 'abort'): Promise<string> {
  const cookies = new Map<string, string>()
  let next: { url: string; form?: Record<string, string> } = { url: authorizeUrl }
  for (let steps = 0; steps < 20; steps++) {
    const response = await fetch(next.url, {
      redirect: 'manual',
      method: next.form ? 'POST' : 'GET',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(next.form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(next.form && { body: new URLSearchParams(next.form).toString() }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location !== null) {
      const url = new URL(location, next.url).href
      if (!url.startsWith(origin)) return url
      next = { url }
      continue
    }
    const page = await response.text()
    const action = /action="([^"]+)"/.exec(page)?.[1]
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
    if (!action || !prompt) throw new Error(`${next.url} answered ${response.status}: ${page.slice(0, 2000)}`)
    const abort = /href="([^"]+\/abort)"/.exec(page)?.[1]
    if (answer === 'abort' && abort) next = { url: new URL(abort, origin).href }
    else
      next = {
        url: new URL(action, origin).href,
        form: { prompt, ...(prompt === 'login' && { login: 'customer-001', password: 'any' }) },
      }
  }
  throw new Error('the consent came to no end')
}
