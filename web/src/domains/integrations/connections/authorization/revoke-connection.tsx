import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../../lib/api/trpc.ts'
import { useFormat } from '../../../../lib/format/use-format.ts'
import { ConfirmDialog } from '../../../../ui/dialogs/confirm-dialog.tsx'
import { toastDone } from '../../../../ui/feedback/toast.ts'
import classes from '../connections.module.css'
import type { Connection } from '../health/connection-health.ts'
import { JourneyLinks } from './journey-links.tsx'

export type DialogProps = { connection: Connection; opened: boolean; onClose: () => void }

export function RevokeConnection({ connection, opened, onClose }: DialogProps) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const format = useFormat()
  const { id, name } = connection
  const use = useQuery(trpc.connections.use.queryOptions({ id }, { enabled: opened, staleTime: 0 }))
  const live = use.data?.journeys.filter(({ isLive }) => isLive) ?? []
  const people = use.data?.people ?? 0
  const revoke = useMutation(
    trpc.connections.revoke.mutationOptions({
      onSuccess: async () => {
        onClose()
        toastDone(t('revoked', { name }))
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
      },
    }),
  )
  return (
    <ConfirmDialog
      opened={opened}
      title={t('revokeTitle', { name })}
      confirmLabel={t('menu.revoke')}
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ id })}
      onClose={() => {
        revoke.reset()
        onClose()
      }}
    >
      <div className={classes.paragraphs}>
        <p>{t('revokeText')}</p>
        {live.length > 0 ? (
          <>
            <p>{t('revokeStops', { count: live.length, number: format.number(live.length) })}</p>
            <JourneyLinks journeys={live} />
            <p>{t('revokeWaits', { count: people, number: format.number(people) })}</p>
          </>
        ) : use.data ? (
          <p>{t('revokeNothing')}</p>
        ) : null}
      </div>
    </ConfirmDialog>
  )
}
