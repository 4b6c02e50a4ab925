import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCircleCheck, IconCircleOff } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { useTRPC } from '../../lib/api/trpc.ts'
import { ConfirmButton } from '../../ui/dialogs/confirm-button.tsx'
import { type DataColumn, DataList } from '../../ui/lists/data-list.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorNotice } from '../../ui/feedback/error-notice.tsx'
import { ListSkeleton } from '../../ui/feedback/loading-skeleton.tsx'
import { Section } from '../../ui/layout/section.tsx'
import { StatusBadge } from '../../ui/feedback/status-badge.tsx'
import { Time } from '../../ui/values/time.tsx'
import { toastError } from '../../ui/feedback/toast.ts'
import { NewApiKey } from './new-api-key.tsx'
import classes from './settings.module.css'

type ApiKey = Outputs['apiKeys']['list'][number]

export function ApiKeysSettings(): ReactNode {
  const { t } = useTranslation(['settings', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const apiKeys = useQuery(trpc.apiKeys.list.queryOptions())
  const [creating, { open, close }] = useDisclosure(false)
  const revoke = useMutation(
    trpc.apiKeys.revoke.mutationOptions({
      onError: toastError,
      onSettled: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  )

  const columns: DataColumn<ApiKey>[] = [
    {
      key: 'name',
      header: t('settings:apiKeys.name'),
      width: 'minmax(10rem, 2fr)',
      cell: (apiKey) => (
        <span className={classes.who}>
          <span>{apiKey.name}</span>
          <span className={classes.faint}>{apiKey.prefix}…</span>
        </span>
      ),
    },
    {
      key: 'role',
      header: t('settings:members.role'),
      width: '6rem',
      cell: (apiKey) => t(`common:role.${apiKey.role}`),
    },
    {
      key: 'state',
      header: t('settings:apiKeys.state'),
      width: '7rem',
      cell: (apiKey) =>
        apiKey.revokedAt ? (
          <StatusBadge icon={IconCircleOff} label={t('settings:apiKeys.revoked')} />
        ) : (
          <StatusBadge icon={IconCircleCheck} label={t('settings:apiKeys.active')} tone="success" />
        ),
    },
    {
      key: 'created',
      header: t('settings:apiKeys.created'),
      width: '10rem',
      cell: (apiKey) => (
        <span className={classes.who}>
          <Time at={apiKey.createdAt} as="date" />
          <span className={classes.faint}>{apiKey.createdBy.name}</span>
        </span>
      ),
    },
    {
      key: 'used',
      header: t('settings:apiKeys.lastUsed'),
      width: '9rem',
      cell: (apiKey) =>
        apiKey.lastUsedAt ? <Time at={apiKey.lastUsedAt} as="relative" /> : t('settings:apiKeys.neverUsed'),
    },
    {
      key: 'actions',
      header: t('settings:members.actions'),
      headerHidden: true,
      width: '7rem',
      align: 'end',
      cell: (apiKey) =>
        apiKey.revokedAt ? null : (
          <ConfirmButton
            size="xs"
            question={t('settings:apiKeys.revokeQuestion', { name: apiKey.name })}
            confirmLabel={t('settings:apiKeys.revoke')}
            onConfirm={() => revoke.mutate({ id: apiKey.id })}
          >
            {t('settings:apiKeys.revoke')}
          </ConfirmButton>
        ),
    },
  ]

  const createButton = <Button onClick={open}>{t('settings:apiKeys.create')}</Button>
  return (
    <Section
      title={t('settings:apiKeys.title')}
      text={t('settings:apiKeys.text')}
      actions={apiKeys.data?.length ? createButton : undefined}
    >
      {apiKeys.data ? (
        apiKeys.data.length > 0 ? (
          <DataList
            label={t('settings:apiKeys.title')}
            columns={columns}
            rows={apiKeys.data}
            rowKey={(apiKey) => apiKey.id}
            rowHeight={56}
          />
        ) : (
          <EmptyState motif="key" text={t('settings:apiKeys.empty')}>
            {createButton}
          </EmptyState>
        )
      ) : apiKeys.error ? (
        <ErrorNotice error={apiKeys.error} onRetry={() => void apiKeys.refetch()} />
      ) : (
        <ListSkeleton rows={3} />
      )}
      <NewApiKey opened={creating} onClose={close} />
    </Section>
  )
}
