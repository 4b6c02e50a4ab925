import { IconAlertTriangle, IconBan, IconCircleCheck, IconClock, IconCopy, IconUserQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { StatusBadge, type StatusBadgeProps } from '../../../ui/feedback/status-badge.tsx'
import type { ReceivedEvent } from '../event-types.ts'

const looks: Record<ReceivedEvent['status'], Pick<StatusBadgeProps, 'icon' | 'tone'>> = {
  received: { icon: IconClock, tone: 'info' },
  processed: { icon: IconCircleCheck, tone: 'success' },
  nobody: { icon: IconUserQuestion, tone: 'warning' },
  refused: { icon: IconBan, tone: 'warning' },
  failed: { icon: IconAlertTriangle, tone: 'danger' },
  duplicate: { icon: IconCopy, tone: 'neutral' },
}

export function EventStatus({ status }: { status: ReceivedEvent['status'] }) {
  const { t } = useTranslation('events')
  return <StatusBadge {...looks[status]} label={t(`status.${status}`)} />
}

/** The result of an event in words: "matched 2 people, let 1 in". */
export function useEventResult(): (event: ReceivedEvent) => string {
  const { t } = useTranslation('events')
  return (event) => {
    const parts = [
      event.matched > 0 ? t('matched', { count: event.matched }) : null,
      event.enrolled > 0 ? t('enrolled', { count: event.enrolled }) : null,
      event.refused > 0 ? t('refused', { count: event.refused }) : null,
    ].filter((part) => part !== null)
    if (parts.length > 0) return parts.join(t('and'))
    return event.reasons[0]?.message ?? (event.duplicateOf ? t('duplicateText') : '')
  }
}
