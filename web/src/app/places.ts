import {
  IconActivity,
  IconChecklist,
  IconPlug,
  IconRoute,
  IconSettings,
  IconUsers,
  type IconProps,
} from '@tabler/icons-react'
import type { LinkProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'

export type Place = {
  name: 'journeys' | 'people' | 'ctas' | 'connections' | 'activity' | 'settings'
  to: LinkProps['to']
  icon: ComponentType<IconProps>
}

/** The rail and ⌘K show the same places in the same order. */
export const places: readonly Place[] = [
  { name: 'journeys', to: '/journeys', icon: IconRoute },
  { name: 'people', to: '/people', icon: IconUsers },
  { name: 'ctas', to: '/ctas', icon: IconChecklist },
  { name: 'connections', to: '/connections', icon: IconPlug },
  { name: 'activity', to: '/activity', icon: IconActivity },
  { name: 'settings', to: '/settings', icon: IconSettings },
]
