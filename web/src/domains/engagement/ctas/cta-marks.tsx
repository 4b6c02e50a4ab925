import {
  IconAlertTriangle,
  IconCalendarDue,
  IconCheck,
  IconCircleDot,
  IconFlag,
  IconFlag2Filled,
  IconX,
  type IconProps,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../../lib/format/use-format.ts'
import { useNow } from '../../../lib/use-now.ts'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import type { Meaning } from '../../../ui/theme/theme.ts'
import type { Cta, CtaPriority } from './cta-search.ts'
import classes from './ctas.module.css'
import { dayOf, dueOf } from './due-of.ts'

const looks: Record<Cta['status'], { icon: ComponentType<IconProps>; tone: Meaning | 'neutral' }> = {
  open: { icon: IconCircleDot, tone: 'info' },
  closedSuccess: { icon: IconCheck, tone: 'success' },
  closedLost: { icon: IconX, tone: 'neutral' },
}

export function CtaStatusBadge({ status }: { status: Cta['status'] }) {
  const { t } = useTranslation('ctas')
  return <StatusBadge {...looks[status]} label={t(`statuses.${status}`)} />
}

export function PriorityMark({ priority }: { priority: CtaPriority }) {
  const { t } = useTranslation('ctas')
  const Icon = priority === 'high' ? IconFlag2Filled : IconFlag
  return (
    <span className={classes.priority} data-priority={priority}>
      {priority === 'low' ? null : <Icon size={14} stroke={1.75} aria-hidden="true" />}
      {t(`priorities.${priority}`)}
    </span>
  )
}

/** The due date in words; colour only supports the word. */
export function DueMark({ cta }: { cta: Pick<Cta, 'dueOn' | 'isOverdue' | 'status'> }) {
  const { t } = useTranslation('ctas')
  const format = useFormat()
  const now = useNow(true)
  const due = dueOf(cta, dayOf(now))
  if (cta.dueOn === null) return <span className={classes.muted}>{t('dueNone')}</span>
  const date = format.date(`${cta.dueOn}T12:00:00`)
  const Icon = due === 'overdue' ? IconAlertTriangle : due === 'today' ? IconCalendarDue : null
  const text =
    due === 'overdue'
      ? t('overdueSince', { date })
      : due === 'today'
        ? t('dueToday')
        : due === 'tomorrow'
          ? t('dueTomorrow')
          : date
  return (
    <span className={classes.due} data-due={due}>
      {Icon ? <Icon size={14} stroke={1.75} aria-hidden="true" /> : null}
      <time dateTime={cta.dueOn} title={date}>
        {text}
      </time>
    </span>
  )
}

/** Types offered by the editor have translations; other types are shown as written. */
export function useTypeName(): (type: string) => string {
  const { t } = useTranslation('ctas')
  return (type) => {
    const known = ctaTypes.find((name) => name === type)
    return known ? t(`types.${known}`) : type
  }
}

export const ctaTypes = ['risk', 'opportunity', 'lifecycle', 'activity'] as const
