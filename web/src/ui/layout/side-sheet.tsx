import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export type SideSheetProps = {
  opened: boolean
  title: ReactNode
  onClose: () => void
  children: ReactNode
  size?: string
  closeOnEscape?: boolean
}

/** A sheet with one item, beside its list. Escape and a click outside close it; the list keeps its scroll position. */
export function SideSheet({ opened, title, onClose, children, size = '36rem', closeOnEscape = true }: SideSheetProps) {
  const { t } = useTranslation()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      padding="lg"
      closeOnEscape={closeOnEscape}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {children}
    </Drawer>
  )
}
