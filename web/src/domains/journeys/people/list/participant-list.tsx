import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { useNow } from '../../../../lib/use-now.ts'
import { type DataColumn, DataList, type DataListProps, rowLinkClass } from '../../../../ui/lists/data-list.tsx'
import { Time } from '../../../../ui/values/time.tsx'
import { formatValue } from '../format-value.ts'
import { nameFields } from './name-fields.ts'
import { NodeMark } from '../node-mark.tsx'
import { ParticipantStatusBadge } from '../participant-status-badge.tsx'
import classes from '../participants.module.css'
import { type Journey, useJourneyNodes } from '../use-journey.ts'

export type ListedParticipant = Outputs['participants']['list']['items'][number]

export type ParticipantListProps = {
  journey: Journey
  rows: readonly ListedParticipant[]
  more: NonNullable<DataListProps<never>['more']>
}

export function ParticipantList({ journey, rows, more }: ParticipantListProps) {
  const { t } = useTranslation('participants')
  const format = useFormat()
  const nodes = useJourneyNodes(journey)
  const allParked = rows.length > 0 && rows.every(({ failureClass }) => failureClass !== null)
  const columns: DataColumn<ListedParticipant>[] = [
    {
      key: 'person',
      header: t('person'),
      width: 'minmax(12rem, 2fr)',
      cell: (person) => (
        <Link
          to="/journeys/$journeyId/participants/$participantId"
          params={{ journeyId: journey.id, participantId: person.participantId }}
          search={true}
          className={rowLinkClass}
        >
          {person.email ?? person.key}
        </Link>
      ),
    },
    ...nameFields(journey.document.fields).map((field): DataColumn<ListedParticipant> => ({
      key: `field ${field.key}`,
      header: field.label ?? field.key,
      width: 'minmax(6rem, 1fr)',
      cell: (person) => formatValue(person.fields[field.key], field, { format, t }),
    })),
    {
      key: 'status',
      header: t('statusHeader'),
      width: rows.some(({ failureClass }) => failureClass !== null) ? '15rem' : '7.5rem',
      cell: ({ status, failureClass }) =>
        failureClass === null ? (
          <ParticipantStatusBadge status={status} />
        ) : (
          <span className={classes.parkedAs}>
            <ParticipantStatusBadge status={status} />
            <span className={classes.muted}>{t(`failureClass.${failureClass}`)}</span>
          </span>
        ),
    },
    {
      key: 'where',
      header: t('where'),
      width: 'minmax(10rem, 1.5fr)',
      cell: ({ nodeId }) =>
        nodeId === null ? (
          <span className={classes.muted}>{t('dueNone')}</span>
        ) : (
          <span className={classes.where}>
            <NodeMark kind={nodes.get(nodeId)?.kind} />
            <span>{nodes.labelOf(nodeId)}</span>
          </span>
        ),
    },
    {
      key: 'since',
      header: t('since'),
      width: '8rem',
      cell: (person) => <Time at={person.enteredAt} as="relative" />,
    },
  ]
  // A parked enrollment continues only when an operator decides, so the space is used for the reasons.
  if (!allParked)
    columns.push({
      key: 'due',
      header: t('due'),
      width: '8rem',
      cell: (person) => (
        <Due person={person} kind={person.nodeId === null ? undefined : nodes.get(person.nodeId)?.kind} />
      ),
    })
  return (
    <DataList
      label={t('title')}
      columns={columns}
      rows={rows}
      rowKey={(person) => person.enrollmentId}
      rowHeight={44}
      more={more}
    />
  )
}

function Due({ person, kind }: { person: ListedParticipant; kind: string | undefined }) {
  const { t } = useTranslation('participants')
  const now = useNow(person.dueAt !== null)
  if (person.status !== 'active') return <span className={classes.muted}>{t('dueNone')}</span>
  if (person.dueAt === null) return kind === 'conditionalWait' ? t('dueSignal') : t('dueNone')
  // Below this, a relative time would say "just now", which is in the past.
  return Date.parse(person.dueAt) <= now + 10_000 ? t('dueNow') : <Time at={person.dueAt} as="relative" />
}
