import {
  securityDetails,
  type SecurityEventKind,
  securityEventKinds,
  type SecurityOutcome,
  securityOutcomes,
} from '@tabiji/shared/kernel/security-event-kinds.ts'
import { Text, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { SideSheet } from '../../ui/layout/side-sheet.tsx'
import { type DataColumn, DataList, rowLinkClass } from '../../ui/lists/data-list.tsx'
import { FilterChip } from '../../ui/lists/filter-chip.tsx'
import { SearchInput } from '../../ui/lists/search-input.tsx'
import { KeyValue } from '../../ui/values/key-value.tsx'
import { Time } from '../../ui/values/time.tsx'
import classes from './settings.module.css'

type SecurityEvent = Outputs['securityEvents']['list']['items'][number]

const spans = { hour: 3_600_000, day: 86_400_000, week: 7 * 86_400_000, month: 30 * 86_400_000 }
type Span = keyof typeof spans

/** Who signed in, what was refused, and what was taken out, for admins. */
export function SecurityEventsSettings(): ReactNode {
  const { t } = useTranslation('securityEvents')
  const trpc = useTRPC()
  const [kind, setKind] = useState<string>()
  const [outcome, setOutcome] = useState<string>()
  const [span, setSpan] = useState<{ name: string; since: string }>()
  const [who, setWho] = useState('')
  const [opened, setOpened] = useState<SecurityEvent | null>(null)
  const list = useInfiniteQuery(
    trpc.securityEvents.list.infiniteQueryOptions(
      {
        ...(kind !== undefined && { kind: kind as SecurityEventKind }),
        ...(outcome !== undefined && { outcome: outcome as SecurityOutcome }),
        ...(span !== undefined && { since: span.since }),
        ...(who.trim() !== '' && { who }),
      },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  )
  const chooseSpan = (name: string | undefined) =>
    setSpan(name === undefined ? undefined : { name, since: new Date(Date.now() - spans[name as Span]).toISOString() })
  return (
    <Section title={t('title')} text={t('text')}>
      <div className={classes.inline}>
        <SearchInput label={t('search')} value={who} onChange={setWho} />
        <FilterChip
          label={t('what')}
          options={securityEventKinds.map((value) => ({ value, label: t(`kinds.${value}.title`) }))}
          value={kind}
          onChange={setKind}
        />
        <FilterChip
          label={t('outcome')}
          options={securityOutcomes.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
          value={outcome}
          onChange={setOutcome}
        />
        <FilterChip
          label={t('when')}
          options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: t(`spans.${value}`) }))}
          value={span?.name}
          onChange={chooseSpan}
        />
      </div>
      {list.error ? (
        <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <ListSkeleton />
      ) : (
        <Events events={list.data.pages.flatMap((page) => page.items)} more={list} onOpen={setOpened} />
      )}
      <SideSheet opened={opened !== null} title={t('details')} onClose={() => setOpened(null)}>
        {opened ? <Details event={opened} /> : null}
      </SideSheet>
    </Section>
  )
}

function Events({
  events,
  more,
  onOpen,
}: {
  events: SecurityEvent[]
  more: Parameters<typeof DataList<SecurityEvent>>[0]['more']
  onOpen: (event: SecurityEvent) => void
}) {
  const { t } = useTranslation('securityEvents')
  const isNarrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  if (events.length === 0) return <EmptyState motif="pulse" text={t('empty')} />
  const what: DataColumn<SecurityEvent> = {
    key: 'what',
    header: t('what'),
    width: isNarrow ? 'minmax(0, 1fr)' : 'minmax(14rem, 3fr)',
    cell: (event) => (
      <UnstyledButton className={rowLinkClass} onClick={() => onOpen(event)}>
        <Sentence event={event} />
      </UnstyledButton>
    ),
  }
  const who: DataColumn<SecurityEvent> = {
    key: 'who',
    header: t('who'),
    width: 'minmax(9rem, 2fr)',
    cell: (event) => <Who event={event} />,
  }
  const from: DataColumn<SecurityEvent> = {
    key: 'from',
    header: t('from'),
    width: 'minmax(8rem, 1fr)',
    cell: ({ address }) => address ?? <Text c="dimmed">{t('ourselves')}</Text>,
  }
  const when: DataColumn<SecurityEvent> = {
    key: 'when',
    header: t('when'),
    width: isNarrow ? '6.5rem' : '9rem',
    align: 'end',
    cell: ({ lastAt }) => <Time at={lastAt} as="relative" />,
  }
  return (
    <DataList
      label={t('title')}
      columns={isNarrow ? [what, when] : [what, who, from, when]}
      rows={events}
      rowKey={({ id }) => id}
      rowHeight={56}
      more={more}
    />
  )
}

function Sentence({ event }: { event: SecurityEvent }) {
  const { t } = useTranslation('securityEvents')
  const { title } = useKindTexts(event.kind)
  return (
    <span className={classes.who}>
      <span>{title}</span>
      <span className={classes.faint}>
        {t(`outcomes.${event.outcome as SecurityOutcome}`)}
        {event.count > 1 ? ` · ${t('times', { count: event.count })}` : ''}
      </span>
    </span>
  )
}

function Who({ event: { actor, account } }: { event: SecurityEvent }) {
  const { t } = useTranslation('securityEvents')
  const first = actor?.name ?? account
  if (first === null || first === undefined) return <Text c="dimmed">{t('unknown')}</Text>
  return (
    <span className={classes.who}>
      <span>{first}</span>
      {actor && account !== null && account !== actor.name ? <span className={classes.faint}>{account}</span> : null}
    </span>
  )
}

function Details({ event }: { event: SecurityEvent }) {
  const { t } = useTranslation('securityEvents')
  const { title, text } = useKindTexts(event.kind)
  const rows: [string, ReactNode][] = [
    [t('outcome'), t(`outcomes.${event.outcome as SecurityOutcome}`)],
    [t('who'), <Who key="who" event={event} />],
    [t('from'), event.address ?? t('ourselves')],
    [t('first'), <Time key="first" at={event.at} />],
    ...(event.count > 1
      ? ([
          [t('last'), <Time key="last" at={event.lastAt} />],
          [t('count'), t('times', { count: event.count })],
        ] as [string, ReactNode][])
      : []),
    ...securityDetails
      .filter((name) => event.what[name] !== undefined)
      .map((name): [string, ReactNode] => [
        t(`detail.${name}`),
        event.what[name] === 'flood' ? t('flood') : event.what[name],
      ]),
  ]
  return (
    <div className={classes.columns}>
      <div>
        <Text fw={600}>{title}</Text>
        <Text c="dimmed">{text}</Text>
      </div>
      <KeyValue items={rows.map(([label, value]) => ({ label, value }))} />
    </div>
  )
}

/** An event of a newer version is shown by its name. */
function useKindTexts(kind: string): { title: string; text: string } {
  const { t } = useTranslation('securityEvents')
  const known = securityEventKinds.find((name) => name === kind)
  if (known === undefined) return { title: kind, text: '' }
  return { title: t(`kinds.${known}.title`), text: t(`kinds.${known}.text`) }
}
