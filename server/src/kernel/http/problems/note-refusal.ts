import type { Caller } from '../../actor.ts'
import type { Deps } from '../../deps.ts'
import { ServiceError } from '../../errors.ts'
import { noteSecurityEvent } from '../../security-events/note-security-event.ts'
import { refusalOf } from '../../security-events/refusal-event.ts'
import type { Client } from '../requests/client-address.ts'

/** Called where an error becomes an answer, so that each refusal is noted once, whatever refused. */
export function noteRefusal(
  deps: Deps,
  error: unknown,
  request: { caller: Caller | null; client: Client; route: string },
): void {
  const refusal = refusalOf(error)
  if (!refusal || !(error instanceof ServiceError)) return
  const { caller, client, route } = request
  const who = error.refused ?? {
    actor: caller?.actor ?? null,
    account: caller?.user?.email ?? null,
    workspaceId: caller?.membership?.workspaceId ?? null,
  }
  const { host, origin } = error.params
  noteSecurityEvent(deps, refusal.kind, refusal.outcome, who, client, {
    route,
    ...(refusal.kind === 'host' && { host: String(host).slice(0, 200) }),
    ...(refusal.kind === 'origin' && { origin: String(origin).slice(0, 200) }),
  })
}
