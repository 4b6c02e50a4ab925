import { IconCircleDot, IconPencil, IconPlayerPause, IconPlayerStop, type IconProps } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { StatusBadge } from '../../../ui/feedback/status-badge.tsx'
import type { Meaning } from '../../../ui/theme/theme.ts'

export type JourneyState = Outputs['journeys']['list']['items'][number]['state']

const looks: Record<JourneyState, { icon: ComponentType<IconProps>; tone: Meaning | 'neutral' }> = {
  draft: { icon: IconPencil, tone: 'neutral' },
  active: { icon: IconCircleDot, tone: 'success' },
  paused: { icon: IconPlayerPause, tone: 'warning' },
  stopped: { icon: IconPlayerStop, tone: 'neutral' },
}

export function JourneyStateBadge({ state }: { state: JourneyState }) {
  const { t } = useTranslation('journeys')
  return <StatusBadge {...looks[state]} label={t(`state.${state}`)} />
}
