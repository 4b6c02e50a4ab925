import { Readable } from 'node:stream'
import { Pool } from 'undici'
import { createApiKey } from '../src/accounts/api-keys/create-api-key.ts'
import type { Bench } from './open-bench.ts'

export type Api = {
  get<T>(path: string): Promise<T>
  /** With the key of the bench, unless `key` is given. */
  post<T>(path: string, json: unknown, key?: string): Promise<T>
  upload<T>(path: string, csv: Iterable<string>): Promise<T>
  close(): Promise<void>
}

/** The REST API of a bench server, over keep-alive connections. */
export async function openApi({ ctx }: Bench, address: string, { connections = 1 } = {}): Promise<Api> {
  const { key: ownKey } = await createApiKey(ctx, { name: ctx.ids.uuid(), role: 'editor' })
  const pool = new Pool(address, { connections, pipelining: 1, headersTimeout: 0 })
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    body: string | Readable | null,
    type: string,
    key: string,
  ) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': type }
    const reply = await pool.request({ method, path: `/api/v1${path}`, headers, body })
    const text = await reply.body.text()
    if (reply.statusCode >= 300) throw new Error(`${method} ${path} answered ${reply.statusCode}: ${text}`)
    return JSON.parse(text)
  }
  return {
    get: (path) => ask('GET', path, null, 'application/json', ownKey),
    post: (path, json, key = ownKey) => ask('POST', path, JSON.stringify(json), 'application/json', key),
    upload: (path, csv) => ask('POST', path, Readable.from(csv, { objectMode: false }), 'text/csv', ownKey),
    close: () => pool.close(),
  }
}
