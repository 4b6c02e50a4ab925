import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCopy, IconDots, IconTrash, IconUsers } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../lib/session.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toastDone, toastError } from '../../ui/toast.ts'
import type { JourneySummary } from './journey-list.tsx'

export function JourneyMenu({ journey }: { journey: JourneySummary }) {
  const { t } = useTranslation(['journeys', 'common'])
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayDuplicate = useMay('editor')
  const mayDelete = useMay('admin')
  const [asking, { open, close }] = useDisclosure(false)
  const refresh = () => queryClient.invalidateQueries(trpc.journeys.list.pathFilter())
  const duplicate = useMutation(
    trpc.journeys.duplicate.mutationOptions({
      onSuccess: () => toastDone(t('journeys:duplicated', { name: journey.name })),
      onError: toastError,
      onSettled: refresh,
    }),
  )
  const remove = useMutation(
    trpc.journeys.remove.mutationOptions({
      onSuccess: async () => {
        close()
        toastDone(t('journeys:deleted', { name: journey.name }))
        await refresh()
      },
    }),
  )
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('journeys:actionsOf', { name: journey.name })}>
            <IconDots size={18} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconUsers size={16} stroke={1.5} />}
            renderRoot={(props) => (
              <Link to="/journeys/$journeyId/participants" params={{ journeyId: journey.id }} {...props} />
            )}
          >
            {t('journeys:participants')}
          </Menu.Item>
          {mayDuplicate ? (
            <Menu.Item
              leftSection={<IconCopy size={16} stroke={1.5} />}
              onClick={() => duplicate.mutate({ journeyId: journey.id })}
            >
              {t('journeys:duplicate')}
            </Menu.Item>
          ) : null}
          {mayDelete ? (
            <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.5} />} onClick={open}>
              {t('common:action.delete')}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={t('journeys:deleteTitle', { name: journey.name })}
        confirmLabel={t('common:action.delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate({ journeyId: journey.id })}
        onClose={() => {
          remove.reset()
          close()
        }}
      >
        {t('journeys:deleteText', { count: journey.peopleInside })}
      </ConfirmDialog>
    </>
  )
}
