import { Button } from '@mantine/core'
import { IconFlask, IconMailOpened, IconPointer, IconX } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { nextCursorOf, rowsOf } from '../../../lib/api/rows-of.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ListContent } from '../../../ui/lists/list-content.tsx'
import { type DataColumn, DataList, rowLinkClass } from '../../../ui/lists/data-list.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { FilterChip } from '../../../ui/lists/filter-chip.tsx'
import { type MailStatus, mailStatuses, MailStatusBadge } from '../../../ui/mail/mail-status.tsx'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import { Time } from '../../../ui/values/time.tsx'
import { MailSheet } from './mail-sheet.tsx'
import classes from './mails.module.css'
import { MailServerNotice } from '../../../ui/mail/mail-server-notice.tsx'

type Mail = Outputs['mails']['list']['items'][number]

const route = getRouteApi('/signed-in/shell/activity/mails')

const refreshMs = 5_000
const mostPagesRefreshed = 3

/** All mails of journeys, newest first. Without a mail server, they exist only here. */
export function MailsPage(): ReactNode {
  const { t } = useTranslation('mails')
  const trpc = useTRPC()
  const { mailId, ...filter } = route.useSearch()
  const { status, journeyId, nodeId } = filter
  const navigate = route.useNavigate()
  const mails = useInfiniteQuery(
    trpc.mails.list.infiniteQueryOptions(filter, {
      getNextPageParam: nextCursorOf,
      placeholderData: keepPreviousData,
      refetchInterval: (query) => ((query.state.data?.pages.length ?? 1) > mostPagesRefreshed ? false : refreshMs),
    }),
  )
  const rows = rowsOf(mails)
  const columns: DataColumn<Mail>[] = [
    {
      key: 'subject',
      header: t('subject'),
      width: 'minmax(14rem, 3fr)',
      cell: (mail) => (
        <span className={classes.subject}>
          <Link to="/activity/mails" search={{ ...filter, mailId: mail.id }} className={rowLinkClass}>
            {mail.subject}
          </Link>
          {mail.isTest ? <StatusBadge icon={IconFlask} label={t('test')} /> : null}
        </span>
      ),
    },
    { key: 'to', header: t('to'), width: 'minmax(12rem, 2fr)', cell: (mail) => mail.to },
    {
      key: 'status',
      header: t('statusHeader'),
      width: '10rem',
      cell: (mail) => <MailStatusBadge status={mail.status} />,
    },
    {
      key: 'seen',
      header: t('seenHeader'),
      width: '8rem',
      cell: (mail) =>
        mail.clickedAt ? (
          <span className={classes.seen}>
            <IconPointer size={14} stroke={1.75} aria-hidden="true" />
            {t('clicked')}
          </span>
        ) : mail.openedAt ? (
          <span className={classes.seen}>
            <IconMailOpened size={14} stroke={1.75} aria-hidden="true" />
            {t('opened')}
          </span>
        ) : null,
    },
    {
      key: 'when',
      header: t('when'),
      width: '9rem',
      align: 'end',
      cell: (mail) => <Time at={mail.sentAt ?? mail.createdAt} as="relative" />,
    },
  ]
  const isEmpty = rows?.length === 0 && Object.keys(filter).length === 0
  return (
    <div className={classes.list}>
      <MailServerNotice />
      {isEmpty ? null : (
        <div className={classes.filters}>
          {journeyId === undefined ? null : (
            <Button
              size="xs"
              variant="light"
              rightSection={<IconX size={14} stroke={1.75} aria-hidden="true" />}
              onClick={() => void navigate({ search: status ? { status } : {}, replace: true })}
            >
              {t(nodeId === undefined ? 'ofJourney' : 'ofStep')}
            </Button>
          )}
          <FilterChip
            label={t('statusHeader')}
            value={status}
            options={mailStatuses.map((value) => ({ value, label: t(`status.${value}`) }))}
            onChange={(value) =>
              void navigate({
                search: (before) => ({ ...before, status: value as MailStatus | undefined }),
                replace: true,
              })
            }
          />
        </div>
      )}
      <ListContent
        query={mails}
        rows={rows}
        empty={<EmptyState motif="mail" text={t(isEmpty ? 'empty' : 'nothingFound')} />}
      >
        {(shown) => (
          <DataList
            label={t('title')}
            columns={columns}
            rows={shown}
            rowKey={({ id }) => id}
            rowHeight={44}
            more={mails}
          />
        )}
      </ListContent>
      <MailSheet mailId={mailId} onClose={() => void navigate({ search: ({ mailId: _, ...before }) => before })} />
    </div>
  )
}
