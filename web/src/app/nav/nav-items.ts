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

export type NavItem = {
  text: 'shell:journeys' | 'shell:people' | 'shell:ctas' | 'shell:connections' | 'shell:activity' | 'shell:settings'
  to: LinkProps['to']
  icon: ComponentType<IconProps>
  /** Further paths that belong to this item. */
  also?: readonly string[]
}

/** The sidebar and ⌘K show the same items in the same order. */
export const navItems: readonly NavItem[] = [
  { text: 'shell:journeys', to: '/journeys', icon: IconRoute },
  { text: 'shell:people', to: '/people', icon: IconUsers },
  { text: 'shell:ctas', to: '/ctas', icon: IconChecklist },
  {
    text: 'shell:connections',
    to: '/connections',
    icon: IconPlug,
    also: ['/external-actions', '/events'],
  },
  { text: 'shell:activity', to: '/activity', icon: IconActivity },
  { text: 'shell:settings', to: '/settings', icon: IconSettings },
]
