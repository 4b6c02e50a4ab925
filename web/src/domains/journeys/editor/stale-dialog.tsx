import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { ErrorNotice } from '../../../ui/feedback/error-notice.tsx'
import { toastDone } from '../../../ui/feedback/toast.ts'
import { useEditor } from './context/editor-context.tsx'

/** Another user saved first. Nothing is decided and nothing is lost until one of the two buttons is pressed. */
export function StaleDialog() {
  const { t } = useTranslation('editor')
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { autosave, journeyId } = useEditor()
  const state = useStore(autosave)
  const settle = useMutation({
    mutationFn: autosave.settle,
    onSuccess: async (lost) => {
      toastDone(lost.length > 0 ? t('stale.lost', { count: lost.length }) : t('stale.done'))
      await queryClient.invalidateQueries(trpc.journeys.get.queryFilter({ journeyId }))
    },
  })
  return (
    <Modal opened={state.kind === 'stale'} onClose={() => undefined} withCloseButton={false} title={t('stale.title')}>
      <Text>{t('stale.text')}</Text>
      {settle.error ? <ErrorNotice error={settle.error} /> : null}
      <Group justify="flex-end" gap={8} mt={20}>
        <Button
          variant="default"
          loading={settle.isPending && settle.variables === 'takeTheirs'}
          onClick={() => settle.mutate('takeTheirs')}
        >
          {t('stale.takeTheirs')}
        </Button>
        <Button
          loading={settle.isPending && settle.variables === 'keepMine'}
          onClick={() => settle.mutate('keepMine')}
          data-autofocus
        >
          {t('stale.keepMine')}
        </Button>
      </Group>
    </Modal>
  )
}
