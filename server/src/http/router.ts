import { apiKeyRouter } from '../api-keys/api-key.router.ts'
import { auditLogRouter } from '../audit/audit-log.router.ts'
import { authRouter } from '../auth/auth.router.ts'
import { settingsRouter } from '../settings/settings.router.ts'
import { memberRouter } from '../workspaces/member.router.ts'
import { workspaceRouter } from '../workspaces/workspace.router.ts'
import { router } from './trpc.ts'

/** The sum of all `*.router.ts`: one line for each entity, in alphabetical order. */
export const appRouter = router({
  apiKeys: apiKeyRouter,
  auditLog: auditLogRouter,
  auth: authRouter,
  members: memberRouter,
  settings: settingsRouter,
  workspaces: workspaceRouter,
})

export type AppRouter = typeof appRouter
