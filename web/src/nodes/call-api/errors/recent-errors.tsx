import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import formClasses from '../../form/form.module.css'
import { useNodeForm } from '../../form/node-form-context.tsx'
import classes from '../call-api.module.css'

const weekMs = 7 * 24 * 60 * 60_000
const mostShown = 8

/** The failures of this step in the last seven days, by kind, with their number of people and a link to them. */
export function RecentErrors({ nodeId }: { nodeId: string }) {
  const { t } = useTranslation(['nodes', 'callouts'])
  const trpc = useTRPC()
  const format = useFormat()
  const locale = useLocale()
  const { journeyId } = useNodeForm()
  // Fixed while the tab is open, so that the query is not repeated on every render.
  const [from] = useState(() => new Date(Math.floor(Date.now() / 60_000) * 60_000 - weekMs).toISOString())
  const errors = useQuery(trpc.callouts.topErrors.queryOptions({ journeyId, nodeId, from }))
  return (
    <section className={classes.rules} aria-label={t('nodes:callApi.errors.recent')}>
      <h3 className={classes.rulesTitle}>{t('nodes:callApi.errors.recent')}</h3>
      {errors.error ? (
        <ErrorNotice error={errors.error} onRetry={() => void errors.refetch()} />
      ) : !errors.data ? (
        <Skeleton height="2.5rem" />
      ) : errors.data.length === 0 ? (
        <p className={formClasses.hint}>{t('nodes:callApi.errors.recentNone')}</p>
      ) : (
        <ul className={classes.recent}>
          {errors.data.slice(0, mostShown).map((error) => (
            <li key={error.lastId}>
              <span>
                {error.error ? calloutErrorMessage(error.error, locale) : t(`callouts:outcome.${error.outcome}`)}
              </span>
              <AnchorLink
                to="/activity/callouts"
                search={{
                  journeyId,
                  nodeId,
                  range: 'week',
                  outcome: error.outcome,
                  ...(error.statusCode !== null && { statusCode: error.statusCode }),
                }}
              >
                {t('nodes:callApi.errors.recentPeople', {
                  count: error.people,
                  number: format.number(error.people),
                })}
              </AnchorLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
