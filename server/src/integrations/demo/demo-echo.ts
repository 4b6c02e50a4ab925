import type { Hono } from 'hono'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { demoEchoPath } from '../../kernel/outbound/demo-echo-url.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { readTextBody } from '../../kernel/http/requests/read-body.ts'

const maxBodyBytes = 64 * 1024
// The headers that are useful to a caller of the sample. Never a credential, and nothing that a proxy added.
const shownHeaders = ['accept', 'content-type', 'idempotency-key', 'user-agent']

/**
 * The target of the sample journey: it returns what it was sent. It needs no key. A separate worker calls it through
 * PUBLIC_URL like any other external service.
 */
export function addDemoEcho(app: Hono<AppEnv>, deps: Pick<Deps, 'clock' | 'ids'>): void {
  app.post(demoEchoPath, async (c) => {
    const text = await readTextBody(c.req.raw, maxBodyBytes)
    const headers = Object.fromEntries(
      shownHeaders.flatMap((name) => {
        const value = c.req.header(name)
        return value === undefined ? [] : [[name, value]]
      }),
    )
    return c.json({
      ok: true,
      id: deps.ids.uuid(),
      ts: deps.clock.now().toISOString(),
      method: 'POST',
      headers,
      body: parsed(text),
    })
  })
}

function parsed(text: string): unknown {
  try {
    return parseExactJson(text)
  } catch {
    return text
  }
}
