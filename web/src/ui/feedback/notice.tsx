import { Text } from '@mantine/core'
import type { IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import classes from './notice.module.css'
import type { Meaning } from '../theme/theme.ts'

export type NoticeProps = {
  icon: ComponentType<IconProps>
  tone: Meaning
  title: string
  /** `alert` is read out at once; `note` is part of the page. */
  role: 'alert' | 'note'
  children?: ReactNode
}

/**
 * Information that matters before the user continues, at the place it concerns. For an error of the server use
 * ErrorNotice.
 */
export function Notice({ icon: Icon, tone, title, role, children }: NoticeProps) {
  return (
    <div role={role} className={classes.notice} data-tone={tone}>
      <Icon size={18} stroke={1.5} aria-hidden="true" className={classes.icon} />
      <div className={classes.body}>
        <Text fw={600}>{title}</Text>
        {children}
      </div>
    </div>
  )
}
