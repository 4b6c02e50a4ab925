import type { Locale } from '../locale.ts'
import type { CalloutAttempt } from './callout-attempt.ts'
import type { CalloutError } from './callout-error.ts'
import { calloutErrorMessage } from './callout-error-texts.ts'
import type { CalloutAnswer } from './callout.schemas.ts'

export function presentCallout(attempt: CalloutAttempt, locale: Locale): CalloutAnswer {
  const { workspaceId: _, error, ...shown } = attempt
  return { ...shown, error: presentCalloutError(error, locale) }
}

export function presentCalloutError(error: CalloutError | null, locale: Locale): CalloutAnswer['error'] {
  return error && { code: error.code, message: calloutErrorMessage(error, locale) }
}
