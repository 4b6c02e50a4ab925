import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type DataColumn, DataList, type DataListProps, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { CtaStatusBadge, DueMark, PriorityMark } from './cta-marks.tsx'
import type { Cta } from './cta-search.ts'
import classes from './ctas.module.css'

export type CtaListProps = {
  rows: readonly Cta[]
  more: NonNullable<DataListProps<never>['more']>
  /** In a list of open CTAs, all have the same status. */
  withStatus: boolean
}

export function CtaList({ rows, more, withStatus }: CtaListProps) {
  const { t } = useTranslation('ctas')
  const columns: DataColumn<Cta>[] = [
    {
      key: 'name',
      header: t('name'),
      width: 'minmax(14rem, 3fr)',
      cell: (cta) => (
        <span className={classes.what}>
          <Link to="/ctas/$ctaId" params={{ ctaId: cta.id }} search={true} className={rowLinkClass}>
            {cta.name}
          </Link>
          {cta.reason ? <span className={classes.faint}>{cta.reason}</span> : null}
        </span>
      ),
    },
    {
      key: 'person',
      header: t('participant'),
      width: 'minmax(10rem, 2fr)',
      cell: (cta) => (
        <span className={classes.what}>
          <span>{cta.participant ? (cta.participant.email ?? cta.participant.key) : '–'}</span>
          <span className={classes.faint}>{cta.journey?.name ?? t('byHand')}</span>
        </span>
      ),
    },
    { key: 'due', header: t('due'), width: '14rem', cell: (cta) => <DueMark cta={cta} /> },
    { key: 'priority', header: t('priority'), width: '6rem', cell: (cta) => <PriorityMark priority={cta.priority} /> },
    {
      key: 'owner',
      header: t('owner'),
      width: 'minmax(6rem, 1fr)',
      cell: (cta) => cta.owner ?? <span className={classes.muted}>{t('nobody')}</span>,
    },
    ...(withStatus
      ? [
          {
            key: 'status',
            header: t('status'),
            width: '10rem',
            cell: (cta: Cta) => <CtaStatusBadge status={cta.status} />,
          },
        ]
      : []),
  ]
  return (
    <DataList label={t('title')} columns={columns} rows={rows} rowKey={({ id }) => id} rowHeight={56} more={more} />
  )
}
