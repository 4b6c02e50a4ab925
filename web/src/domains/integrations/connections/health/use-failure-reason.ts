import { calloutOutcomes } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import { useTranslation } from 'react-i18next'
import type { Connection } from './connection-health.ts'

/** A short reason why the last call failed. */
export function useFailureReason({ lastFailure }: Pick<Connection, 'lastFailure'>): string | null {
  const { t } = useTranslation(['connections', 'callouts'])
  if (!lastFailure) return null
  const { outcome, statusCode } = lastFailure
  if (outcome === 'httpError' && statusCode !== null) return t('connections:lastWasStatus', { status: statusCode })
  const known = calloutOutcomes.find((each) => each === outcome)
  return t('connections:lastWas', { reason: known ? t(`callouts:outcome.${known}`) : outcome })
}
