import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { readCalloutSearch } from '../features/callouts/callout-search.ts'
import { readCtaSearch } from '../features/ctas/cta-search.ts'
import { readMailSearch } from '../features/mails/mail-search.ts'
import { readParticipantSearch } from '../features/participants/participant-search.ts'
import { safeNext } from '../lib/safe-next.ts'
import { readDoor } from '../lib/session.ts'
import type { Api } from '../lib/trpc.ts'

/**
 * The list of pages. To add one: a route with `component: lazyRouteComponent(() => import('…'), 'MyPage')`, and its name in the
 * tree below. A route with `NotFound` is an address that links may name already, whose page is not written yet.
 */
const root = createRootRouteWithContext<{ api: Api }>()({ component: Outlet })

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

// Before the door

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => {
    const next = safeNext(search.next)
    return next ? { next } : {}
  },
  component: lazyRouteComponent(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const createOwner = createRoute({
  getParentRoute: () => root,
  path: '/create-owner',
  loader: async ({ context: { api } }) => {
    const status = await api.queryClient.fetchQuery(api.trpc.auth.status.queryOptions())
    if (!status.needsOwner) throw redirect({ to: '/sign-in' })
    return status
  },
  component: lazyRouteComponent(() => import('../features/sign-in/create-owner-page.tsx'), 'CreateOwnerPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('../features/sign-in/invitation-page.tsx'), 'InvitationPage'),
})

const noWorkspace = createRoute({
  getParentRoute: () => root,
  path: '/no-workspace',
  component: lazyRouteComponent(() => import('../features/sign-in/no-workspace-page.tsx'), 'NoWorkspacePage'),
})

// Behind it

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const door = await readDoor(context.api)
    if (door === 'needsOwner') throw redirect({ to: '/create-owner' })
    if (door === 'noWorkspace') throw redirect({ to: '/no-workspace' })
    if (door === 'signedOut')
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
  },
  component: lazyRouteComponent(() => import('./signed-in.tsx'), 'SignedIn'),
})

const journey = createRoute({
  getParentRoute: () => signedIn,
  path: '/journeys/$journeyId',
  component: lazyRouteComponent(
    () => import('../features/journey-editor/journey-editor-page.tsx'),
    'JourneyEditorPage',
  ),
})

const shell = createRoute({
  getParentRoute: () => signedIn,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell.tsx'), 'Shell'),
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/journeys' })
  },
})

const journeys = createRoute({
  getParentRoute: () => shell,
  path: '/journeys',
  component: lazyRouteComponent(() => import('../features/journeys/journeys-page.tsx'), 'JourneysPage'),
})

const participants = createRoute({
  getParentRoute: () => shell,
  path: '/journeys/$journeyId/participants',
  validateSearch: readParticipantSearch,
  component: lazyRouteComponent(() => import('../features/participants/participants-page.tsx'), 'ParticipantsPage'),
})

/** Opens as a sheet over the list, which keeps its place. */
const participant = createRoute({
  getParentRoute: () => participants,
  path: '$participantId',
  component: lazyRouteComponent(() => import('../features/participants/participant-sheet.tsx'), 'ParticipantSheet'),
})

const callouts = createRoute({
  getParentRoute: () => shell,
  path: '/journeys/$journeyId/nodes/$nodeId/callouts',
  validateSearch: readCalloutSearch,
  component: lazyRouteComponent(
    () => import('../features/callouts/callout-analytics-page.tsx'),
    'CalloutAnalyticsPage',
  ),
})

const importPage = createRoute({
  getParentRoute: () => shell,
  path: '/journeys/$journeyId/import',
  validateSearch: (search): { importId?: string } => {
    const importId = text(search.importId)
    return importId ? { importId } : {}
  },
  component: lazyRouteComponent(() => import('../features/imports/import-page.tsx'), 'ImportPage'),
})

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  component: lazyRouteComponent(() => import('../features/participants/people-page.tsx'), 'PeoplePage'),
})

const ctas = createRoute({
  getParentRoute: () => shell,
  path: '/ctas',
  validateSearch: readCtaSearch,
  component: lazyRouteComponent(() => import('../features/ctas/ctas-page.tsx'), 'CtasPage'),
})

/** Opens as a sheet over the list, which keeps its place. */
const cta = createRoute({
  getParentRoute: () => ctas,
  path: '$ctaId',
  component: lazyRouteComponent(() => import('../features/ctas/cta-sheet.tsx'), 'CtaSheet'),
})

const connections = createRoute({
  getParentRoute: () => shell,
  path: '/connections',
  component: lazyRouteComponent(() => import('../features/connections/connections-page.tsx'), 'ConnectionsPage'),
})

