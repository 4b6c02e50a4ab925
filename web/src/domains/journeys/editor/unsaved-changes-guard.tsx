import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useEditor } from './context/editor-context.tsx'

/** Blocks navigation while edits are unsaved. It first tries to save them, which is usually enough. */
export function UnsavedChangesGuard() {
  const { t } = useTranslation('editor')
  const { store, autosave } = useEditor()
  const hasUnsaved = () => store.getState().pending.length > 0
  const blocker = useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (!hasUnsaved() || current.pathname === next.pathname) return false
      return !(await autosave.flush())
    },
    enableBeforeUnload: hasUnsaved,
    withResolver: true,
  })
  return (
    <Modal
      opened={blocker.status === 'blocked'}
      onClose={() => blocker.reset?.()}
      title={t('leave.title')}
      withCloseButton={false}
    >
      <Text>{t('leave.text')}</Text>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="default" onClick={() => blocker.proceed?.()}>
          {t('leave.leave')}
        </Button>
        <Button onClick={() => blocker.reset?.()} data-autofocus>
          {t('leave.stay')}
        </Button>
      </Group>
    </Modal>
  )
}
