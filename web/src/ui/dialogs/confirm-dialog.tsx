import { Button, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './confirm-button.module.css'
import { ErrorNotice } from '../feedback/error-notice.tsx'

export type ConfirmDialogProps = {
  opened: boolean
  title: string
  /** What the action changes and what stays. */
  children: ReactNode
  confirmLabel: string
  busy?: boolean
  /** An error keeps the dialog open and is shown in it. */
  error?: unknown
  onConfirm: () => void
  onClose: () => void
}

/** A confirmation for an action in a menu, where no button remains to show it beside. */
export function ConfirmDialog({
  opened,
  title,
  children,
  confirmLabel,
  busy,
  error,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Text component="div">{children}</Text>
      {error ? <ErrorNotice error={error} /> : null}
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('action.cancel')}
        </Button>
        <Button color="red" loading={busy ?? false} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </Modal>
  )
}
