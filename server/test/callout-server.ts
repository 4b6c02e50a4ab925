import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'

export type ReceivedRequest = {
  method: string
  /** Path and query as received. */
  path: string
  headers: Record<string, string>
  body: string
}

export type StubResponse = {
  status?: number
  statusText?: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer | object
}
type Responder = (request: ReceivedRequest) => StubResponse | Promise<StubResponse>

/**
 * A real HTTP server in place of an external system. Every path responds as its name says; `answer` handles all
 * requests instead.
 *
 * /echo · /status/<code> · /rate-limited?seconds= · /redirect?to=&status= · /loop · /gzip /br /deflate /deflate-raw ·
 * /gzip-bomb /br-bomb · /broken-gzip · /large?bytes= · /endless · /drip?ms= · /slow?ms= · /hang · /reset · /cut ·
 * /garbage · /many-headers
 */
export async function startCalloutServer(options: { answer?: Responder; host?: string; keepRequests?: boolean } = {}) {
  const requests: ReceivedRequest[] = []
  /** `Idempotency-Key` → how often it was received. */
  const keys = new Map<string, number>()
  const sockets = new Set<Socket>()
  const waiting: { count: number; resolve: () => void }[] = []
  const state = { received: 0, connections: 0, answer: options.answer ?? null }

  const server = createServer((incoming, reply) => {
    void read(incoming).then(
      async (request) => {
        state.received++
        if (options.keepRequests !== false) requests.push(request)
        const key = request.headers['idempotency-key']
        if (key !== undefined) keys.set(key, (keys.get(key) ?? 0) + 1)
        for (const waiter of waiting) if (state.received >= waiter.count) waiter.resolve()
        if (state.answer) return send(reply, await state.answer(request))
        return answerByPath(request, incoming, reply)
      },
      () => incoming.destroy(),
    )
  })
  server.on('connection', (socket) => {
    state.connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, options.host ?? '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    /** For `TABIJI_CALLOUT_ALLOW` and similar settings. */
    allow: `127.0.0.1:${port}`,
    requests,
    keys,
    get received() {
      return state.received
    },
    get connections() {
      return state.connections
    },
    set answer(answer: Responder | null) {
      state.answer = answer
    },
    async untilReceived(count: number) {
      if (state.received >= count) return
      await new Promise<void>((resolve) => waiting.push({ count, resolve }))
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type CalloutServer = Awaited<ReturnType<typeof startCalloutServer>>

async function read(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function send(reply: ServerResponse, { status = 200, statusText, headers = {}, body = '' }: StubResponse): void {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body)
  reply.writeHead(status, statusText, { ...(isJson && { 'content-type': 'application/json' }), ...headers })
  reply.end(isJson ? JSON.stringify(body) : body)
}

async function answerByPath(request: ReceivedRequest, incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.path, 'http://target')
  const number = (name: string, otherwise: number) => Number(searchParams.get(name) ?? otherwise)
  const [, first = '', second = ''] = pathname.split('/')
  const compressed = (encoding: string, body: Buffer) =>
    send(reply, { headers: { 'content-encoding': encoding, 'content-type': 'application/json' }, body })

  switch (first) {
    case 'status':
      return send(reply, { status: Number(second), body: { status: Number(second) } })
    case 'rate-limited':
      return send(reply, {
        status: 429,
        headers: { 'retry-after': String(number('seconds', 1)) },
        body: { error: 'slow down' },
      })
    case 'redirect':
      return send(reply, { status: number('status', 302), headers: { location: searchParams.get('to') ?? '/echo' } })
    case 'loop':
      return send(reply, { status: 302, headers: { location: '/loop' } })
    case 'gzip':
      return compressed('gzip', gzipSync('{"ok":true}'))
    case 'br':
      return compressed('br', brotliCompressSync('{"ok":true}'))
    case 'deflate':
      return compressed('deflate', deflateSync('{"ok":true}'))
    case 'deflate-raw':
      return compressed('deflate', deflateRawSync('{"ok":true}'))
    case 'gzip-bomb':
      return compressed('gzip', bomb('gzip', gzipSync))
    case 'br-bomb':
      return compressed('br', bomb('br', brotliCompressSync))
    case 'broken-gzip':
      return compressed('gzip', Buffer.from('this is not gzip'))
    case 'large':
      return send(reply, { body: Buffer.alloc(number('bytes', 2 * 1024 * 1024), 'x') })
    case 'endless':
      reply.writeHead(200, { 'content-type': 'text/plain' })
      await pipeline(endless, reply).catch(() => {})
      return
    case 'drip':
      reply.writeHead(200, { 'content-type': 'text/plain' })
      while (!reply.destroyed) {
        reply.write('x')
        await delay(number('ms', 20))
      }
      return
    case 'slow':
      await delay(number('ms', 50))
      return send(reply, { body: { ok: true } })
    case 'hang':
      return
    case 'reset':
      incoming.socket.resetAndDestroy()
      return
    case 'cut':
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      reply.write('{"ok":')
      await delay(20)
      incoming.socket.destroy()
      return
    case 'garbage':
      incoming.socket.end('this is not HTTP\r\n\r\n')
      return
    case 'many-headers':
      return send(reply, {
        headers: Object.fromEntries(Array.from({ length: 80 }, (_, i) => [`x-filler-${i}`, 'y'.repeat(1000)])),
      })
    default:
      return send(reply, { body: { ok: true, ...request, ts: `${Date.now()}` } })
  }
}

function* endless() {
  for (;;) yield 'x'.repeat(16 * 1024)
}

const bombs = new Map<string, Buffer>()

/** 32 MB of zeros in a few KB. Made once, because compressing takes longer than a short timeout. */
function bomb(name: string, compress: (plain: Buffer) => Buffer): Buffer {
  const packed = bombs.get(name) ?? compress(Buffer.alloc(32 * 1024 * 1024))
  bombs.set(name, packed)
  return packed
}
