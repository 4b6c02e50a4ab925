import {
  IconAlertTriangle,
  IconArrowBarRight,
  IconCircleCheck,
  IconClock,
  IconPlayerPause,
  IconPlayerStop,
  IconRoute,
  type IconProps,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import type { Meaning } from '../../../ui/theme/theme.ts'
import type { ParticipantStatus } from './participant-search.ts'

const looks: Record<ParticipantStatus, { icon: ComponentType<IconProps>; tone: Meaning | 'neutral' }> = {
  active: { icon: IconRoute, tone: 'info' },
  parked: { icon: IconAlertTriangle, tone: 'danger' },
  completed: { icon: IconCircleCheck, tone: 'success' },
  dropped: { icon: IconArrowBarRight, tone: 'neutral' },
  new: { icon: IconClock, tone: 'neutral' },
  paused: { icon: IconPlayerPause, tone: 'warning' },
  stopped: { icon: IconPlayerStop, tone: 'neutral' },
}

export function ParticipantStatusBadge({ status }: { status: ParticipantStatus }) {
  const { t } = useTranslation('participants')
  return <StatusBadge {...looks[status]} label={t(`status.${status}`)} />
}

export function statusIcon(status: ParticipantStatus) {
  const Icon = looks[status].icon
  return <Icon size={16} stroke={1.5} aria-hidden="true" />
}
