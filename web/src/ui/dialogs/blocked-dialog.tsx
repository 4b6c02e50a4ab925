import { Button, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './confirm-button.module.css'

export type BlockedDialogProps = {
  opened: boolean
  title: string
  /** Why the action is blocked, and what to do about it. */
  children: ReactNode
  onClose: () => void
}

/** Shown instead of a confirmation when the server would refuse the action. */
export function BlockedDialog({ opened, title, children, onClose }: BlockedDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal opened={opened} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('action.close') }}>
      <Text component="div">{children}</Text>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('action.close')}
        </Button>
      </div>
    </Modal>
  )
}
