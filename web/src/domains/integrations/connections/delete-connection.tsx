import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { BlockedDialog } from '../../../ui/dialogs/blocked-dialog.tsx'
import { ConfirmDialog } from '../../../ui/dialogs/confirm-dialog.tsx'
import { AnchorLink } from '../../../ui/layout/links.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { JourneyLinks } from './authorization/journey-links.tsx'
import type { DialogProps } from './authorization/revoke-connection.tsx'

/** Shows where the connection is used before the user tries to delete it; the server refuses in that case. */
export function DeleteConnection({ connection, opened, onClose, onDeleted }: DialogProps & { onDeleted?: () => void }) {
  const { t } = useTranslation('connections')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { id, name } = connection
  const use = useQuery(trpc.connections.use.queryOptions({ id }, { enabled: opened, staleTime: 0 }))
  const remove = useMutation(
    trpc.connections.delete.mutationOptions({
      onSuccess: async () => {
        onClose()
        toastDone(t('deleted', { name }))
        onDeleted?.()
        await queryClient.invalidateQueries(trpc.connections.list.pathFilter())
      },
    }),
  )
  const { actions = [], journeys = [] } = use.data ?? {}
  if (actions.length > 0)
    return (
      <BlockedDialog opened={opened} title={t('deleteBlocked', { name })} onClose={onClose}>
        {t('deleteUsed')}
        <ul>
          {actions.map((action) => (
            <li key={action.id}>
              <AnchorLink to="/external-actions/$externalActionId" params={{ externalActionId: action.id }}>
                {action.name}
              </AnchorLink>
            </li>
          ))}
        </ul>
        {journeys.length > 0 ? (
          <>
            {t('deleteUsedIn')}
            <JourneyLinks journeys={journeys} />
          </>
        ) : null}
      </BlockedDialog>
    )
  return (
    <ConfirmDialog
      opened={opened}
      title={t('deleteTitle', { name })}
      confirmLabel={t('menu.delete')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
      onClose={() => {
        remove.reset()
        onClose()
      }}
    >
      {t('deleteText')}
    </ConfirmDialog>
  )
}
