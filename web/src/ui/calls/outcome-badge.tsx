import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import {
  IconAlertTriangle,
  IconArrowsMaximize,
  IconBan,
  IconCircleCheck,
  IconClockX,
  IconFileUnknown,
  IconForms,
  type IconProps,
  IconPlugX,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { StatusBadge } from '../feedback/status-badge.tsx'
import type { Meaning } from '../theme/theme.ts'

const looks: Record<CalloutOutcome, { icon: ComponentType<IconProps>; tone: Meaning | 'neutral' }> = {
  succeeded: { icon: IconCircleCheck, tone: 'success' },
  httpError: { icon: IconAlertTriangle, tone: 'danger' },
  timeout: { icon: IconClockX, tone: 'warning' },
  network: { icon: IconPlugX, tone: 'danger' },
  mappingError: { icon: IconForms, tone: 'warning' },
  blocked: { icon: IconBan, tone: 'warning' },
  replyTooLarge: { icon: IconArrowsMaximize, tone: 'warning' },
  replyUnusable: { icon: IconFileUnknown, tone: 'warning' },
}

/** The outcome of one attempt, in a word. */
export function OutcomeBadge({ outcome }: { outcome: CalloutOutcome }) {
  const { t } = useTranslation('callouts')
  const { icon, tone } = looks[outcome]
  return <StatusBadge icon={icon} tone={tone} label={t(`outcome.${outcome}`)} />
}
