import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { CalloutAttempt } from './callout-attempt.ts'
import type { CalloutResponse } from './callout.schemas.ts'

/** As the web gets it: the error is data, worded where it is shown. */
export type PresentedCallout = Omit<CalloutResponse, 'error'> & { error: CalloutError | null }

/** `keys` maps participant ids to participant keys. */
export function presentCallout(attempt: CalloutAttempt, keys: ReadonlyMap<string, string>): PresentedCallout {
  const { workspaceId: _, ...shown } = attempt
  return { ...shown, participantKey: keys.get(attempt.participantId ?? '') ?? null }
}

/** As REST gives it, in words. */
export function calloutInWords({ error, ...callout }: PresentedCallout, locale: Locale): CalloutResponse {
  return { ...callout, error: calloutErrorInWords(error, locale) }
}

export function calloutErrorInWords(error: CalloutError | null, locale: Locale): CalloutResponse['error'] {
  return error && { code: error.code, message: calloutErrorMessage(error, locale) }
}
