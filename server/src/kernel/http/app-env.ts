import type { Ctx } from '../context.ts'
import type { Role } from '../actor.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { Caller } from '../actor.ts'
import type { Client } from './requests/client-address.ts'

export type AppEnv = {
  Variables: {
    client: Client
    /** Resolved at most once for each request, and only when it is called. */
    caller: () => Promise<Caller | null>
    /** The browser's language until the caller is known, then the caller's own language. */
    locale: Locale
    ctxFor: (required: Role) => Promise<Ctx>
  }
}
