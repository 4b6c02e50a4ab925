import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx'

/** Asks before a link, Back or closing the tab loses unsaved changes. */
export function UnsavedChangesGuard({ dirty }: { dirty: () => boolean }) {
  const { t } = useTranslation()
  const { proceed, reset, status } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && dirty(),
    enableBeforeUnload: dirty,
    withResolver: true,
  })
  return (
    <ConfirmDialog
      opened={status === 'blocked'}
      title={t('unsaved.title')}
      confirmLabel={t('unsaved.discard')}
      onConfirm={() => proceed?.()}
      onClose={() => reset?.()}
    >
      {t('unsaved.text')}
    </ConfirmDialog>
  )
}
