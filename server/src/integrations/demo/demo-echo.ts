import type { Hono } from 'hono'
import { demoEchoPath } from '../../kernel/outbound/demo-echo-url.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { readTextBody } from '../../kernel/http/requests/read-body.ts'

const maxBodyBytes = 64 * 1024
// What a caller of the sample learns from; never a credential, and nothing that a proxy in between added.
const shownHeaders = ['accept', 'content-type', 'idempotency-key', 'user-agent']

/**
 * What the sample journey calls: it answers what it was sent. It needs no key, because a separate worker calls it
 * through PUBLIC_URL like any other outside service.
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
    return JSON.parse(text)
  } catch {
    return text
  }
}
