import { useDisclosure } from '@mantine/hooks'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../dialogs/confirm-dialog.tsx'
import { FormGuardContext } from './form-guard-context.ts'

export type FormGuardProps = {
  onClose: () => void
  /** `isAsking` tells the dialog to leave Escape to the question above it. */
  children: (guarded: { close: () => void; isAsking: boolean }) => ReactNode
}

/** Asks before a dialog or a sheet closes on a form with unsaved changes. */
export function FormGuard({ onClose, children }: FormGuardProps) {
  const { t } = useTranslation()
  const isDirty = useRef(() => false)
  const [isAsking, asking] = useDisclosure(false)
  const close = () => {
    // Deferred, because an Escape that closes the dialog would also reach the question and close it at once.
    if (isDirty.current()) setTimeout(asking.open)
    else onClose()
  }
  return (
    <FormGuardContext value={isDirty}>
      {children({ close, isAsking })}
      <ConfirmDialog
        opened={isAsking}
        title={t('unsaved.title')}
        confirmLabel={t('unsaved.discard')}
        onConfirm={() => {
          asking.close()
          onClose()
        }}
        onClose={asking.close}
      >
        {t('unsaved.text')}
      </ConfirmDialog>
    </FormGuardContext>
  )
}
