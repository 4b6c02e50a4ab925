import { Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCopy, IconList, IconPencil, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SavedExternalAction } from '../../../lib/action-drawers.ts'
import { useHasRole } from '../../../lib/session/session.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { BlockedDialog } from '../../../ui/dialogs/blocked-dialog.tsx'
import { ConfirmDialog } from '../../../ui/dialogs/confirm-dialog.tsx'
import { AnchorLink, MenuItemLink } from '../../../ui/layout/links.tsx'
import { RowMenu } from '../../../ui/menus/row-menu.tsx'
import { toastDone, toastError } from '../../../ui/feedback/toast.ts'

export type ActionMenuProps = { action: SavedExternalAction; onPage?: boolean; onDeleted?: () => void }

export function ActionMenu({ action, onPage = false, onDeleted }: ActionMenuProps) {
  const { t } = useTranslation(['externalActions', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const mayEdit = useHasRole('editor')
  const [deleting, deletion] = useDisclosure(false)
  const refresh = () => queryClient.invalidateQueries(trpc.externalActions.list.pathFilter())
  const duplicate = useMutation(
    trpc.externalActions.duplicate.mutationOptions({
      onSuccess: async (copy) => {
        await refresh()
        await navigate({ to: '/external-actions/$externalActionId', params: { externalActionId: copy.id } })
      },
      onError: toastError,
    }),
  )
  const remove = useMutation(
    trpc.externalActions.delete.mutationOptions({
      onSuccess: async () => {
        deletion.close()
        toastDone(t('externalActions:deleted', { name: action.name }))
        onDeleted?.()
        await refresh()
      },
    }),
  )
  const icon = { size: 16, stroke: 1.5 }
  const { id, name, usedBy } = action
  return (
    <>
      <RowMenu label={t('externalActions:actionsOf', { name })}>
        {onPage ? null : (
          <MenuItemLink
            to="/external-actions/$externalActionId"
            params={{ externalActionId: id }}
            leftSection={<IconPencil {...icon} />}
          >
            {t('externalActions:menu.open')}
          </MenuItemLink>
        )}
        <MenuItemLink to="/activity/callouts" search={{ externalActionId: id }} leftSection={<IconList {...icon} />}>
          {t('externalActions:menu.callouts')}
        </MenuItemLink>
        {mayEdit ? (
          <>
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => duplicate.mutate({ id })}>
              {t('externalActions:menu.duplicate')}
            </Menu.Item>
            <Menu.Item color="var(--tj-danger)" leftSection={<IconTrash {...icon} />} onClick={deletion.open}>
              {t('common:action.delete')}
            </Menu.Item>
          </>
        ) : null}
      </RowMenu>
      {usedBy.length > 0 ? (
        <BlockedDialog opened={deleting} title={t('externalActions:deleteBlocked', { name })} onClose={deletion.close}>
          {t('externalActions:deleteUsed')}
          <ul>
            {usedBy.map((use) => (
              <li key={use.journeyId}>
                <AnchorLink to="/journeys/$journeyId" params={{ journeyId: use.journeyId }}>
                  {use.journeyName}
                </AnchorLink>
              </li>
            ))}
          </ul>
        </BlockedDialog>
      ) : (
        <ConfirmDialog
          opened={deleting}
          title={t('externalActions:deleteTitle', { name })}
          confirmLabel={t('common:action.delete')}
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id })}
          onClose={() => {
            remove.reset()
            deletion.close()
          }}
        >
          {t('externalActions:deleteText')}
        </ConfirmDialog>
      )}
    </>
  )
}
