import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { readCalloutSearch } from '../domains/integrations/calls/callout-search.ts'
import { readCtaSearch } from '../domains/engagement/ctas/cta-search.ts'
import { readMailSearch } from '../domains/engagement/mails/mail-search.ts'
import { readParticipantSearch } from '../domains/journeys/people/participant-search.ts'
import { settingsPages } from '../domains/settings/settings-pages.ts'
import { safeRedirectPath } from '../lib/session/safe-redirect-path.ts'
import { readAuthState } from '../lib/session/session.ts'
import type { Api } from '../lib/api/trpc.ts'

/**
 * The routes of the app. To add a page, add a route with `component: lazyRouteComponent(() => import('…'), 'MyPage')`
 * and its name in the tree below; a page of the settings, one entry in `settingsPages`. A route with `NotFound` reserves a URL for a page that is not written yet.
 */
const root = createRootRouteWithContext<{ api: Api }>()({ component: Outlet })

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

// Pages without sign-in

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => {
    const next = safeRedirectPath(search.next)
    return next ? { next } : {}
  },
  component: lazyRouteComponent(() => import('../domains/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('../domains/sign-in/forgot-password-page.tsx'), 'ForgotPasswordPage'),
})

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('../domains/sign-in/reset-password-page.tsx'), 'ResetPasswordPage'),
})

const createOwner = createRoute({
  getParentRoute: () => root,
  path: '/create-owner',
  loader: async ({ context: { api } }) => {
    const status = await api.queryClient.fetchQuery(api.trpc.auth.status.queryOptions())
    if (!status.needsOwner) throw redirect({ to: '/sign-in' })
    return status
  },
  component: lazyRouteComponent(() => import('../domains/sign-in/create-owner-page.tsx'), 'CreateOwnerPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../domains/sign-in/invitation-page.tsx'), 'InvitationPage'),
})

/** Links that were sent before carry the secret in the path. */
const oldInvitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/invitation', hash: params.token, replace: true })
  },
})

const noWorkspace = createRoute({
  getParentRoute: () => root,
  path: '/no-workspace',
  component: lazyRouteComponent(() => import('../domains/sign-in/no-workspace-page.tsx'), 'NoWorkspacePage'),
})

// Pages that need sign-in

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const authState = await readAuthState(context.api)
    if (authState === 'needsOwner') throw redirect({ to: '/create-owner' })
    if (authState === 'noWorkspace') throw redirect({ to: '/no-workspace' })
    if (authState === 'signedOut')
      throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } })
  },
  component: lazyRouteComponent(() => import('./shell/signed-in-layout.tsx'), 'SignedInLayout'),
})

const journey = createRoute({
  getParentRoute: () => signedIn,
  path: '/journeys/$journeyId',
  component: lazyRouteComponent(
    () => import('../domains/journeys/editor/journey-editor-page.tsx'),
    'JourneyEditorPage',
  ),
})

const shell = createRoute({
  getParentRoute: () => signedIn,
  id: 'shell',
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
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
  component: lazyRouteComponent(() => import('../domains/journeys/list/journeys-page.tsx'), 'JourneysPage'),
})

const participants = createRoute({
  getParentRoute: () => shell,
  path: '/journeys/$journeyId/participants',
  validateSearch: readParticipantSearch,
  component: lazyRouteComponent(
    () => import('../domains/journeys/people/list/participants-page.tsx'),
    'ParticipantsPage',
  ),
})

/** Opens as a sheet over the list, which keeps its scroll position. */
const participant = createRoute({
  getParentRoute: () => participants,
  path: '$participantId',
  component: lazyRouteComponent(
    () => import('../domains/journeys/people/sheet/participant-sheet.tsx'),
    'ParticipantSheet',
  ),
})

const callouts = createRoute({
  getParentRoute: () => shell,
  path: '/journeys/$journeyId/nodes/$nodeId/callouts',
  validateSearch: readCalloutSearch,
  component: lazyRouteComponent(
    () => import('../domains/integrations/calls/analytics/callout-analytics-page.tsx'),
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
  component: lazyRouteComponent(() => import('../domains/journeys/imports/import-page.tsx'), 'ImportPage'),
})

const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  component: lazyRouteComponent(() => import('../domains/journeys/people/list/people-page.tsx'), 'PeoplePage'),
})