const connection = createRoute({
  getParentRoute: () => shell,
  path: '/connections/$connectionId',
  component: lazyRouteComponent(() => import('../features/connections/connection-page.tsx'), 'ConnectionPage'),
})

const externalActions = createRoute({
  getParentRoute: () => shell,
  path: '/external-actions',
  component: lazyRouteComponent(
    () => import('../features/external-actions/external-actions-page.tsx'),
    'ExternalActionsPage',
  ),
})

const newExternalAction = createRoute({
  getParentRoute: () => shell,
  path: '/external-actions/new',
  validateSearch: (search): { connectionId?: string } => {
    const connectionId = text(search.connectionId)
    return connectionId ? { connectionId } : {}
  },
  component: lazyRouteComponent(
    () => import('../features/external-actions/new-external-action-page.tsx'),
    'NewExternalActionPage',
  ),
})

const importExternalAction = createRoute({
  getParentRoute: () => shell,
  path: '/external-actions/import',
  component: lazyRouteComponent(
    () => import('../features/external-actions/import/import-action-page.tsx'),
    'ImportActionPage',
  ),
})

const externalAction = createRoute({
  getParentRoute: () => shell,
  path: '/external-actions/$externalActionId',
  component: lazyRouteComponent(
    () => import('../features/external-actions/external-action-page.tsx'),
    'ExternalActionPage',
  ),
})

const events = createRoute({
  getParentRoute: () => shell,
  path: '/events',
  component: lazyRouteComponent(() => import('../features/events/events-page.tsx'), 'EventsPage'),
})

/** The journey that somebody wants people to enter by the event. */
const readEventSearch = (search: Record<string, unknown>): { journeyId?: string } => {
  const journeyId = text(search.journeyId)
  return journeyId ? { journeyId } : {}
}

const newEndpoint = createRoute({
  getParentRoute: () => shell,
  path: '/events/new',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('../features/events/new-endpoint-page.tsx'), 'NewEndpointPage'),
})

const endpoint = createRoute({
  getParentRoute: () => shell,
  path: '/events/$endpointId',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('../features/events/endpoint-page.tsx'), 'EndpointPage'),
})

const activity = createRoute({
  getParentRoute: () => shell,
  path: '/activity',
  component: lazyRouteComponent(() => import('../features/activity/activity-page.tsx'), 'ActivityPage'),
})

const activityHome = createRoute({
  getParentRoute: () => activity,
  path: '/',
  component: lazyRouteComponent(() => import('../features/activity/audit-log.tsx'), 'AuditLog'),
})

const activityCallouts = createRoute({
  getParentRoute: () => activity,
  path: 'callouts',
  validateSearch: readCalloutSearch,
  component: lazyRouteComponent(() => import('../features/callouts/all-callouts.tsx'), 'AllCallouts'),
})

const activityMails = createRoute({
  getParentRoute: () => activity,
  path: 'mails',
  validateSearch: readMailSearch,
  component: lazyRouteComponent(() => import('../features/mails/mails-page.tsx'), 'MailsPage'),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('../features/settings/workspace-settings.tsx'), 'WorkspaceSettings'),
})

const settingsMembers = createRoute({
  getParentRoute: () => settings,
  path: 'members',
  component: lazyRouteComponent(() => import('../features/settings/members-settings.tsx'), 'MembersSettings'),
})

const settingsApiKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  component: lazyRouteComponent(() => import('../features/settings/api-keys-settings.tsx'), 'ApiKeysSettings'),
})

const settingsCallouts = createRoute({
  getParentRoute: () => settings,
  path: 'callouts',
  component: lazyRouteComponent(() => import('../features/settings/callouts-settings.tsx'), 'CalloutsSettings'),
})

const settingsRecords = createRoute({
  getParentRoute: () => settings,
  path: 'records',
  component: lazyRouteComponent(() => import('../features/settings/records-settings.tsx'), 'RecordsSettings'),
})

const settingsYou = createRoute({
  getParentRoute: () => settings,
  path: 'you',
  component: lazyRouteComponent(() => import('../features/settings/your-settings.tsx'), 'YourSettings'),
})

export const routeTree = root.addChildren([
  signIn,
  createOwner,
  invitation,
  noWorkspace,
  signedIn.addChildren([
    journey,
    shell.addChildren([
      home,
      journeys,
      participants.addChildren([participant]),
      callouts,
      importPage,
      people,
      ctas.addChildren([cta]),
      connections,
      connection,
      externalActions,
      newExternalAction,
      importExternalAction,
      externalAction,
      events,
      newEndpoint,
      endpoint,
      activity.addChildren([activityHome, activityCallouts, activityMails]),
      settings.addChildren([
        settingsHome,
        settingsMembers,
        settingsApiKeys,
        settingsCallouts,
        settingsRecords,
        settingsYou,
      ]),
    ]),
  ]),
])
