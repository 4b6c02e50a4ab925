import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import {
  IconAlertTriangle,
  IconBan,
  IconClockPause,
  IconCodeOff,
  IconForms,
  IconHelp,
  IconKey,
  IconMailQuestion,
  IconMessageX,
  type IconProps,
  IconPlugX,
  IconRepeat,
  IconSearchOff,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'

const icons: Record<FailureClass, ComponentType<IconProps>> = {
  down: IconPlugX,
  busy: IconClockPause,
  unauthorized: IconKey,
  notFound: IconSearchOff,
  refused: IconAlertTriangle,
  value: IconForms,
  reply: IconMessageX,
  blocked: IconBan,
  inDoubt: IconMailQuestion,
  loop: IconRepeat,
  code: IconCodeOff,
  other: IconHelp,
}

export function FailureClassIcon({ failureClass }: { failureClass: FailureClass }) {
  const Icon = icons[failureClass]
  return <Icon size={16} stroke={1.5} aria-hidden="true" />
}