const ctas = createRoute({
  getParentRoute: () => shell,
  path: '/ctas',
  validateSearch: readCtaSearch,
  component: lazyRouteComponent(() => import('../domains/engagement/ctas/ctas-page.tsx'), 'CtasPage'),
})

/** Opens as a sheet over the list, which keeps its scroll position. */
const cta = createRoute({
  getParentRoute: () => ctas,
  path: '$ctaId',
  component: lazyRouteComponent(() => import('../domains/engagement/ctas/cta-sheet.tsx'), 'CtaSheet'),
})

const connections = createRoute({
  getParentRoute: () => shell,
  path: '/connections',
  component: lazyRouteComponent(
    () => import('../domains/integrations/connections/connections-page.tsx'),
    'ConnectionsPage',
  ),
})

const connection = createRoute({
  getParentRoute: () => shell,
  path: '/connections/$connectionId',
  component: lazyRouteComponent(
    () => import('../domains/integrations/connections/connection-page.tsx'),
    'ConnectionPage',
  ),
})

const externalActions = createRoute({
  getParentRoute: () => shell,
  path: '/external-actions',
  component: lazyRouteComponent(
    () => import('../domains/integrations/actions/external-actions-page.tsx'),
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
    () => import('../domains/integrations/actions/new-external-action-page.tsx'),
    'NewExternalActionPage',
  ),
})

const importExternalAction = createRoute({
  getParentRoute: () => shell,
  path: '/external-actions/import',
  component: lazyRouteComponent(
    () => import('../domains/integrations/actions/import/import-action-page.tsx'),
    'ImportActionPage',
  ),
})

const externalAction = createRoute({
  getParentRoute: () => shell,
  path: '/external-actions/$externalActionId',
  component: lazyRouteComponent(
    () => import('../domains/integrations/actions/external-action-page.tsx'),
    'ExternalActionPage',
  ),
})

const events = createRoute({
  getParentRoute: () => shell,
  path: '/events',
  component: lazyRouteComponent(() => import('../domains/inbound/endpoints/events-page.tsx'), 'EventsPage'),
})

/** The journey that participants should enter by the event. */
const readEventSearch = (search: Record<string, unknown>): { journeyId?: string } => {
  const journeyId = text(search.journeyId)
  return journeyId ? { journeyId } : {}
}

const newEndpoint = createRoute({
  getParentRoute: () => shell,
  path: '/events/new',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('../domains/inbound/endpoints/new-endpoint-page.tsx'), 'NewEndpointPage'),
})

const endpoint = createRoute({
  getParentRoute: () => shell,
  path: '/events/$endpointId',
  validateSearch: readEventSearch,
  component: lazyRouteComponent(() => import('../domains/inbound/endpoints/endpoint-page.tsx'), 'EndpointPage'),
})

const activity = createRoute({
  getParentRoute: () => shell,
  path: '/activity',
  component: lazyRouteComponent(() => import('../domains/activity/activity-page.tsx'), 'ActivityPage'),
})

const activityHome = createRoute({
  getParentRoute: () => activity,
  path: '/',
  component: lazyRouteComponent(() => import('../domains/activity/audit-log.tsx'), 'ActivityHome'),
})

const activityCallouts = createRoute({
  getParentRoute: () => activity,
  path: 'callouts',
  validateSearch: readCalloutSearch,
  component: lazyRouteComponent(() => import('../domains/integrations/calls/log/all-callouts.tsx'), 'AllCallouts'),
})

const activityMails = createRoute({
  getParentRoute: () => activity,
  path: 'mails',
  validateSearch: readMailSearch,
  component: lazyRouteComponent(() => import('../domains/engagement/mails/mails-page.tsx'), 'MailsPage'),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('../domains/settings/settings-page.tsx'), 'SettingsPage'),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('../domains/settings/workspace-settings.tsx'), 'WorkspaceSettings'),
})

const settingsRoutes = settingsPages.map(({ path, component }) =>
  createRoute({ getParentRoute: () => settings, path, component }),
)

export const routeTree = root.addChildren([
  signIn,
  forgotPassword,
  resetPassword,
  createOwner,
  invitation,
  oldInvitation,
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
      settings.addChildren([settingsHome, ...settingsRoutes]),
    ]),
  ]),
])
