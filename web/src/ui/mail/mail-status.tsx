import {
  IconAlertCircle,
  IconAlertTriangle,
  IconCircleCheck,
  IconInbox,
  IconRefresh,
  IconSend,
  type IconProps,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../lib/api/api-types.ts'
import { StatusBadge } from '../feedback/status-badge.tsx'
import type { Meaning } from '../theme/theme.ts'

export type MailStatus = Outputs['mails']['list']['items'][number]['status']

const looks: Record<MailStatus, { icon: ComponentType<IconProps>; tone: Meaning | 'neutral' }> = {
  sent: { icon: IconCircleCheck, tone: 'success' },
  outbox: { icon: IconInbox, tone: 'neutral' },
  sending: { icon: IconSend, tone: 'info' },
  retrying: { icon: IconRefresh, tone: 'warning' },
  inDoubt: { icon: IconAlertTriangle, tone: 'warning' },
  failed: { icon: IconAlertCircle, tone: 'danger' },
}

export const mailStatuses = Object.keys(looks) as MailStatus[]

export function MailStatusBadge({ status }: { status: MailStatus }) {
  const { t } = useTranslation('mails')
  return <StatusBadge {...looks[status]} label={t(`status.${status}`)} />
}
