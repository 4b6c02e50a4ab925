import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { toastDone } from '../feedback/toast.ts'

export type CopyButtonProps = { text: string; label?: string; quiet?: boolean }

/** `label` makes it a button with a text, `quiet` a small one; without a label it is an icon. */
export function CopyButton({ text, label, quiet = false }: CopyButtonProps) {
  const { t } = useTranslation()
  const clipboard = useClipboard({ timeout: 1_500 })
  // A page loaded over plain http from another machine has no clipboard API.
  const copy = () => (navigator.clipboard ? clipboard.copy(text) : toastDone(t('copyFailed')))
  const Icon = clipboard.copied ? IconCheck : IconCopy
  const says = clipboard.copied ? t('action.copied') : (label ?? t('action.copy'))
  if (label) {
    return (
      <Button
        {...(quiet ? { variant: 'subtle', color: 'gray', size: 'compact-xs' } : { variant: 'default' })}
        leftSection={<Icon size={quiet ? 14 : 16} stroke={1.5} />}
        onClick={copy}
      >
        {says}
      </Button>
    )
  }
  return (
    <Tooltip label={says}>
      <ActionIcon aria-label={says} onClick={copy}>
        <Icon size={16} stroke={1.5} />
      </ActionIcon>
    </Tooltip>
  )
}
