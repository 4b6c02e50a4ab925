import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormGuard } from './form-guard.tsx'

export type FormDialogProps = {
  opened: boolean
  title: string
  onClose: () => void
  onExitTransitionEnd?: () => void
  size?: string
  /** False for content that is shown only once: a click outside and Escape then do nothing. */
  closesEasily?: boolean
  /** Mounted while the dialog is open, so each opening starts with a new form. */
  children: ReactNode
}

/** A dialog with a `SaveForm`. */
export function FormDialog({ title, onClose, closesEasily = true, children, ...modal }: FormDialogProps) {
  const { t } = useTranslation()
  return (
    <FormGuard onClose={onClose}>
      {({ close, isAsking }) => (
        <Modal
          {...modal}
          onClose={close}
          title={title}
          closeButtonProps={{ 'aria-label': t('action.close') }}
          closeOnClickOutside={closesEasily}
          closeOnEscape={closesEasily && !isAsking}
        >
          {children}
        </Modal>
      )}
    </FormGuard>
  )
}
