import { Button, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './confirm-button.module.css'

export type BlockedDialogProps = {
  opened: boolean
  title: string
  /** What stands in the way, and what to do about it. */
  children: ReactNode
  onClose: () => void
}

/** In place of a question that could only be answered with a refusal. */
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
