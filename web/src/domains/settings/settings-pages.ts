import type { ParseKeys } from 'i18next'
import { lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import type { Role } from '../../lib/session/session.ts'

type SettingsPage = {
  /** Below `/settings`. */
  path: string
  tab: ParseKeys<'settings'>
  /** The tab is hidden from lower roles. */
  role?: Role
  component: RouteComponent
}

/** The settings pages after the first, in the order of their tabs. An entry makes the route and the tab. */
export const settingsPages = [
  {
    path: 'members',
    tab: 'members.title',
    component: lazyRouteComponent(() => import('./members-settings.tsx'), 'MembersSettings'),
  },
  {
    path: 'api-keys',
    tab: 'apiKeys.title',
    role: 'admin',
    component: lazyRouteComponent(() => import('./api-keys-settings.tsx'), 'ApiKeysSettings'),
  },
  {
    path: 'mail',
    tab: 'mail.title',
    component: lazyRouteComponent(() => import('./mail-settings.tsx'), 'MailSettings'),
  },
  {
    path: 'callouts',
    tab: 'callouts.title',
    component: lazyRouteComponent(() => import('./callouts-settings.tsx'), 'CalloutsSettings'),
  },
  {
    path: 'records',
    tab: 'records.title',
    component: lazyRouteComponent(() => import('./records-settings.tsx'), 'RecordsSettings'),
  },
  {
    path: 'background',
    tab: 'background.title',
    role: 'admin',
    component: lazyRouteComponent(() => import('./background-settings.tsx'), 'BackgroundSettings'),
  },
  {
    path: 'security-events',
    tab: 'securityEvents.title',
    role: 'admin',
    component: lazyRouteComponent(() => import('./security-events-settings.tsx'), 'SecurityEventsSettings'),
  },
  {
    path: 'you',
    tab: 'you.title',
    component: lazyRouteComponent(() => import('./your-settings.tsx'), 'YourSettings'),
  },
] as const satisfies readonly SettingsPage[]
