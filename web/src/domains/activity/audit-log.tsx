import { UnstyledButton } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHasRole } from '../../lib/session/session.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { type DataColumn, DataList, rowLinkClass } from '../../ui/lists/data-list.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { SideSheet } from '../../ui/layout/side-sheet.tsx'
import { Time } from '../../ui/values/time.tsx'
import { AuditDetails } from './audit-details.tsx'
import { type AuditEntry, auditSentence } from './audit-sentence.ts'

/** For admins. Others begin with the calls. */
export function ActivityHome(): ReactNode {
  return useHasRole('admin') ? <AuditLog /> : <Navigate to="/activity/callouts" search={{}} replace />
}

function AuditLog(): ReactNode {
  const { t } = useTranslation('activity')
  const trpc = useTRPC()
  const log = useInfiniteQuery(
    trpc.auditLog.list.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  )
  const [opened, setOpened] = useState<AuditEntry | null>(null)

  if (log.error) return <ErrorNotice error={log.error} onRetry={() => void log.refetch()} />
  if (!log.data) return <ListSkeleton />
  const entries = log.data.pages.flatMap((page) => page.items)
  if (entries.length === 0) return <EmptyState motif="pulse" text={t('empty')} />

  // Actor before action, so that the row reads as a sentence.
  const columns: DataColumn<AuditEntry>[] = [
    { key: 'who', header: t('who'), width: 'minmax(8rem, 1fr)', cell: (entry) => entry.actor.name },
    {
      key: 'what',
      header: t('what'),
      width: 'minmax(16rem, 3fr)',
      cell: (entry) => (
        <UnstyledButton className={rowLinkClass} onClick={() => setOpened(entry)}>
          {auditSentence(entry, t)}
        </UnstyledButton>
      ),
    },
    {
      key: 'when',
      header: t('when'),
      width: '9rem',
      align: 'end',
      cell: (entry) => <Time at={entry.at} as="relative" />,
    },
  ]

  return (
    <>
      <DataList
        label={t('auditLog')}
        columns={columns}
        rows={entries}
        rowKey={(entry) => entry.id}
        rowHeight={44}
        more={log}
      />
      <SideSheet opened={opened !== null} title={t('details')} onClose={() => setOpened(null)}>
        {opened ? <AuditDetails entry={opened} /> : null}
      </SideSheet>
    </>
  )
}
