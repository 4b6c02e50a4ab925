import type { SavedExternalAction } from '../../../../lib/action-drawers.ts'

/** Live journeys that were published with an older version and still call the action in their draft. */
export function outdatedJourneys({ usedBy, version }: Pick<SavedExternalAction, 'usedBy' | 'version'>) {
  return usedBy.filter(
    ({ inPublished, inDraft, pinnedVersion }) =>
      inPublished && inDraft && pinnedVersion !== null && pinnedVersion < version,
  )
}
