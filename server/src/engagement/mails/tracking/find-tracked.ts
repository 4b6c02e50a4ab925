import type { Deps } from '../../../kernel/deps.ts'
import { isPublicId } from '../../../kernel/public-id.ts'
import { findMailByTrackingId, findTrackedLink } from './mail-tracking.repository.ts'

/** What a link of a mail leads to, by the id in its address; an id that was never given is none. */
export function findClicked(deps: Deps, id: string): ReturnType<typeof findTrackedLink> {
  return isPublicId(id) ? findTrackedLink(deps.db, id) : Promise.resolve(undefined)
}

/** The mail whose pixel has this id. */
export function findOpened(deps: Deps, id: string): ReturnType<typeof findMailByTrackingId> {
  return isPublicId(id) ? findMailByTrackingId(deps.db, id) : Promise.resolve(undefined)
}

export type TrackedMail = NonNullable<Awaited<ReturnType<typeof findOpened>>>
