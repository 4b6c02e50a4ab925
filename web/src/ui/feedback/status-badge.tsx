import type { IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import classes from './status-badge.module.css'
import type { Meaning } from '../theme/theme.ts'

export type StatusBadgeProps = {
  icon: ComponentType<IconProps>
  /** The text; colour alone is not enough for many readers. */
  label: string
  tone?: Meaning | 'neutral'
}

export function StatusBadge({ icon: Icon, label, tone = 'neutral' }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} stroke={1.75} aria-hidden="true" />
      {label}
    </span>
  )
}
