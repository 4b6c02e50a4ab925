import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import {
  IconAlertCircle,
  IconCircleCheck,
  IconListCheck,
  IconLoader2,
  IconTableColumn,
  type IconProps,
} from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useFormat } from '../../../lib/format/use-format.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ListContent } from '../../../ui/lists/list-content.tsx'
import { type DataColumn, DataList, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { Section } from '../../../ui/layout/section.tsx'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import type { Meaning } from '../../../ui/theme/theme.ts'
import { Time } from '../../../ui/values/time.tsx'
import { type Import, isBusy, refusedRows } from './import-types.ts'
import classes from './imports.module.css'

const looks: Record<Import['status'], { icon: ComponentType<IconProps>; tone: Meaning | 'neutral' }> = {
  uploading: { icon: IconLoader2, tone: 'info' },
  uploaded: { icon: IconTableColumn, tone: 'neutral' },
  checking: { icon: IconLoader2, tone: 'info' },
  checked: { icon: IconListCheck, tone: 'neutral' },
  enrolling: { icon: IconLoader2, tone: 'info' },
  done: { icon: IconCircleCheck, tone: 'success' },
  failed: { icon: IconAlertCircle, tone: 'danger' },
}

const refreshMs = 1_500

export function ImportHistory({ journeyId }: { journeyId: string }) {
  const { t } = useTranslation('imports')
  const format = useFormat()
  const locale = useLocale()
  const trpc = useTRPC()
  const imports = useInfiniteQuery(
    trpc.imports.list.infiniteQueryOptions(
      { journeyId, limit: 20 },
      {
        getNextPageParam: nextCursorOf,
        refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(isBusy) ? refreshMs : false),
      },
    ),
  )
  const rows = rowsOf(imports)
  if (rows?.length === 0) return null
  const columns: DataColumn<Import>[] = [
    {
      key: 'file',
      header: t('file'),
      width: 'minmax(14rem, 2fr)',
      cell: (each) => (
        <Link
          to="/journeys/$journeyId/import"
          params={{ journeyId }}
          search={{ importId: each.id }}
          className={rowLinkClass}
        >
          {each.fileName}
        </Link>
      ),
    },
    {
      key: 'state',
      header: t('statusHeader'),
      width: '13rem',
      cell: (each) => <StatusBadge {...looks[each.status]} label={t(`status.${each.status}`)} />,
    },
    {
      key: 'result',
      header: t('result'),
      width: 'minmax(10rem, 1fr)',
      cell: (each) =>
        each.purpose === 'exclusions' ? (
          t('purposeExclusions')
        ) : each.status === 'done' ? (
          t('summary', {
            enrolled: format.number(each.counts.enrolled),
            refused: format.number(refusedRows(each)),
          })
        ) : each.status === 'failed' ? (
          <span className={classes.muted}>
            {each.issues.map((issue) => formatIssue(issue, locale)).join(' ') || '–'}
          </span>
        ) : (
          <span className={classes.muted}>
            {t('rows', { count: each.rowCount, number: format.number(each.rowCount) })}
          </span>
        ),
    },
    { key: 'who', header: t('who'), width: '8rem', cell: (each) => each.createdBy.name },
    {
      key: 'when',
      header: t('when'),
      width: '8rem',
      align: 'end',
      cell: (each) => <Time at={each.createdAt} as="relative" />,
    },
  ]
  return (
    <Section title={t('history')}>
      <ListContent query={imports} rows={rows} skeletonRows={2} empty={null}>
        {(shown) => (
          <DataList
            label={t('history')}
            columns={columns}
            rows={shown}
            rowKey={({ id }) => id}
            rowHeight={44}
            more={imports}
          />
        )}
      </ListContent>
    </Section>
  )
}
