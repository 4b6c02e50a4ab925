import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useNow } from '../../../../lib/use-now.ts'
import { ErrorNotice } from '../../../../ui/feedback/error-notice.tsx'
import { ErrorPage } from '../../../../ui/layout/error-page.tsx'
import { AnchorLink } from '../../../../ui/layout/links.tsx'
import { Page } from '../../../../ui/layout/page.tsx'
import { PageHeader } from '../../../../ui/layout/page-header.tsx'
import { Section } from '../../../../ui/layout/section.tsx'
import { AttemptList } from '../log/attempt-list.tsx'
import { CalloutChart } from './callout-chart.tsx'
import { calloutQueryOf, type CalloutSearch, spansOf } from '../callout-search.ts'
import classes from '../callouts.module.css'
import { ExportButton } from '../export-button.tsx'
import { FilterBar, omit, RangeControl } from '../filter-bar.tsx'
import { MissingValues } from './missing-values.tsx'
import { NumbersRow, NumbersSkeleton } from './numbers-row.tsx'
import { StatusHistogram } from './status-histogram.tsx'
import { TopErrors } from './top-errors.tsx'

const route = getRouteApi('/signed-in/shell/journeys/$journeyId/nodes/$nodeId/callouts')

/** Numbers first, then errors, then every single call. */
export function CalloutAnalyticsPage(): ReactNode {
  const { t } = useTranslation('callouts')
  const trpc = useTRPC()
  const { journeyId, nodeId } = route.useParams()
  const search: CalloutSearch = route.useSearch()
  const navigate = route.useNavigate()
  const attemptsRef = useRef<HTMLDivElement>(null)
  const now = useNow(true)
  const range = search.range ?? 'week'
  const spans = spansOf(range, now)

  const journey = useQuery(trpc.journeys.get.queryOptions({ journeyId }))
  const of = { journeyId, nodeId }
  // The numbers are refreshed while the page is open.
  const live = { placeholderData: keepPreviousData, refetchInterval: 15_000 }
  const numbers = useQuery(trpc.callouts.numbers.queryOptions({ ...of, ...spans.now }, live))
  const before = useQuery(
    trpc.callouts.numbers.queryOptions(
      { ...of, ...spans.before },
      { placeholderData: keepPreviousData, enabled: spans.before !== undefined },
    ),
  )
  // The range "all" begins with the journey.
  const from = spans.now.from ?? journey.data?.createdAt
  const series = useQuery(trpc.callouts.series.queryOptions({ ...of, from }, { ...live, enabled: from !== undefined }))
  const missing = useQuery(trpc.callouts.missingTokens.queryOptions({ ...of, ...spans.now }, live))
  const errors = useQuery(trpc.callouts.topErrors.queryOptions({ ...of, ...spans.now }, live))

  if (journey.error) return <ErrorPage error={journey.error} reset={() => void journey.refetch()} />

  const name = journey.data?.document.nodes.find((node) => node.id === nodeId)?.name || t('callApi')
  const show = (wished: CalloutSearch) => void navigate({ search: wished, replace: true, resetScroll: false })
  const [ofNode] = numbers.data ?? []
  const failure = numbers.error ?? series.error ?? errors.error ?? missing.error
  const see = (patch: CalloutSearch) => {
    show({ range, ...patch })
    attemptsRef.current?.scrollIntoView({ block: 'start' })
    attemptsRef.current?.focus({ preventScroll: true })
  }
  const attemptsQuery = { ...calloutQueryOf({ ...search, range }, now), ...of }

  return (
    <Page>
      <PageHeader
        title={t('ofNode', { name })}
        back={
          <AnchorLink to="/journeys/$journeyId" params={{ journeyId }} c="dimmed">
            ‹ {journey.data?.document.name ?? t('toJourney')}
          </AnchorLink>
        }
        actions={
          <RangeControl range={range} onChange={(wished) => show({ ...omit(search, 'from', 'to'), range: wished })} />
        }
      />
      {failure ? (
        <ErrorNotice
          error={failure}
          onRetry={() => {
            for (const query of [numbers, series, errors, missing]) if (query.error) void query.refetch()
          }}
        />
      ) : null}
      {ofNode ? (
        <NumbersRow numbers={ofNode} before={spans.before ? before.data?.[0] : undefined} range={range} onSee={see} />
      ) : numbers.error ? null : (
        <NumbersSkeleton />
      )}
      <Section title={t('chart.title')}>
        <CalloutChart series={series.data} onSee={see} />
      </Section>
      <div className={classes.columns}>
        <div>
          <Section title={t('statuses.title')}>
            <StatusHistogram byStatus={ofNode?.byStatus} onSee={(statusCode) => see({ statusCode })} />
          </Section>
        </div>
        <div>
          <Section title={t('errors.title')}>
            <TopErrors
              errors={errors.data}
              onSee={({ outcome, statusCode, errorCode }) =>
                see({
                  outcome,
                  ...(statusCode !== null && { statusCode }),
                  ...(errorCode !== null && { errorCode }),
                })
              }
            />
          </Section>
          {ofNode?.byOutcome.mappingError ? (
            <Section title={t('missing.title')} text={t('missing.text')}>
              <MissingValues tokens={missing.data} onSee={(missingToken) => see({ missingToken })} />
            </Section>
          ) : null}
        </div>
      </div>
      <div ref={attemptsRef} tabIndex={-1} className={classes.anchor}>
        <Section title={t('attempts.title')} text={t('attempts.text')} actions={<ExportButton query={attemptsQuery} />}>
          <FilterBar search={search} onChange={show} />
          <AttemptList
            query={attemptsQuery}
            empty={t(ofNode && ofNode.succeeded + ofNode.failed > 0 ? 'attempts.empty' : 'attempts.emptyNode')}
            ofNode
          />
        </Section>
      </div>
    </Page>
  )
}
