import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { CalloutAttempt } from './callout-attempt.ts'
import type { CalloutError } from '../perform/callout-error.ts'
import { calloutErrorMessage } from '../perform/callout-error-texts.ts'
import type { CalloutResponse } from './callout.schemas.ts'

/** `keys` maps participant ids to participant keys. */
export function presentCallout(
  attempt: CalloutAttempt,
  keys: ReadonlyMap<string, string>,
  locale: Locale,
): CalloutResponse {
  const { workspaceId: _, error, ...shown } = attempt
  const participantKey = keys.get(attempt.participantId ?? '') ?? null
  return { ...shown, participantKey, error: presentCalloutError(error, locale) }
}

export function presentCalloutError(error: CalloutError | null, locale: Locale): CalloutResponse['error'] {
  return error && { code: error.code, message: calloutErrorMessage(error, locale) }
}
