import { Button, type ButtonProps, Popover, Text } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './confirm-button.module.css'

export type ConfirmButtonProps = ButtonProps & {
  /** The consequence in words: "2 people lose access." */
  question: string
  /** The verb on the confirm button. */
  confirmLabel: string
  /** Red for actions that remove something. */
  confirmColor?: 'red' | 'brand'
  onConfirm: () => void
  children: string
}

/**
 * Asks for a confirmation beside the button. Only for actions that cannot be undone; others run at once with an undo
 * toast.
 */
export function ConfirmButton({
  question,
  confirmLabel,
  confirmColor = 'red',
  onConfirm,
  children,
  ...button
}: ConfirmButtonProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const questionId = useId()
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus width={300}>
      <Popover.Target>
        <Button variant="default" {...button} onClick={() => setOpened(!opened)}>
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown role="alertdialog" aria-labelledby={questionId}>
        <Text id={questionId}>{question}</Text>
        <div className={classes.buttons}>
          <Button variant="default" size="xs" onClick={() => setOpened(false)} data-autofocus>
            {t('action.cancel')}
          </Button>
          <Button
            color={confirmColor}
            size="xs"
            onClick={() => {
              setOpened(false)
              onConfirm()
            }}
          >
            {confirmLabel}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
