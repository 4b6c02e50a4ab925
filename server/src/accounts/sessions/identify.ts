import type { MiddlewareHandler } from 'hono'
import type { Auth } from './auth.ts'
import type { Deps } from '../../kernel/deps.ts'
import { localeFromHeader } from '../../kernel/locale-from-header.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { localeOf, resolveCaller } from './caller.ts'
import { type Caller } from '../../kernel/actor.ts'
import { ctxOfCaller } from '../../kernel/http/trpc.ts'

export function identify(deps: Deps, auth: Auth): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { headers } = c.req.raw
    c.set('locale', localeFromHeader(headers.get('accept-language')))
    let resolved: Promise<Caller | null> | undefined
    const caller = () => {
      resolved ??= resolveCaller(deps, auth, headers).then((found) => {
        c.set('locale', localeOf(headers, found))
        return found
      })
      return resolved
    }
    c.set('caller', caller)
    c.set('ctxFor', async (required) =>
      ctxOfCaller({ ...deps, client: c.get('client') }, await caller(), c.get('locale'), required),
    )
    await next()
  }
}
