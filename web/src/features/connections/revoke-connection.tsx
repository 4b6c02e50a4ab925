import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../lib/trpc.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toastDone } from '../../ui/toast.ts'
import type { Connection } from './connection-health.ts'

export type DialogProps = { connection: Connection; opened: boolean; onClose: () => void }

export function RevokeConnection({ connection, opened, onClose }: DialogProps) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { id, name } = connection
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
      {t('revokeText')}
    </ConfirmDialog>
  )
}
